// What all native calls share: they release the GIL and watch for Ctrl-C.
#pragma once

#include <nanobind/nanobind.h>

#include <chrono>
#include <memory>
#include <optional>
#include <string>

#include "core/terms/csr.hpp"

namespace newsnlp::bindings {

terms::Dtype parse_dtype(const std::string& name);
terms::Norm parse_norm(const std::optional<std::string>& name);

// The kernels that the machine and the environment allow now.
const simd::Kernels& current_kernels();

// Asks Python for signals, at most twenty times a second.
class SignalWatch {
  public:
    bool operator()();

  private:
    std::chrono::steady_clock::time_point last_ = std::chrono::steady_clock::now();
};

// Runs work() without the GIL; KeyboardInterrupt ends it and is raised again.
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
