// A text as the ranker reads it: its sentences as terms and pairs of terms, counted in one pass.
#pragma once

#include <cstdint>
#include <vector>

#include "core/articles/paragraphs.hpp"
#include "core/base/text.hpp"

namespace newsnlp::ranker {

// How rare each term is in news at large, by the low bits of its hash: from 0 (every text has it) to 255 (none has).
struct Background {
    static constexpr std::size_t k_size = 1U << 16;
    const std::uint8_t* rarity = nullptr;
};

enum TokenFlag : std::uint8_t {
    k_capital_flag = 1,   // begins with a capital
    k_capitals_flag = 2,  // two capitals or more and nothing else
    k_digit_flag = 4,     // begins with a digit
    k_opening_flag = 8    // the first of its sentence
};

// The classes of common English words that a feature asks for.
enum WordClass : std::uint8_t {
    k_pronoun_class = 1,      // refers back: "he", "this", "who"
    k_conjunction_class = 2,  // goes on: "but", "however"
    k_speech_class = 4,       // attributes: "said", "according"
    k_personal_class = 8,     // "I", "you"
    k_time_class = 16,        // "Monday", "June", "year"
    k_negation_class = 32,
    k_modal_class = 64
};

struct DocumentTerm {
    std::uint64_t hash = 0;
    float rarity = 0;  // 0 to 1, from the background
    std::uint32_t count = 0;
    std::uint32_t sentences = 0;  // that have it
    std::uint32_t capitals = 0;   // uses with a capital within a sentence
    std::uint32_t first = 0;      // sentence
    std::uint32_t last = 0;
    std::uint32_t place = 0;   // token number of its first use
    std::uint32_t length = 0;  // code points of its first use
    std::uint8_t classes = 0;
    bool digit = false;
};

struct DocumentPair {
    std::uint32_t left = 0;  // terms
    std::uint32_t right = 0;
    std::uint32_t sentences = 0;
    std::uint32_t first = 0;
    std::uint32_t last = 0;
    float nearness = 0;  // sum of 1 / (1 + sentence) over its sentences
};

struct Document {
    std::vector<base::Range> sentences;
    std::vector<std::uint32_t> bounds;  // sentence i has the tokens bounds[i] to bounds[i + 1] - 1
    std::vector<std::uint32_t> tokens;  // terms
    std::vector<std::uint8_t> flags;    // of tokens
    std::vector<std::uint32_t> lengths;
    std::vector<std::uint32_t> token_pairs;  // the pair that begins at a token; k_none at a sentence's last
    std::vector<DocumentTerm> terms;
    std::vector<DocumentPair> pairs;

    static constexpr std::uint32_t k_none = 0xFFFFFFFF;
    std::size_t size() const noexcept { return sentences.size(); }
    std::uint32_t words(std::size_t i) const noexcept { return bounds[i + 1] - bounds[i]; }
};

// Reads the sentences, which must lie within the text, in order.
Document read_document(const base::TextView& text, std::vector<base::Range> sentences, const Background& background);

// Appends the hash of every term of a text, in order: two texts share a term where they share a hash.
void hash_terms(const base::TextView& text, std::vector<std::uint64_t>& hashes);

}  // namespace newsnlp::ranker
