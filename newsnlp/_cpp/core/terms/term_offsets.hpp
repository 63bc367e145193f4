// The offsets of the terms in a text: for explanations, one text at a time.
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

// Writes the starts of the first `most` words of a text: runs of word characters after str.lower().
void find_word_starts(const base::TextView& text, std::size_t most, base::Buffer<std::uint32_t>& starts);

}  // namespace newsnlp::terms
