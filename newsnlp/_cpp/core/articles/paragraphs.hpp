// Paragraphs of a text: separated by blank lines, and by line breaks that are not just wrapping.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "core/base/text.hpp"

namespace newsnlp::articles {

enum class LineBreaks : std::uint8_t {
    k_auto,      // a single line break ends a paragraph unless the line goes on, or the text is hard-wrapped
    k_sentence,  // every line break ends a paragraph
    k_space      // only a blank line does
};

// Returns the paragraphs in order, without the white space around them; none is empty.
//
// A blank line always ends a paragraph. With k_auto a line goes on if the next one begins with "'s", or in lower case
// after 60 code points or a comma, and there is no sentence-ending mark in between. A text counts as hard-wrapped when
// at least a fifth of the breaks between two lines of text are run-ons: the line has 25 to 120 code points and no
// sentence-ending mark, and the next line goes on in lower case. In such a text a break is a blank if it is a run-on,
// however short the line, or if the line is full: with the next line's first word it would be longer than the widest
// line of its block. A line that begins with a bullet, or is indented more than the line before, starts a new
// paragraph.
std::vector<base::Range> find_paragraphs(const base::TextView& text, LineBreaks line_breaks);

}  // namespace newsnlp::articles
