// The nodes of an index in the order of their strings, without making the strings of n-grams.
#pragma once

#include "core/base/threads.hpp"
#include "core/simd/kernels.hpp"
#include "core/terms/term_index.hpp"

namespace newsnlp::terms {

// Returns the marked nodes in the order of their names by code point. A blank sorts before every byte of a word, so the
// order of names is that of the words' ranks, one word after another. No n-gram is longer than `longest`.
base::Buffer<std::uint32_t> sort_nodes(const TermIndex& index, const base::Buffer<std::uint8_t>& marks,
                                       std::size_t longest, const simd::Kernels& kernels, base::ThreadPool& pool);

}  // namespace newsnlp::terms
