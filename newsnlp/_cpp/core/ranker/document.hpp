// A text for the ranker: its sentences as terms and marks, counted in one pass.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "core/articles/article.hpp"
#include "core/base/text.hpp"
#include "core/ranker/words.hpp"

namespace newsnlp::ranker {

// How rare each term is in news at large, by the low bits of its hash: from 0 (every text has it) to 255 (none has).
struct Background {
    static constexpr std::size_t k_size = 1U << 16;
    const std::uint8_t* rarity = nullptr;
};

// Throws std::invalid_argument if a background has another size.
Background view_background(const std::uint8_t* rarity, std::size_t size);

enum TokenFlag : std::uint8_t {
    k_capital_flag = 1,   // begins with a capital
    k_capitals_flag = 2,  // two capitals or more and nothing else
    k_digit_flag = 4,     // begins with a digit
    k_lower_flag = 8,     // begins with a small letter
    k_past_flag = 16,     // ends in -ed
    k_long_flag = 32      // has more than three characters
};

struct Term {
    // How many of the sentences that have a term are kept by their index.
    static constexpr std::size_t k_most_sentences = 8;

    float rarity = 0;  // 0 to 1, from the background
    std::uint32_t count = 0;
    std::uint32_t sentences = 0;  // that have it
    std::uint32_t first = 0;      // sentence
    std::uint32_t last = 0;
    std::uint16_t classes = 0;
    bool in_headline = false;
    std::array<std::uint32_t, k_most_sentences> first_sentences{};

    bool is_rare() const noexcept;
};

// Counts of everything but words in one sentence.
struct Marks {
    std::uint32_t quotes = 0, quoted = 0, commas = 0, colons = 0, brackets = 0, money = 0, newlines = 0, others = 0;
};

struct Document {
    const articles::Parts* parts = nullptr;
    std::vector<std::uint32_t> bounds;  // sentence i has the tokens bounds[i] to bounds[i + 1] - 1
    std::vector<std::uint32_t> tokens;  // terms
    std::vector<std::uint8_t> flags;    // of tokens
    std::vector<std::uint32_t> lengths;
    std::vector<Marks> marks;  // of sentences
    std::vector<Term> terms;
    bool headline = false;      // there is one that tells something
    float headline_rarity = 0;  // of its rare terms together

    std::size_t size() const noexcept { return parts->sentences.size(); }
    std::uint32_t words(std::size_t i) const noexcept { return bounds[i + 1] - bounds[i]; }
    const Term& term(std::size_t token) const noexcept { return terms[tokens[token]]; }
};

// A headline of fewer words names a section, a place or a speaker, and does not tell the news.
inline constexpr std::size_t k_fewest_headline_words = 5;

// Reads the sentences and the headline of an article, whose parts must outlive what is returned.
Document read_document(const base::TextView& text, const articles::Parts& parts, const Background& background);

// Appends the hash of every term of a text, in order: two texts share a term if they share a hash.
void hash_terms(const base::TextView& text, std::vector<std::uint64_t>& hashes);

// A term at least this rare carries meaning; below it are the function words of English.
inline constexpr float k_rare = 0.42F;

inline bool Term::is_rare() const noexcept { return rarity > k_rare; }

}  // namespace newsnlp::ranker
