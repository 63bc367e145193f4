// A news article taken apart: headline, dateline, byline, paragraphs of the body, boilerplate, sentences.
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

// A part that is absent is empty: (0, 0). Every code point that is no white space belongs to exactly one of headline,
// dateline, byline, paragraphs and boilerplate; what belongs to the paragraphs, to exactly one of sentences and asides.
struct Parts {
    base::Range headline{};
    base::Range dateline{};
    base::Range byline{};
    std::vector<base::Range> paragraphs;   // of the body, without a dateline at the start of one
    std::vector<base::Range> boilerplate;  // what belongs to the page
    std::vector<base::Range> sentences;    // of the body
    std::vector<base::Range> asides;       // of the body what is no sentence: sub-headings, items of lists, captions
};

// Takes a text apart, in time linear in its length. `headline_end` is where a headline that is known ends; without one
// the rules look for it. A text with a word has a sentence.
Parts parse_article(const base::TextView& text, const Settings& settings, std::optional<std::size_t> headline_end);

}  // namespace newsnlp::articles
