// Where the terms of a text stand in it: for explanations, one text at a time.
#pragma once

#include <vector>

#include "core/vocabulary.hpp"

namespace newsnlp {

struct Located {
    std::uint32_t column;
    std::size_t start;  // in code points of the text as given
    std::size_t end;
};

// Every occurrence of a term of the vocabulary within the first `lead` tokens.
std::vector<Located> locate_terms(const TextView& text, const Vocabulary& vocabulary, const simd::Kernels& kernels,
                                  std::size_t lead);

}  // namespace newsnlp
