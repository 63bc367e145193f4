// Where the terms of a text stand in it: for explanations, one text at a time.
#pragma once

#include <vector>

#include "core/terms/vocabulary.hpp"

namespace newsnlp::terms {

struct LocatedTerm {
    std::uint32_t column;
    std::size_t start;  // in code points of the text as given
    std::size_t end;
};

// Every occurrence of a term of the vocabulary within the first `lead` tokens.
std::vector<LocatedTerm> locate_terms(const base::TextView& text, const Vocabulary& vocabulary,
                                      const simd::Kernels& kernels, std::size_t lead);

}  // namespace newsnlp::terms
