// The n-grams of texts whose words are counted, on several threads: n-grams are partitioned by their hashes and each
// thread takes one part, so that no two threads see the same n-gram and no tables are merged.
#pragma once

#include "core/terms/counting.hpp"

namespace newsnlp::terms {

// Adds the n-grams of 2 to `longest` words of rows of word nodes to the index, which has none, and returns the rows of
// words and n-grams. The n-grams are appended to the index (TermIndex::append_grams).
NodeRows add_grams_in_parts(TermIndex& index, const NodeRows& words, std::size_t longest, base::ThreadPool& pool);

}  // namespace newsnlp::terms
