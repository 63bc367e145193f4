// Numpy arrays at the border: borrowed in, owned out.
#pragma once

#include <nanobind/nanobind.h>
#include <nanobind/ndarray.h>

#include <array>
#include <cstdint>
#include <utility>
#include <vector>

#include "bindings/work.hpp"

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

// A copy of what numpy holds, which nobody can change any more.
template <typename T>
std::vector<T> take_over(const Array<T>& values) {
    return {values.data(), values.data() + values.size()};
}

}  // namespace newsnlp::bindings
