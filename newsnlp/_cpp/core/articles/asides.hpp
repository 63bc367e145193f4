// Parts of a body that are not sentences: sub-headings, list items, captions, addresses, and credits and links within a
// paragraph.
#pragma once

#include <vector>

#include "core/articles/pattern.hpp"
#include "core/base/text.hpp"

namespace newsnlp::articles {

// Moves the sentences that are asides from `sentences` to `asides`, both in order; `paragraphs` contain them. If every
// sentence would be moved, all of them stay.
void set_asides_apart(const base::TextView& text, const std::vector<base::Range>& paragraphs,
                      std::vector<base::Range>& sentences, std::vector<base::Range>& asides, Threads& threads);

}  // namespace newsnlp::articles
