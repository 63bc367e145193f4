// Sparse rows at the border: checked once when they are made and immutable from then on, so that no index of theirs
// leaves an array.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "bindings/arrays.hpp"
#include "core/summaries/ranking.hpp"

namespace newsnlp::bindings {

class SparseRows {
  public:
    // Row i has ids[starts[i]] to ids[starts[i + 1] - 1] with one value each. Throws ValueError where that does not
    // hold.
    SparseRows(std::vector<std::int64_t> starts, std::vector<std::int32_t> ids, std::vector<double> values,
               std::size_t n_terms);

    std::size_t n_rows() const noexcept { return index_->starts.size() - 1; }
    std::size_t n_terms() const noexcept { return index_->n_terms; }
    const std::vector<std::int64_t>& starts() const noexcept { return index_->starts; }
    const std::vector<std::int32_t>& ids() const noexcept { return index_->ids; }
    const std::vector<double>& values() const noexcept { return values_; }
    summaries::Rows view() const noexcept {
        return {starts().data(), ids().data(), values_.data(), n_rows(), n_terms()};
    }

    SparseRows slice(std::size_t first, std::size_t last) const;
    SparseRows with_values(std::vector<double> values) const;
    std::vector<double> sums() const;
    std::vector<double> frequencies() const;
    std::vector<double> dot(const double* weights) const;

    // The numbers of an array that must have one for each row, or one for each term.
    const double* per_row(const Array<double>& numbers) const;
    const double* per_term(const Array<double>& numbers) const;

  private:
    struct Index {
        std::vector<std::int64_t> starts;
        std::vector<std::int32_t> ids;
        std::size_t n_terms;
    };
    SparseRows(std::shared_ptr<const Index> index, std::vector<double> values)
        : index_(std::move(index)), values_(std::move(values)) {}

    std::shared_ptr<const Index> index_;
    std::vector<double> values_;
};

}  // namespace newsnlp::bindings
