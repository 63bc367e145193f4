// From counts to weights within one row: scikit-learn's TfidfTransformer and normalize, operation by operation.
#pragma once

#include <cstddef>
#include <cstdint>

#include "core/simd/kernels.hpp"

namespace newsnlp::terms {

enum class Norm : std::uint8_t { none, l1, l2 };

struct Weighting {
    bool binary = false;
    bool sublinear = false;       // 1 + ln(count) for the count
    const double* idf = nullptr;  // by column
    Norm norm = Norm::none;
};

// 1 + ln(count).
double damped_count(std::uint32_t count);

template <typename Value>
void weigh_row(const std::uint32_t* columns, const std::int32_t* counts, std::size_t count, const Weighting& weighting,
               const simd::Kernels& kernels, Value* out);

extern template void weigh_row(const std::uint32_t*, const std::int32_t*, std::size_t, const Weighting&,
                               const simd::Kernels&, double*);
extern template void weigh_row(const std::uint32_t*, const std::int32_t*, std::size_t, const Weighting&,
                               const simd::Kernels&, float*);
extern template void weigh_row(const std::uint32_t*, const std::int32_t*, std::size_t, const Weighting&,
                               const simd::Kernels&, std::int64_t*);

}  // namespace newsnlp::terms
