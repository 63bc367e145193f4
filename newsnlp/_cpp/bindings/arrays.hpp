// Numpy arrays at the border: borrowed in, owned out; sparse rows checked once.
#pragma once

#include <nanobind/nanobind.h>
#include <nanobind/ndarray.h>

#include <array>
#include <cstdint>
#include <utility>
#include <vector>

#include "bindings/work.hpp"
#include "core/summaries/ranking.hpp"

namespace newsnlp::bindings {

template <typename T>
using Array = nanobind::ndarray<const T, nanobind::ndim<1>, nanobind::c_contig, nanobind::device::cpu>;
template <typename T>
using Owned = nanobind::ndarray<nanobind::numpy, T, nanobind::ndim<1>>;
using Costs = nanobind::ndarray<const std::int64_t, nanobind::shape<-1, 3>, nanobind::c_contig, nanobind::device::cpu>;
using Limits = std::array<std::int64_t, 3>;

inline void require(bool holds, const char* what) {
    if (!holds) throw nanobind::value_error(what);
}

template <typename T>
Owned<T> give(std::vector<T>&& values) {
    auto* kept = new std::vector<T>(std::move(values));
    nanobind::capsule owner(kept, [](void* p) noexcept { delete static_cast<std::vector<T>*>(p); });
    return Owned<T>(kept->data(), {kept->size()}, owner);
}

inline Owned<std::int64_t> give_rows(const std::vector<std::size_t>& rows) {
    return give(std::vector<std::int64_t>(rows.begin(), rows.end()));
}

// Runs `work` without the GIL and gives its vector to numpy.
template <typename Work>
auto give_unlocked(Work&& work) {
    return give(run_free(work));
}

// Sparse rows as Python hands them over, kept alive; checked here once, so that no index leaves its array.
class RowsIn {
  public:
    RowsIn(Array<std::int64_t> starts, Array<std::int32_t> ids, Array<double> values, std::size_t n_terms)
        : starts_(std::move(starts)), ids_(std::move(ids)), values_(std::move(values)) {
        require(starts_.size() > 0 && starts_.data()[0] == 0, "starts must begin with 0");
        rows = {starts_.data(), ids_.data(), values_.data(), starts_.size() - 1, n_terms};
        for (std::size_t i = 0; i < rows.n_rows; ++i)
            require(starts_.data()[i] <= starts_.data()[i + 1], "starts must not fall");
        const auto size = static_cast<std::size_t>(starts_.data()[rows.n_rows]);
        require(size == ids_.size() && size == values_.size(),
                "ids and values must have the length that starts ends with");
        for (std::size_t k = 0; k < size; ++k)
            require(ids_.data()[k] >= 0 && rows.term(k) < n_terms, "ids must be from 0 to below n_terms");
    }

    // The same rows with other values, such as counts.
    summaries::Rows with(const Array<double>& values) const {
        require(values.size() == values_.size(), "values must be as many as ids");
        summaries::Rows other = rows;
        other.values = values.data();
        return other;
    }
    const double* per_row(const Array<double>& values) const {
        require(values.size() == rows.n_rows, "there must be one number a row");
        return values.data();
    }
    const double* per_term(const Array<double>& values) const {
        require(values.size() == rows.n_terms, "there must be one number a term");
        return values.data();
    }

    summaries::Rows rows{};

  private:
    Array<std::int64_t> starts_;
    Array<std::int32_t> ids_;
    Array<double> values_;
};

}  // namespace newsnlp::bindings
