// A news article split into its parts: headline, dateline, byline, paragraphs of the body, boilerplate, sentences.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "core/articles/paragraphs.hpp"
#include "core/base/text.hpp"

namespace newsnlp::articles {

struct Settings {
    LineBreaks line_breaks = LineBreaks::k_auto;
    std::vector<std::u32string> abbreviations;  // as split_sentences takes them
};

// An absent part is (0, 0). Every code point other than white space belongs to exactly one of headline, dateline,
// byline, paragraphs and boilerplate, and within the paragraphs to exactly one of sentences and asides.
struct Parts {
    base::Range headline{};
    base::Range dateline{};
    base::Range byline{};
    std::vector<base::Range> paragraphs;   // of the body, without a dateline at the start of one
    std::vector<base::Range> boilerplate;  // what belongs to the page
    std::vector<base::Range> sentences;    // of the body
    std::vector<base::Range> asides;  // parts of the body that are no sentences: sub-headings, list items, captions
};

// Splits a text into its parts, in time linear in its length. `headline_end` is where a known headline ends; without
// one, the rules look for a headline. A text with a word has a sentence.
Parts parse_article(const base::TextView& text, const Settings& settings, std::optional<std::size_t> headline_end);

}  // namespace newsnlp::articles
