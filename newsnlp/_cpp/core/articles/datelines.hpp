// Datelines and bylines: where a report comes from and who wrote it.
//
// Every rule is anchored at the start of a paragraph and reads a bounded range.
#pragma once

#include <cstddef>

#include "core/articles/line.hpp"
#include "core/articles/pattern.hpp"

namespace newsnlp::articles {

// The end of the dateline at the start of a paragraph; the paragraph's begin if there is none. `labels` means that
// several paragraphs of the text start with capitals and a colon: they name speakers, not places.
template <typename C>
std::size_t dateline_end(const Line<C>& paragraph, bool labels, Threads& threads);

// Whether a paragraph starts with capitals and a colon: a place ("DUBAI:") or a speaker ("HOST:").
template <typename C>
bool has_label(const Line<C>& paragraph, Threads& threads);

// Whether a line names the writers: "By Jane Roe and John Doe", "Jane Roe, CNN", "Jane Roe in Bern". The last form can
// be a heading too: it counts only between the headline and the first sentence (`before_body`).
template <typename C>
bool is_byline(const Line<C>& line, bool before_body, Threads& threads);

}  // namespace newsnlp::articles
