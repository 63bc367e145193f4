#include "bindings/work.hpp"

#include <thread>

namespace nb = nanobind;

namespace newsnlp::bindings {
namespace {

// Returns what `take` does, or never.
template <typename Take>
auto take_gil(Take&& take) noexcept {
    try {
        return take();
    } catch (...) {  // pthread_exit
        for (;;) std::this_thread::sleep_for(std::chrono::hours(1));
    }
}

}  // namespace

WithoutGil::~WithoutGil() {
    take_gil([this] { PyEval_RestoreThread(state_); });
}

WithGil::WithGil() noexcept : state_(take_gil([] { return PyGILState_Ensure(); })) {}

terms::Dtype parse_dtype(const std::string& name) {
    if (name == "float64") return terms::Dtype::float64;
    if (name == "float32") return terms::Dtype::float32;
    if (name == "int64") return terms::Dtype::int64;
    throw nb::value_error(("`dtype` must be one of 'float64', 'float32', 'int64', got '" + name + "'").c_str());
}

terms::Norm parse_norm(const std::optional<std::string>& name) {
    if (!name) return terms::Norm::none;
    if (*name == "l1") return terms::Norm::l1;
    if (*name == "l2") return terms::Norm::l2;
    throw nb::value_error(("`norm` must be one of 'l1', 'l2', None, got '" + *name + "'").c_str());
}

const simd::Kernels& current_kernels() { return simd::kernels(simd::level()); }

bool SignalWatch::operator()() {
    const auto now = std::chrono::steady_clock::now();
    if (now - last_ < std::chrono::milliseconds(50)) return false;
    last_ = now;
    const WithGil held;
    return PyErr_CheckSignals() != 0;
}

}  // namespace newsnlp::bindings
