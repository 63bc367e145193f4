// Hashing of texts for the vectorizers.
#include "core/terms/hashing.hpp"

#include <nanobind/nanobind.h>
#include <nanobind/stl/optional.h>
#include <nanobind/stl/string.h>

#include <optional>
#include <string>

#include "bindings/analysis.hpp"
#include "bindings/arrays.hpp"

namespace nb = nanobind;
using namespace nb::literals;

namespace newsnlp::bindings {
namespace {

constexpr std::size_t k_index_limit = 0x7FFFFFFF;
using Name = std::optional<std::string>;

CsrArrays hash(nb::handle texts, const terms::Analysis& analysis, std::int64_t n_features, bool alternate_sign,
               bool binary, const Name& norm, const std::string& dtype, std::size_t n_threads,
               std::size_t index_limit) {
    if (n_features < 1 || n_features > 0x7FFFFFFF) {
        throw nb::value_error(
            ("`n_features` must be an int from 1 to 2**31 - 1, got " + std::to_string(n_features)).c_str());
    }
    terms::HashOptions options;
    options.features = static_cast<std::uint32_t>(n_features);
    options.alternate_sign = alternate_sign;
    options.dtype = parse_dtype(dtype);
    options.index_limit = index_limit;
    options.weighting.binary = binary;
    options.weighting.norm = parse_norm(norm);
    const CollectedTexts views = view_for(analysis, texts);
    const simd::Kernels& kernels = current_kernels();
    try {
        return give_csr(run_free(n_threads, [&](base::ThreadPool& pool) {
            return terms::hash_texts(views.core(), analysis, options, kernels, pool);
        }));
    } catch (const terms::SurrogateError& error) {
        // Python's own words: what str.encode says of the term.
        decode_str(error.term).attr("encode")("utf-8");
        throw;
    }
}

}  // namespace

void bind_hashing(nb::module_& m) {
    m.def(
        "simd_level", [] { return simd::level_name(simd::level()); },
        "Return the vector instructions in use: 'avx512', 'avx2' or 'scalar'.");
    m.def("hash_texts", &hash, "texts"_a.none(), "analysis"_a, nb::kw_only(), "n_features"_a = 1 << 20,
          "alternate_sign"_a = true, "binary"_a = false, "norm"_a = nb::none(), "dtype"_a = "float64",
          "n_threads"_a = 1, "index_limit"_a = k_index_limit, "Return (data, indices, indptr) of hashed terms.");
}

}  // namespace newsnlp::bindings
