#include "core/terms/weighting.hpp"

#include <array>
#include <cmath>
#include <type_traits>

namespace newsnlp::terms {
namespace {

// 1 + ln(count): the logarithm is rounded to the type of the matrix before 1 is added, as in numpy.
template <typename Value>
Value damped(std::int32_t count) {
    static const std::array<Value, 64> table = [] {
        std::array<Value, 64> values{};
        for (std::size_t i = 1; i < values.size(); ++i) values[i] = std::log(static_cast<Value>(i)) + Value{1};
        return values;
    }();
    if (count >= 0 && count < 64) return table[static_cast<std::size_t>(count)];
    return std::log(static_cast<Value>(count)) + Value{1};
}

template <typename Value>
double norm_of(const Value* values, std::size_t count, Norm norm, const simd::Kernels& kernels) {
    if constexpr (std::is_same_v<Value, double>) {
        if (norm == Norm::l2) return std::sqrt(kernels.sum_squares(values, count));
    }
    double sum = 0.0;
    for (std::size_t i = 0; i < count; ++i) {
        sum +=
            norm == Norm::l2 ? static_cast<double>(values[i] * values[i]) : std::fabs(static_cast<double>(values[i]));
    }
    return norm == Norm::l2 ? std::sqrt(sum) : sum;
}

template <typename Value>
void divide(Value* values, std::size_t count, double divisor, const simd::Kernels& kernels) {
    if constexpr (std::is_same_v<Value, double>) {
        kernels.divide(values, count, divisor);
    } else {
        for (std::size_t i = 0; i < count; ++i) {
            values[i] = static_cast<Value>(static_cast<double>(values[i]) / divisor);
        }
    }
}

}  // namespace

double damped_count(std::uint32_t count) { return damped<double>(static_cast<std::int32_t>(count)); }

template <typename Value>
void weigh_row(const std::uint32_t* columns, const std::int32_t* counts, std::size_t count, const Weighting& weighting,
               const simd::Kernels& kernels, Value* out) {
    if (weighting.binary) {
        for (std::size_t i = 0; i < count; ++i) out[i] = Value{1};
    } else {
        for (std::size_t i = 0; i < count; ++i) out[i] = static_cast<Value>(counts[i]);
    }
    if constexpr (std::is_floating_point_v<Value>) {
        if (weighting.sublinear) {
            for (std::size_t i = 0; i < count; ++i) {
                out[i] = weighting.binary ? Value{1} : damped<Value>(counts[i]);
            }
        }
        if (weighting.idf != nullptr) {
            for (std::size_t i = 0; i < count; ++i) out[i] *= static_cast<Value>(weighting.idf[columns[i]]);
        }
        if (weighting.norm == Norm::none) return;
        const double norm = norm_of(out, count, weighting.norm, kernels);
        if (norm == 0.0) return;
        divide(out, count, norm, kernels);
    }
}

template void weigh_row(const std::uint32_t*, const std::int32_t*, std::size_t, const Weighting&, const simd::Kernels&,
                        double*);
template void weigh_row(const std::uint32_t*, const std::int32_t*, std::size_t, const Weighting&, const simd::Kernels&,
                        float*);
template void weigh_row(const std::uint32_t*, const std::int32_t*, std::size_t, const Weighting&, const simd::Kernels&,
                        std::int64_t*);

}  // namespace newsnlp::terms
