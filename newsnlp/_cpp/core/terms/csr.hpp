// A sparse matrix in compressed rows, like scipy.sparse.csr_matrix, and its construction from many threads.
#pragma once

#include <cstdint>
#include <vector>

#include "core/base/buffer.hpp"
#include "core/base/pages.hpp"
#include "core/base/threads.hpp"
#include "core/terms/tokens.hpp"
#include "core/terms/weighting.hpp"

namespace newsnlp::terms {

enum class Dtype : std::uint8_t { float64, float32, int64 };
inline std::size_t item_size(Dtype dtype) noexcept { return dtype == Dtype::float32 ? 4 : 8; }

struct Csr {
    Dtype dtype = Dtype::float64;
    bool wide = false;  // indices and indptr have 64 bits
    std::size_t rows = 0;
    std::size_t size = 0;  // stored values
    base::Pages data;
    base::Pages indices;
    base::Pages indptr;
};

// The rows of one chunk on their way into the matrix.
struct RowScratch {
    base::Buffer<std::uint32_t> indices;
    base::Buffer<std::uint8_t> data;
    base::Buffer<std::uint32_t> sizes;
    base::Buffer<std::uint32_t> terms;    // of one row, one an occurrence
    base::Buffer<std::uint32_t> columns;  // of one row
    base::Buffer<std::uint32_t> counts;   // of one row, int32 where a count can be negative

    void clear() noexcept {
        indices.clear();
        data.clear();
        sizes.clear();
    }
    // Weights one row of counts and appends it.
    void add_row(const std::uint32_t* row, const std::int32_t* row_counts, std::size_t count, Dtype dtype,
                 const Weighting& weighting, const simd::Kernels& kernels);
    // The same from nodes, one an occurrence, whose columns are in `column_of`; none: the nodes are columns themselves.
    void add_terms(const std::uint32_t* nodes, std::size_t count, const std::uint32_t* column_of,
                   const simd::Kernels& kernels, Dtype dtype, const Weighting& weighting);
};

// Texts in runs of about the pool's grain.
std::vector<std::size_t> make_chunks(const Texts& texts, const base::ThreadPool& pool);

class CsrBuilder {
  public:
    // `most` bounds the number of stored values: memory is reserved for them, and taken only as they come.
    CsrBuilder(std::size_t rows, std::size_t most, Dtype dtype, bool small);
    // Called by the work on a chunk whose first row is `first`.
    void publish(base::ThreadPool& pool, std::size_t chunk, std::size_t first, const RowScratch& scratch);
    // More than `index_limit` values switch the indices to 64 bits.
    Csr finish(std::size_t index_limit);

  private:
    void reserve();

    Csr csr_;
    std::size_t room_ = 0;  // in values
    bool small_;            // one chunk: memory of exactly its size
};

}  // namespace newsnlp::terms
