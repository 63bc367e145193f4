#include "core/summaries/sentence_terms.hpp"

#include <algorithm>

#include "core/base/interrupt.hpp"
#include "core/base/unicode.hpp"
#include "core/base/utf8.hpp"
#include "core/terms/porter.hpp"
#include "core/terms/term_index.hpp"

namespace newsnlp::summaries {
namespace {

constexpr std::int32_t k_stop_word = -1;
constexpr std::uint32_t k_capital_dotted_i = 0x130;
constexpr std::uint32_t k_final_sigma = 0x3C2;
constexpr std::uint32_t k_sigma = 0x3C3;

bool is_token_part(std::uint32_t code) {
    if (code < 0x80) return (code | 0x20) - 'a' < 26 || code - '0' < 10;
    return (base::unicode::classes(code) & (base::unicode::k_word_class | base::unicode::k_mark_class)) != 0;
}

std::uint32_t fold(std::uint32_t code) {
    if (code < 0x80) return code - 'A' < 26 ? code | 0x20 : code;
    if (code == k_capital_dotted_i) return 'i';
    const std::uint32_t lower = base::unicode::lower(code);
    return lower == k_final_sigma ? k_sigma : lower;
}

void append_utf8(base::Buffer<std::uint8_t>& out, std::uint32_t code) {
    if (code < 0x80) return out.push_back(static_cast<std::uint8_t>(code));
    out.reserve(out.size() + 4);
    out.resize(static_cast<std::size_t>(base::utf8::encode(code, out.end()) - out.begin()));
}

// The node of a string, which is added if it is new.
std::uint32_t number(terms::TermIndex& index, const base::Buffer<std::uint8_t>& string) {
    const auto length = static_cast<std::uint32_t>(string.size());
    return index.add_word(string.data(), length, terms::make_word_key(string.data(), length));
}

class Collector {
  public:
    Collector(SentenceTerms& out, const WordSet& stop_words, bool stem)
        : out_(out), stop_words_(stop_words), stem_(stem) {}

    template <typename Code>
    void add_row(const Code* text, std::size_t length) {
        token_index_ = 0;
        cut_until_ = 0;
        for (std::size_t i = 0; i < length;) {
            if (!is_token_part(text[i])) {
                base::poll_interrupt(1);
                ++i;
            } else if (base::unicode::is_unspaced(text[i])) {
                i = add_pairs(text, i, length);
            } else {
                i = add_word(text, i, length);
            }
        }
        out_.lengths.push_back(token_index_);
        out_.starts.push_back(static_cast<std::int64_t>(out_.ids.size()));
    }

  private:
    template <typename Code>
    std::size_t add_pairs(const Code* text, std::size_t i, std::size_t length) {
        std::size_t end = i;
        while (end < length && is_token_part(text[end]) && base::unicode::is_unspaced(text[end])) ++end;
        const std::size_t last = end - i > 1 ? end - 1 : end;
        for (; i < last; ++i) {
            token_.clear();
            append_utf8(token_, text[i]);
            if (i + 1 < end) append_utf8(token_, text[i + 1]);
            add_token(false);
        }
        return end;
    }

    template <typename Code>
    std::size_t add_word(const Code* text, std::size_t i, std::size_t length) {
        if (const std::size_t end = abbreviation_end(text, i, length); end > i) {
            token_.clear();
            for (; i + 1 < end; ++i) append_utf8(token_, fold(text[i]));
            add_token(false);
            return end;
        }
        token_.clear();
        bool only_letters = true;
        for (; i < length && is_token_part(text[i]) && !base::unicode::is_unspaced(text[i]); ++i) {
            const std::uint32_t code = fold(text[i]);
            only_letters = only_letters && code - 'a' < 26;
            append_utf8(token_, code);
        }
        add_token(only_letters);
        return i;
    }

    // The end of "U.S." or "e.g." at `i`: two or more single letters, each with a full stop; `i` if there is none.
    // Letters and stops that end in a word are read once, not again from each letter.
    template <typename Code>
    std::size_t abbreviation_end(const Code* text, std::size_t i, std::size_t length) {
        if (i < cut_until_) return i;
        std::size_t end = i;
        while (end + 1 < length && is_token_part(text[end]) && text[end + 1] == '.' &&
               (base::unicode::classes(text[end]) & base::unicode::k_alpha_class) != 0)
            end += 2;
        if (end < length && is_token_part(text[end])) {
            cut_until_ = end;
            return i;
        }
        return end - i >= 4 ? end : i;
    }

    void add_token(bool may_stem) {
        base::poll_interrupt(64 + token_.size());
        const std::int32_t index = token_index_++;
        // A word is compared with the stop words and stemmed only once, at its first occurrence.
        const std::uint32_t word = number(words_, token_);
        if (word == of_words_.size()) of_words_.push_back(find_term(may_stem));
        if (of_words_[word] == k_stop_word) return;
        out_.ids.push_back(of_words_[word]);
        out_.token_indices.push_back(index);
    }

    // Makes a term of the token, which is lost; returns its number.
    std::int32_t find_term(bool may_stem) {
        auto* bytes = reinterpret_cast<char*>(token_.data());
        if (stop_words_.contains({bytes, token_.size()})) return k_stop_word;
        if (stem_ && may_stem) token_.resize(terms::porter_stem(bytes, token_.size()));
        const std::uint32_t term = number(terms_, token_);
        if (term == out_.terms.size()) out_.terms.emplace_back(bytes, token_.size());
        return static_cast<std::int32_t>(term);
    }

    SentenceTerms& out_;
    const WordSet& stop_words_;
    bool stem_;
    std::int32_t token_index_ = 0;  // in its row
    std::size_t cut_until_ = 0;     // no abbreviation begins before
    base::Buffer<std::uint8_t> token_;
    terms::TermIndex words_;
    std::vector<std::int32_t> of_words_;  // the number of each word's term, or k_stop_word
    terms::TermIndex terms_;
};

}  // namespace

SentenceTerms sentence_terms(const std::vector<base::TextView>& texts, const WordSet& stop_words, bool stem) {
    SentenceTerms out;
    Collector collector(out, stop_words, stem);
    for (const base::TextView& text : texts)
        base::with_code_points(text, [&](const auto* codes) { collector.add_row(codes, text.length); });
    return out;
}

std::vector<std::int64_t> sentence_costs(const std::vector<base::TextView>& texts) {
    std::vector<std::int64_t> costs;
    costs.reserve(3 * texts.size());
    for (const base::TextView& text : texts) {
        std::int64_t words = 0, characters = 0;
        base::with_code_points(text, [&](const auto* codes) {
            bool inside = false;
            base::poll_interrupt(4 * text.length);
            for (std::size_t i = 0; i < text.length; ++i) {
                const bool space = base::unicode::is_space(codes[i]);
                words += !space && !inside;
                characters += !space;
                inside = !space;
            }
        });
        costs.insert(costs.end(), {1, words, characters + words});
    }
    return costs;
}

CountedRows count_terms(const std::int64_t* starts, std::size_t n_rows, const std::int32_t* ids) {
    CountedRows out;
    std::vector<std::int32_t> row;
    for (std::size_t i = 0; i < n_rows; ++i) {
        row.assign(ids + starts[i], ids + starts[i + 1]);
        std::sort(row.begin(), row.end());
        for (std::size_t k = 0; k < row.size(); ++k) {
            if (k == 0 || row[k] != row[k - 1]) {
                out.ids.push_back(row[k]);
                out.counts.push_back(1.0);
            } else {
                out.counts.back() += 1.0;
            }
        }
        out.starts.push_back(static_cast<std::int64_t>(out.ids.size()));
    }
    return out;
}

}  // namespace newsnlp::summaries
