// A bit map of the n-grams that an index cannot have: most pairs of words of a text are not terms, and a lookup in a
// few kilobytes avoids the search through megabytes.
#pragma once

#include "core/simd/kernels.hpp"
#include "core/terms/term_index.hpp"

namespace newsnlp::terms {

class GramFilter {
  public:
    GramFilter() = default;
    explicit GramFilter(const TermIndex& index);

    // Writes the indices i for which (parents[i], lasts[i]) may be an n-gram of the index; returns how many there are.
    std::size_t match(const std::uint32_t* parents, const std::uint32_t* lasts, std::size_t count,
                      const simd::Kernels& kernels, std::uint32_t* indices) const {
        return kernels.match_pairs(parents, lasts, count, bits_.data(), shift_, indices);
    }

  private:
    std::uint32_t shift_ = 0;
    base::Buffer<std::uint32_t> bits_;
};

}  // namespace newsnlp::terms
