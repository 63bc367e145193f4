// Rule-based sentence splitting: which marks end a sentence, and which only belong to a word.
#pragma once

#include <string>
#include <vector>

#include "core/articles/paragraphs.hpp"
#include "core/base/text.hpp"
#include "core/base/threads.hpp"

namespace newsnlp::articles {

// Returns the sentences within the given ranges of the text, in order. A sentence starts at its first character that
// is not white space and ends after its last mark and the closing quotes and brackets that follow it. Each range is
// split on its own: its end always ends a sentence.
//
// `abbreviations` are further words, in lower case and without the final period, sorted; like "etc." they end a
// sentence only before a word that often begins one.
std::vector<base::Range> split_sentences(const base::TextView& text, const std::vector<base::Range>& ranges,
                                         const std::vector<std::u32string>& abbreviations);

// The sentences of many texts one after the other; those of text i end at ends[i].
struct SentencesOfTexts {
    std::vector<base::Range> sentences;
    std::vector<std::size_t> ends;
};

// Splits many texts on threads. Throws std::invalid_argument with the index, counted from `first`, of a text that is
// not valid UTF-8.
SentencesOfTexts split_texts(const std::vector<base::TextView>& texts, LineBreaks line_breaks,
                             const std::vector<std::u32string>& abbreviations, std::size_t first,
                             base::ThreadPool& pool);

}  // namespace newsnlp::articles
