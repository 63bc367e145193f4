// Terms with fixed columns, and the texts counted by them.
#pragma once

#include <memory>
#include <mutex>
#include <string>

#include "core/terms/columns.hpp"
#include "core/terms/gram_filter.hpp"

namespace newsnlp::terms {

class Vocabulary {
  public:
    // Name i, blob[offsets[i]] to blob[offsets[i + 1] - 1], is column i. Throws std::invalid_argument on a duplicate.
    Vocabulary(Analysis analysis, const std::uint8_t* blob, const std::int64_t* offsets, std::size_t count);
    // The columns of a fit; built on first use, which releases the fit.
    explicit Vocabulary(std::shared_ptr<const Columns> columns);
    // The same terms with another analysis.
    Vocabulary(const Vocabulary& other, Analysis analysis);

    std::size_t size() const noexcept { return size_; }
    const Analysis& analysis() const noexcept { return analysis_; }
    // All names concatenated, and where each starts (size() + 1 offsets).
    void write_names(base::Buffer<std::uint8_t>& blob, base::Buffer<std::int64_t>& offsets) const;
    Csr count(const Texts& texts, const CountOptions& options, const simd::Kernels& kernels,
              base::ThreadPool& pool) const;
    // In how many of the texts each term occurs; frequencies holds size() numbers.
    void document_frequencies(const Texts& texts, const simd::Kernels& kernels, base::ThreadPool& pool,
                              std::int64_t* frequencies) const;

    struct Table {
        TermIndex index;
        base::Buffer<std::uint32_t> columns;  // by node; k_dropped for parents of terms that are not terms themselves
        base::Buffer<std::uint32_t> nodes;    // by column
        GramFilter filter;
        bool is_plain = false;  // every node is its own column
        const std::uint32_t* columns_unless_plain() const noexcept { return is_plain ? nullptr : columns.data(); }
    };
    const Table& table() const;

  private:
    Analysis analysis_;
    std::size_t size_;
    mutable std::mutex mutex_;
    mutable std::shared_ptr<const Columns> source_;
    mutable std::shared_ptr<const Table> table_;
};

}  // namespace newsnlp::terms
