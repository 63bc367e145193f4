// Boilerplate of news pages: links to other articles, credits, notices, share and subscribe lines.
//
// Every rule is anchored at the start of a paragraph and reads a bounded range. If a sentence could begin with the
// first words of a pattern, the pattern requires more: plain prose must never match.
#pragma once

#include <cstddef>

#include "core/articles/line.hpp"
#include "core/articles/pattern.hpp"

namespace newsnlp::articles {

// Whether a paragraph is a credit, a notice, a link, a call to the reader or page furniture.
template <typename C>
bool is_boilerplate(const Line<C>& line, Threads& threads);

// Whether a line announces links to other articles: "Read more:", "Related stories".
template <typename C>
bool is_link_header(const Line<C>& line, Threads& threads);

// Whether a line after such a header can be the headline of another article.
template <typename C>
bool is_link(const Line<C>& line);

// Where the credits or the link at the end of a paragraph begin; the end of the paragraph if there are none.
template <typename C>
std::size_t tail_begin(const Line<C>& paragraph, Threads& threads);

}  // namespace newsnlp::articles
