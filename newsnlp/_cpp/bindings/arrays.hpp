// The way from and to numpy arrays; no other file of the bindings uses the types of numpy arrays directly. Arrays that
// come in are borrowed while the call lasts. Arrays that go out own their memory, or are read-only views that keep the
// owner of the memory alive.
#pragma once

#include <nanobind/nanobind.h>
#include <nanobind/ndarray.h>

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "bindings/work.hpp"
#include "core/base/buffer.hpp"
#include "core/base/text.hpp"
#include "core/terms/csr.hpp"

namespace newsnlp::bindings {

template <typename T, typename Shape>
using Borrowed = nanobind::ndarray<const T, Shape, nanobind::c_contig, nanobind::device::cpu>;
template <typename T>
using Array = Borrowed<T, nanobind::ndim<1>>;
template <typename T>
using Matrix = Borrowed<T, nanobind::ndim<2>>;
using Offsets = Borrowed<std::int64_t, nanobind::shape<-1, 2>>;
using Costs = Borrowed<std::int64_t, nanobind::shape<-1, 3>>;
using Limits = std::array<std::int64_t, 3>;
using Idf = std::optional<Array<double>>;

template <typename T>
using Owned = nanobind::ndarray<nanobind::numpy, T, nanobind::ndim<1>>;
template <typename T>
using OwnedMatrix = nanobind::ndarray<nanobind::numpy, T, nanobind::ndim<2>>;
using OwnedOffsets = nanobind::ndarray<nanobind::numpy, std::int64_t, nanobind::shape<-1, 2>>;
template <typename T>
using View = nanobind::ndarray<nanobind::numpy, const T, nanobind::ndim<1>>;
template <typename T>
using MatrixView = nanobind::ndarray<nanobind::numpy, const T, nanobind::ndim<2>>;
using OffsetsView = nanobind::ndarray<nanobind::numpy, const std::int64_t, nanobind::shape<-1, 2>>;

// (data, indices, indptr); the types of the three depend on the call.
using CsrArrays = nanobind::typed<nanobind::tuple, nanobind::any, nanobind::any, nanobind::any>;

static_assert(sizeof(base::Range) == 2 * sizeof(std::int64_t));

inline void require(bool holds, const char* what) {
    if (!holds) throw nanobind::value_error(what);
}

// Moves values into an array of the given type and shape.
template <typename Result, typename Values>
Result give_as(Values values, std::initializer_list<std::size_t> shape) {
    auto kept = std::make_unique<Values>(std::move(values));
    if (kept->empty()) kept->reserve(1);  // numpy takes no null pointer
    auto* data = kept->data();
    const nanobind::capsule owner(kept.get(), [](void* p) noexcept { delete static_cast<Values*>(p); });
    kept.release();
    return Result(data, shape, owner);
}

template <typename T>
Owned<T> give(std::vector<T>&& values) {
    const std::size_t size = values.size();
    return give_as<Owned<T>>(std::move(values), {size});
}

template <typename T>
Owned<T> give(base::Buffer<T>&& values) {
    const std::size_t size = values.size();
    return give_as<Owned<T>>(std::move(values), {size});
}

template <typename Values>
auto give_matrix(Values&& values, std::size_t rows, std::size_t columns) {
    using T = std::remove_cvref_t<decltype(*values.data())>;
    return give_as<OwnedMatrix<T>>(std::move(values), {rows, columns});
}

// Begin and end are the two columns.
inline OwnedOffsets give_offsets(std::vector<base::Range>&& ranges) {
    const std::size_t size = ranges.size();
    return give_as<OwnedOffsets>(std::move(ranges), {size, 2});
}

inline Owned<std::int64_t> give_indices(const std::vector<std::size_t>& indices) {
    return give(std::vector<std::int64_t>(indices.begin(), indices.end()));
}

CsrArrays give_csr(terms::Csr csr);

// Shows values that belong to `owner`, and keeps it alive.
template <typename Result, typename T>
Result view_as(const T* values, std::initializer_list<std::size_t> shape, nanobind::handle owner) {
    static const T none{};  // numpy takes no null pointer
    return Result(values == nullptr ? &none : values, shape, owner);
}

template <typename T>
View<T> view(const std::vector<T>& values, nanobind::handle owner) {
    return view_as<View<T>>(values.data(), {values.size()}, owner);
}

// Runs `work` without the GIL and gives its vector to numpy.
template <typename Work>
auto give_unlocked(Work&& work) {
    return give(run_free(work));
}

// A copy of a numpy array, which nobody else can change.
template <typename T>
std::vector<T> take_over(const Array<T>& values) {
    return {values.data(), values.data() + values.size()};
}

// Numbers of any float dtype, as the stub names them.
struct ArrayLike : nanobind::object {
    NB_OBJECT(ArrayLike, nanobind::object, "numpy.typing.ArrayLike", [](PyObject*) { return true; })
};

// The numbers as float64: sums are made in double, and every float16 or float32 is one.
template <typename Result>
Result as_float64(const ArrayLike& values) {
    return nanobind::cast<Result>(nanobind::module_::import_("numpy").attr("ascontiguousarray")(values, "float64"));
}

// Offsets as ranges of a text of `length` code points; throws ValueError with `name` if they lie outside it.
base::Range range_of(std::int64_t begin, std::int64_t end, std::size_t length, const std::string& name);
std::vector<base::Range> ranges_of(const Offsets& offsets, std::size_t length, const std::string& name);

}  // namespace newsnlp::bindings
