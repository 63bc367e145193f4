// What the ranker knows of a sentence, a term and a pair of terms: numbers over position, length, frequency,
// similarity and surface, none of them a word.
#pragma once

#include <array>
#include <cstddef>
#include <string_view>

#include "core/ranker/document.hpp"

namespace newsnlp::ranker {

inline constexpr auto k_sentence_features = std::to_array<std::string_view>(
    {"index", "relative_index", "sentences", "words_before", "share_before", "words_of_text",
     // length
     "words", "rare_words", "word_length", "relative_words", "rare_share", "mean_words",
     // similarity
     "centroid", "near_centroid", "frequent", "walk", "lead", "opening", "previous", "next",
     // frequency
     "mean_probability", "recurrence", "mean_recurrence", "mean_rarity", "top_weight", "new_share", "new",
     "again_share", "again", "in_first", "in_lead", "single_share", "pairs_again", "pairs_again_share", "pairs_weight",
     "lead_pairs",
     // surface
     "capitals", "capital_share", "capital_recurrence", "new_capitals", "digits", "all_capitals", "opens_pronoun",
     "opens_conjunction", "opens_personal", "pronoun_share", "speech", "personal_share", "times", "negations", "modals",
     "opens_quoted", "quotes", "quoted_share", "commas", "brackets", "questions", "dashes", "end", "beginning",
     // neighbours
     "previous_words", "next_words"});

inline constexpr auto k_term_features = std::to_array<std::string_view>(
    {"count", "sentences", "first", "place", "rarity", "capital_share", "length", "digit", "nearness", "top_sentence",
     "mean_sentence", "lead", "second", "last", "words_of_text", "sentences_of_text", "pairs_again", "probability",
     // from the scores of its sentences
     "top_score", "weighted_score", "mean_score", "top_rank", "top_three", "offset"});

inline constexpr auto k_pair_features = std::to_array<std::string_view>(
    {"sentences", "first", "nearness", "left_share", "right_share", "left_rarity", "right_rarity", "left_capitals",
     "right_capitals", "words_of_text", "left_value", "right_value", "value", "left_score", "right_score"});

// Writes one row of features a sentence.
void sentence_features(const base::TextView& text, const Document& document, float* out);

// Writes one row a term, given a score for each sentence.
void term_features(const Document& document, const float* scores, float* out);

// Writes one row a pair, given also a value for each term.
void pair_features(const Document& document, const float* scores, const float* values, float* out);

}  // namespace newsnlp::ranker
