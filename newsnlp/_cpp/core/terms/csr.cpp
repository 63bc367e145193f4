#include "core/terms/csr.hpp"

#include <algorithm>
#include <cstring>
#include <stdexcept>

#include "core/base/sizes.hpp"

namespace newsnlp::terms {
namespace {

constexpr std::size_t k_chunk_texts = 1024;

}  // namespace

std::vector<std::size_t> make_chunks(const Texts& texts, const base::ThreadPool& pool) {
    std::vector<std::size_t> chunks{0};
    std::size_t length = 0;
    for (std::size_t i = 0; i < texts.count; ++i) {
        length += texts.length(i);
        if (length >= pool.grain() || i + 1 - chunks.back() >= k_chunk_texts || i + 1 == texts.count) {
            chunks.push_back(i + 1);
            length = 0;
        }
    }
    return chunks;
}

void RowScratch::add_row(const std::uint32_t* row, const std::int32_t* row_counts, std::size_t count, Dtype dtype,
                         const Weighting& weighting, const simd::Kernels& kernels) {
    if (count > UINT32_MAX) throw std::length_error("a text has more than 2**32 - 1 distinct terms");
    std::uint32_t* added = indices.extend(count);
    if (count > 0) std::memcpy(added, row, count * sizeof(std::uint32_t));
    std::uint8_t* values = data.extend(base::checked_multiply(count, item_size(dtype)));
    switch (dtype) {
        case Dtype::float64:
            weigh_row(row, row_counts, count, weighting, kernels, reinterpret_cast<double*>(values));
            break;
        case Dtype::float32:
            weigh_row(row, row_counts, count, weighting, kernels, reinterpret_cast<float*>(values));
            break;
        case Dtype::int64:
            weigh_row(row, row_counts, count, weighting, kernels, reinterpret_cast<std::int64_t*>(values));
            break;
    }
    sizes.push_back(static_cast<std::uint32_t>(count));
}

void RowScratch::add_terms(const std::uint32_t* nodes, std::size_t count, const std::uint32_t* column_of,
                           const simd::Kernels& kernels, Dtype dtype, const Weighting& weighting) {
    terms.resize(count);
    columns.resize(count);
    counts.resize(count);
    std::size_t known = count;
    if (column_of != nullptr) {
        known = kernels.translate(nodes, count, column_of, terms.data());
    } else if (count > 0) {
        std::memcpy(terms.data(), nodes, count * sizeof(std::uint32_t));
    }
    kernels.sort(terms.data(), known, columns.data());
    while (known > 0 && terms[known - 1] == simd::k_dropped) --known;  // nodes that are not terms come last
    const std::size_t runs = kernels.run_lengths(terms.data(), known, columns.data(), counts.data());
    add_row(columns.data(), reinterpret_cast<const std::int32_t*>(counts.data()), runs, dtype, weighting, kernels);
}

CsrBuilder::CsrBuilder(std::size_t rows, std::size_t most, Dtype dtype, bool small) : small_(small) {
    csr_.dtype = dtype;
    csr_.rows = rows;
    const std::size_t bytes = base::checked_multiply(base::checked_add(rows, 1), sizeof(std::int64_t));
    csr_.indptr = base::Pages(bytes, base::Pages::Kind::lasting);
    csr_.indptr.back(bytes);
    csr_.indptr.as<std::int64_t>()[0] = 0;
    room_ = most;
    if (!small) reserve();
}

// The bound may be far above the actual size. A system that does not grant so much address space may still grant
// enough.
void CsrBuilder::reserve() {
    constexpr std::size_t k_least = std::size_t{1} << 20;
    for (;; room_ /= 2) {
        try {
            const std::size_t bytes = base::checked_multiply(room_, item_size(csr_.dtype));
            csr_.data = base::Pages(bytes, base::Pages::Kind::lasting);
            csr_.indices = base::Pages(room_ * sizeof(std::uint32_t), base::Pages::Kind::lasting);
            return;
        } catch (const std::bad_alloc&) {
            csr_.data = base::Pages();
            if (room_ < k_least) throw;
        }
    }
}

void CsrBuilder::publish(base::ThreadPool& pool, std::size_t chunk, std::size_t first, const RowScratch& scratch) {
    const std::size_t count = scratch.indices.size();
    std::size_t offset = 0;
    pool.in_turn(chunk, [&] {
        if (count > room_ - csr_.size) throw std::bad_alloc();
        offset = csr_.size;
        csr_.size += count;
        if (small_) {
            csr_.data = base::Pages(count * item_size(csr_.dtype), base::Pages::Kind::lasting);
            csr_.indices = base::Pages(count * sizeof(std::uint32_t), base::Pages::Kind::lasting);
        }
        csr_.data.back(csr_.size * item_size(csr_.dtype));
        csr_.indices.back(csr_.size * sizeof(std::uint32_t));
    });
    if (count > 0) {
        std::memcpy(csr_.data.as<std::uint8_t>() + offset * item_size(csr_.dtype), scratch.data.data(),
                    count * item_size(csr_.dtype));
        std::memcpy(csr_.indices.as<std::uint32_t>() + offset, scratch.indices.data(), count * sizeof(std::uint32_t));
    }
    auto* indptr = csr_.indptr.as<std::int64_t>();
    auto end = static_cast<std::int64_t>(offset);
    for (std::size_t i = 0; i < scratch.sizes.size(); ++i) {
        end += scratch.sizes[i];
        indptr[first + 1 + i] = end;
    }
}

Csr CsrBuilder::finish(std::size_t index_limit) {
    csr_.wide = csr_.size > std::min(index_limit, std::size_t{0x7FFFFFFF});
    auto* wide = csr_.indptr.as<std::int64_t>();
    if (csr_.wide) {
        base::Pages indices(base::checked_multiply(csr_.size, sizeof(std::int64_t)), base::Pages::Kind::lasting);
        std::copy_n(csr_.indices.as<std::uint32_t>(), csr_.size, indices.as<std::int64_t>());
        csr_.indices = std::move(indices);
    } else {
        auto* narrow = csr_.indptr.as<std::int32_t>();
        for (std::size_t i = 0; i <= csr_.rows; ++i) {
            std::int64_t end;
            std::memcpy(&end, wide + i, sizeof end);
            const auto short_end = static_cast<std::int32_t>(end);
            std::memcpy(narrow + i, &short_end, sizeof short_end);
        }
        csr_.indptr.shrink((csr_.rows + 1) * sizeof(std::int32_t));
        csr_.indices.shrink(csr_.size * sizeof(std::int32_t));
    }
    csr_.data.shrink(csr_.size * item_size(csr_.dtype));
    return std::move(csr_);
}

}  // namespace newsnlp::terms
