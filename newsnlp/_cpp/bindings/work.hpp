// What every native call on many texts does alike: let the GIL go, watch for Ctrl-C, hand arrays to numpy.
#pragma once

#include <nanobind/nanobind.h>
#include <nanobind/ndarray.h>

#include <chrono>
#include <memory>
#include <optional>
#include <string>

#include "core/terms/csr.hpp"

namespace newsnlp::bindings {

using Idf =
    std::optional<nanobind::ndarray<const double, nanobind::ndim<1>, nanobind::c_contig, nanobind::device::cpu>>;

terms::Dtype parse_dtype(const std::string& name);
terms::Norm parse_norm(const std::optional<std::string>& name);

// The kernels that this machine and the environment allow at this moment.
const simd::Kernels& current_kernels();

// (data, indices, indptr) as numpy arrays that own their memory.
using CsrArrays = nanobind::typed<nanobind::tuple, nanobind::any, nanobind::any, nanobind::any>;
CsrArrays to_arrays(terms::Csr csr);

template <typename T>
nanobind::ndarray<nanobind::numpy, T, nanobind::ndim<1>> to_array(base::Buffer<T> buffer) {
    auto* kept = new base::Buffer<T>(std::move(buffer));
    const nanobind::capsule owner(kept, [](void* pointer) noexcept { delete static_cast<base::Buffer<T>*>(pointer); });
    if (kept->empty()) kept->reserve(1);
    return {kept->data(), {kept->size()}, owner};
}

// Asks Python for signals, at most twenty times a second.
class SignalWatch {
  public:
    bool operator()();

  private:
    std::chrono::steady_clock::time_point last_ = std::chrono::steady_clock::now();
};

// Runs work() without the GIL; KeyboardInterrupt ends it and goes on as Python raised it.
template <typename Work>
auto run_free(Work&& work) {
    try {
        const nanobind::gil_scoped_release free;
        const base::InterruptScope scope([watch = SignalWatch{}]() mutable {
            if (watch()) throw base::Interrupted();
        });
        return work();
    } catch (const base::Interrupted&) {
        throw nanobind::python_error();
    }
}

// The same with threads: runs work(pool).
template <typename Work>
auto run_free(std::size_t threads, Work&& work) {
    base::ThreadPool pool(threads, SignalWatch{});
    return run_free([&] { return work(pool); });
}

}  // namespace newsnlp::bindings
