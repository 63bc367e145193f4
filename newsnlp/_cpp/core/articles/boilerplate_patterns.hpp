// The forms of boilerplate, one pattern each.
#pragma once

#include "core/articles/pattern.hpp"

namespace newsnlp::articles {

struct BoilerplatePatterns {
    Pattern link_header;  // a line that announces links
    Pattern note;         // the beginning of an editor's note
    Patterns lines;       // whole lines, whatever their case, without bullets and brackets before them
    Patterns cased;       // whole lines, as written
    Patterns ends;        // whole lines that are recognized by their end
    Pattern tail;         // brackets at the end of a paragraph
};

// Compiled on first use.
const BoilerplatePatterns& boilerplate_patterns();

}  // namespace newsnlp::articles
