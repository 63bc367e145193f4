// A text split into terms: spans of one byte buffer, in the order of scikit-learn's analyzers.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "core/base/buffer.hpp"
#include "core/base/text.hpp"
#include "core/simd/kernels.hpp"
#include "core/terms/analysis.hpp"
#include "core/terms/term_index.hpp"

namespace newsnlp::terms {

// Borrowed texts: views[i], or, if the terms are given, views[groups[i]] to views[groups[i + 1] - 1].
struct Texts {
    const base::TextView* views = nullptr;
    std::size_t count = 0;
    const std::size_t* groups = nullptr;

    // Code points of text i, which determine the chunks.
    std::size_t length(std::size_t i) const noexcept;
    // The largest number of terms that text i can have.
    std::size_t most_terms(std::size_t i, const Analysis& analysis) const noexcept;
};

// Span i is bytes[starts[i]] to bytes[nexts[i] - gap - 1].
struct Spans {
    const std::uint8_t* bytes = nullptr;
    const std::uint32_t* starts = nullptr;
    const std::uint32_t* nexts = nullptr;
    std::uint32_t gap = 0;
    std::size_t count = 0;

    std::string_view operator[](std::size_t i) const noexcept {
        return {reinterpret_cast<const char*>(bytes) + starts[i], nexts[i] - gap - starts[i]};
    }
};

// The stop words that an index marks and drops itself, since a second table would cost as much as the first. This is
// not possible with stems, since a stem may be a stop word.
inline std::vector<std::string> indexed_stop_words(const Analysis& analysis) {
    return analysis.stems.empty() ? analysis.stop_words : std::vector<std::string>{};
}

// Changes to tokens: stop words are dropped, words are replaced by stems. Made once, shared by threads.
// With `index_stops` the words of indexed_stop_words are left to the index.
class TokenFilter {
  public:
    explicit TokenFilter(const Analysis& analysis, bool index_stops = false);
    bool empty() const noexcept { return actions_.empty(); }
    // The index in `replacements` of the token's replacement, or k_keep or k_drop.
    std::uint32_t action(const std::uint8_t* bytes, std::uint32_t length) const noexcept;
    std::string_view replacement(std::uint32_t action) const noexcept { return stems_[action]; }

    static constexpr std::uint32_t k_keep = 0xFFFFFFFF;
    static constexpr std::uint32_t k_drop = 0xFFFFFFFE;

  private:
    TermIndex tokens_;
    std::vector<std::uint32_t> actions_;  // by node of tokens_
    std::vector<std::string> stems_;
};

// Splits one text after another; holds the scratch space of one thread.
class TermReader {
  public:
    TermReader(const Analysis& analysis, const TokenFilter& filter, const simd::Kernels& kernels)
        : analysis_(analysis), filter_(filter), kernels_(kernels) {}

    void read(const Texts& texts, std::size_t i);
    // For a word analysis, finds the first `most` tokens and reads little more of the text than they take; otherwise
    // finds all. Returns the part of the text that was read, empty for a list of tokens.
    base::TextView read_first(const Texts& texts, std::size_t i, std::size_t most);
    // The tokens of a word analysis, all the terms of any other.
    Spans tokens() const noexcept;
    // The word n-grams of one length.
    Spans grams(std::uint32_t n) const noexcept;
    // Calls `use` with the spans of all terms, one n-gram length after another.
    template <typename Use>
    void each(Use&& use) const {
        if (analysis_.analyzer != Analyzer::word) return use(tokens());
        for (std::uint32_t n = analysis_.min_n; n <= analysis_.max_n && n <= count_; ++n) use(grams(n));
    }

  private:
    void read_words(const base::TextView& text);
    void read_characters(const base::TextView& text);
    void read_character_words();
    void add_span(std::size_t start, std::size_t next);
    void drop_letters();
    void apply_filter();

    const Analysis& analysis_;
    const TokenFilter& filter_;
    const simd::Kernels& kernels_;
    std::size_t count_ = 0;
    base::Buffer<std::uint8_t> prepared_;
    base::Buffer<std::uint8_t> bytes_;
    base::Buffer<std::uint8_t> filtered_;
    base::Buffer<std::uint32_t> bounds_;  // words: where tokens start; characters: where characters start
    base::Buffer<std::uint32_t> starts_;  // of spans that are not runs of tokens
    base::Buffer<std::uint32_t> nexts_;
    base::Buffer<std::uint32_t> codes_;
};

}  // namespace newsnlp::terms
