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

// Python ends a thread that asks for the GIL once the main thread has ended: by an unwinding that no destructor of C++
// may pass, and that would take the memory of threads at work. So such a thread sleeps until the process ends, as it
// does in Python itself from 3.14 on.
class WithoutGil {
  public:
    WithoutGil() noexcept : state_(PyEval_SaveThread()) {}
    ~WithoutGil();
    WithoutGil(const WithoutGil&) = delete;
    WithoutGil& operator=(const WithoutGil&) = delete;

  private:
    PyThreadState* state_;
};

// The opposite, for a moment.
class WithGil {
  public:
    WithGil() noexcept;
    ~WithGil() { PyGILState_Release(state_); }
    WithGil(const WithGil&) = delete;
    WithGil& operator=(const WithGil&) = delete;

  private:
    PyGILState_STATE state_;
};

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
        const WithoutGil free;
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
