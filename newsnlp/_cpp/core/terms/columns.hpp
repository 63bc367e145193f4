// The terms that a fit keeps, in column order, and the matrix of its texts.
#pragma once

#include <memory>

#include "core/terms/counting.hpp"

namespace newsnlp::terms {

class Columns {
  public:
    // The terms that occur in at least `min_df` and at most `max_df` texts, by name.
    Columns(std::shared_ptr<const TermCounts> counts, std::int64_t min_df, std::int64_t max_df,
            const simd::Kernels& kernels, base::ThreadPool& pool);
    // A subset of other columns, by ascending index.
    Columns(const Columns& other, const std::int64_t* positions, std::size_t count);

    std::size_t size() const noexcept { return nodes_.size(); }
    const TermCounts& counts() const noexcept { return *counts_; }
    // Node of each column.
    const base::Buffer<std::uint32_t>& nodes() const noexcept { return nodes_; }

  private:
    std::shared_ptr<const TermCounts> counts_;
    base::Buffer<std::uint32_t> nodes_;
};

// The matrix of rows taken from the counts that the columns were chosen from. Memory moves from the rows to the matrix
// piece by piece.
Csr make_rows(NodeRows rows, const Columns& columns, const CountOptions& options, const simd::Kernels& kernels,
              base::ThreadPool& pool);

}  // namespace newsnlp::terms
