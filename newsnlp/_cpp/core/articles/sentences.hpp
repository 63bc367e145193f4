// Sentences of a text by rules: where a mark ends one, and where it only belongs to a word.
#pragma once

#include <string>
#include <vector>

#include "core/articles/paragraphs.hpp"
#include "core/base/text.hpp"

namespace newsnlp::articles {

// Returns the sentences within the given stretches of the text, in order. A sentence starts at its first character that
// is no white space and ends after its last mark with the closing quotes and brackets behind it. Each stretch is read
// on its own: its end always ends a sentence.
//
// `abbreviations` are further words, in lower case and without the final period, sorted; like "etc." they end a
// sentence only before a word that often begins one.
std::vector<base::Range> split_sentences(const base::TextView& text, const std::vector<base::Range>& stretches,
                                         const std::vector<std::u32string>& abbreviations);

}  // namespace newsnlp::articles
