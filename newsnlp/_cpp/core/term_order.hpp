// The nodes of an index in the order of their strings, without making the strings of n-grams.
#pragma once

#include "core/crew.hpp"
#include "core/simd.hpp"
#include "core/term_index.hpp"

namespace newsnlp {

// Returns the marked nodes in the order of their names by code point. A blank sorts before every byte of a word, so the
// order of names is that of the words' ranks, one word after another. No n-gram is longer than `longest`.
Buffer<std::uint32_t> sort_nodes(const TermIndex& index, const Buffer<std::uint8_t>& marks, std::size_t longest,
                                 const simd::Kernels& kernels, Crew& crew);

}  // namespace newsnlp
