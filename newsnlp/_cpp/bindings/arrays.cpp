#include "bindings/arrays.hpp"

#include <string>

namespace nb = nanobind;

namespace newsnlp::bindings {
namespace {

template <typename T>
nb::object give_pages(base::Pages pages, std::size_t count) {
    T* data = pages.as<T>();
    const nb::capsule owner(new base::Pages(std::move(pages)),
                            [](void* pointer) noexcept { delete static_cast<base::Pages*>(pointer); });
    return nb::cast(Owned<T>(data, {count}, owner));
}

}  // namespace

CsrArrays give_csr(terms::Csr csr) {
    const std::size_t size = csr.size;
    const std::size_t ends = csr.rows + 1;
    nb::object data = csr.dtype == terms::Dtype::float64   ? give_pages<double>(std::move(csr.data), size)
                      : csr.dtype == terms::Dtype::float32 ? give_pages<float>(std::move(csr.data), size)
                                                           : give_pages<std::int64_t>(std::move(csr.data), size);
    if (csr.wide) {
        return CsrArrays(nb::make_tuple(data, give_pages<std::int64_t>(std::move(csr.indices), size),
                                        give_pages<std::int64_t>(std::move(csr.indptr), ends)));
    }
    return CsrArrays(nb::make_tuple(data, give_pages<std::int32_t>(std::move(csr.indices), size),
                                    give_pages<std::int32_t>(std::move(csr.indptr), ends)));
}

base::Range range_of(std::int64_t begin, std::int64_t end, std::size_t length, const std::string& name) {
    if (begin < 0 || end < begin || static_cast<std::size_t>(end) > length)
        throw nb::value_error((name + " lies outside the text").c_str());
    return {static_cast<std::size_t>(begin), static_cast<std::size_t>(end)};
}

std::vector<base::Range> ranges_of(const Offsets& offsets, std::size_t length, const std::string& name) {
    std::vector<base::Range> ranges;
    ranges.reserve(offsets.shape(0));
    for (std::size_t i = 0; i < offsets.shape(0); ++i)
        ranges.push_back(range_of(offsets(i, 0), offsets(i, 1), length, name + "[" + std::to_string(i) + "]"));
    return ranges;
}

}  // namespace newsnlp::bindings
