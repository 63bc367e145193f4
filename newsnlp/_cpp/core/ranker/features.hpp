// The ranker's features of a sentence: numbers about position, length, similarity, frequency and surface, but no words.
#pragma once

#include <array>
#include <cstddef>
#include <string_view>
#include <utility>
#include <vector>

#include "core/ranker/document.hpp"
#include "core/ranker/similarity.hpp"
#include "core/simd/trees.hpp"

namespace newsnlp::ranker {

struct Features {
    // position
    float index, relative_index, sentences, words_before, share_before, words_of_text, paragraph, index_in_paragraph,
        sentences_of_paragraph, headline, dateline, breaks_before, breaks_after, glued;
    // length
    float words, characters, relative_words, mean_words, word_length, rare_words, rare_share, mean_rarity,
        previous_words, next_words;
    // similarity
    float centroid, near_centroid, frequent, lead, opening, previous, next, headline_told, in_headline, told_before,
        told_after, known_before, known_after, next_told_before;
    // frequency
    float recurrence, mean_recurrence, top_weight, new_words, new_share, in_first_share, in_lead_share, single_share;
    // names and numbers
    float capitals, capital_share, new_capitals, old_capitals, capital_recurrence, title_case, all_capitals_share,
        digits, money, previous_capitals, next_capitals, previous_title_case;
    // how it opens
    float opening_rarity, opens_name, opens_known, opens_definite, opens_pronoun, opens_demonstrative, opens_connective,
        opens_personal, opens_digit, opens_lower, first_pronoun, first_name, pronoun_first, first_verb;
    // classes of words
    float pronoun_share, personal_share, address, speech, captions, link_share, times, auxiliaries, definite,
        organizations, past;
    // who said it
    float pronoun_said, name_said, quotes, quoted_share, quote_open, opens_quoted, bare_quote, previous_quoted,
        next_quoted;
    // marks
    float ending, blank_before_end, commas, colons, brackets, other_marks, newlines, previous_ending;
};

// Every feature with its name, in the order of the columns.
inline constexpr auto k_features = std::to_array<std::pair<std::string_view, float Features::*>>(
    {{"index", &Features::index},
     {"relative_index", &Features::relative_index},
     {"sentences", &Features::sentences},
     {"words_before", &Features::words_before},
     {"share_before", &Features::share_before},
     {"words_of_text", &Features::words_of_text},
     {"paragraph", &Features::paragraph},
     {"index_in_paragraph", &Features::index_in_paragraph},
     {"sentences_of_paragraph", &Features::sentences_of_paragraph},
     {"headline", &Features::headline},
     {"dateline", &Features::dateline},
     {"breaks_before", &Features::breaks_before},
     {"breaks_after", &Features::breaks_after},
     {"glued", &Features::glued},
     {"words", &Features::words},
     {"characters", &Features::characters},
     {"relative_words", &Features::relative_words},
     {"mean_words", &Features::mean_words},
     {"word_length", &Features::word_length},
     {"rare_words", &Features::rare_words},
     {"rare_share", &Features::rare_share},
     {"mean_rarity", &Features::mean_rarity},
     {"previous_words", &Features::previous_words},
     {"next_words", &Features::next_words},
     {"centroid", &Features::centroid},
     {"near_centroid", &Features::near_centroid},
     {"frequent", &Features::frequent},
     {"lead", &Features::lead},
     {"opening", &Features::opening},
     {"previous", &Features::previous},
     {"next", &Features::next},
     {"headline_told", &Features::headline_told},
     {"in_headline", &Features::in_headline},
     {"told_before", &Features::told_before},
     {"told_after", &Features::told_after},
     {"known_before", &Features::known_before},
     {"known_after", &Features::known_after},
     {"next_told_before", &Features::next_told_before},
     {"recurrence", &Features::recurrence},
     {"mean_recurrence", &Features::mean_recurrence},
     {"top_weight", &Features::top_weight},
     {"new_words", &Features::new_words},
     {"new_share", &Features::new_share},
     {"in_first_share", &Features::in_first_share},
     {"in_lead_share", &Features::in_lead_share},
     {"single_share", &Features::single_share},
     {"capitals", &Features::capitals},
     {"capital_share", &Features::capital_share},
     {"new_capitals", &Features::new_capitals},
     {"old_capitals", &Features::old_capitals},
     {"capital_recurrence", &Features::capital_recurrence},
     {"title_case", &Features::title_case},
     {"all_capitals_share", &Features::all_capitals_share},
     {"digits", &Features::digits},
     {"money", &Features::money},
     {"previous_capitals", &Features::previous_capitals},
     {"next_capitals", &Features::next_capitals},
     {"previous_title_case", &Features::previous_title_case},
     {"opening_rarity", &Features::opening_rarity},
     {"opens_name", &Features::opens_name},
     {"opens_known", &Features::opens_known},
     {"opens_definite", &Features::opens_definite},
     {"opens_pronoun", &Features::opens_pronoun},
     {"opens_demonstrative", &Features::opens_demonstrative},
     {"opens_connective", &Features::opens_connective},
     {"opens_personal", &Features::opens_personal},
     {"opens_digit", &Features::opens_digit},
     {"opens_lower", &Features::opens_lower},
     {"first_pronoun", &Features::first_pronoun},
     {"first_name", &Features::first_name},
     {"pronoun_first", &Features::pronoun_first},
     {"first_verb", &Features::first_verb},
     {"pronoun_share", &Features::pronoun_share},
     {"personal_share", &Features::personal_share},
     {"address", &Features::address},
     {"speech", &Features::speech},
     {"captions", &Features::captions},
     {"link_share", &Features::link_share},
     {"times", &Features::times},
     {"auxiliaries", &Features::auxiliaries},
     {"definite", &Features::definite},
     {"organizations", &Features::organizations},
     {"past", &Features::past},
     {"pronoun_said", &Features::pronoun_said},
     {"name_said", &Features::name_said},
     {"quotes", &Features::quotes},
     {"quoted_share", &Features::quoted_share},
     {"quote_open", &Features::quote_open},
     {"opens_quoted", &Features::opens_quoted},
     {"bare_quote", &Features::bare_quote},
     {"previous_quoted", &Features::previous_quoted},
     {"next_quoted", &Features::next_quoted},
     {"ending", &Features::ending},
     {"blank_before_end", &Features::blank_before_end},
     {"commas", &Features::commas},
     {"colons", &Features::colons},
     {"brackets", &Features::brackets},
     {"other_marks", &Features::other_marks},
     {"newlines", &Features::newlines},
     {"previous_ending", &Features::previous_ending}});

// Features of many sentences, column by column; a column is padded with zeros to a multiple of `k_block` rows.
struct Columns {
    static constexpr std::size_t k_block = simd::k_tree_rows;
    std::size_t rows = 0;
    std::size_t stride = 0;
    std::vector<float> values;
};

// Describes every sentence of a document.
Columns describe(const base::TextView& text, const Document& document, Similarity& similarity);

}  // namespace newsnlp::ranker
