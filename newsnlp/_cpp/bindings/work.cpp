#include "bindings/work.hpp"

namespace nb = nanobind;

namespace newsnlp::bindings {
namespace {

nb::capsule keep(base::Pages pages) {
    return nb::capsule(new base::Pages(std::move(pages)),
                       [](void* pointer) noexcept { delete static_cast<base::Pages*>(pointer); });
}

template <typename T>
nb::object take(base::Pages pages, std::size_t count) {
    T* data = pages.as<T>();
    return nb::cast(nb::ndarray<nb::numpy, T, nb::ndim<1>>(data, {count}, keep(std::move(pages))));
}

}  // namespace

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

CsrArrays to_arrays(terms::Csr csr) {
    const std::size_t size = csr.size;
    const std::size_t ends = csr.rows + 1;
    nb::object data = csr.dtype == terms::Dtype::float64   ? take<double>(std::move(csr.data), size)
                      : csr.dtype == terms::Dtype::float32 ? take<float>(std::move(csr.data), size)
                                                           : take<std::int64_t>(std::move(csr.data), size);
    if (csr.wide) {
        return CsrArrays(nb::make_tuple(data, take<std::int64_t>(std::move(csr.indices), size),
                                        take<std::int64_t>(std::move(csr.indptr), ends)));
    }
    return CsrArrays(nb::make_tuple(data, take<std::int32_t>(std::move(csr.indices), size),
                                    take<std::int32_t>(std::move(csr.indptr), ends)));
}

bool SignalWatch::operator()() {
    const auto now = std::chrono::steady_clock::now();
    if (now - last_ < std::chrono::milliseconds(50)) return false;
    last_ = now;
    const nb::gil_scoped_acquire held;
    return PyErr_CheckSignals() != 0;
}

}  // namespace newsnlp::bindings
