// What stands between the sentences of a body and is none: sub-headings, items of lists, captions, addresses, credits
// and links that run into a paragraph.
#pragma once

#include <vector>

#include "core/articles/pattern.hpp"
#include "core/base/text.hpp"

namespace newsnlp::articles {

// Moves the sentences that are asides from `sentences` to `asides`, both in order; `paragraphs` hold them. Where every
// sentence would go, all of them stay.
void set_asides_apart(const base::TextView& text, const std::vector<base::Range>& paragraphs,
                      std::vector<base::Range>& sentences, std::vector<base::Range>& asides, Threads& threads);

}  // namespace newsnlp::articles
