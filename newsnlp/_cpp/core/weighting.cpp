#include "core/weighting.hpp"

#include <array>
#include <cmath>
#include <type_traits>

namespace newsnlp {
namespace {

// 1 + ln(count): the logarithm is rounded to the matrix's type before 1 is added, as numpy does.
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

// Squares and sums in eight strands that are added in a fixed order: the same bits on every machine.
template <typename Value>
double norm_of(const Value* values, std::size_t count, Norm norm) {
    double strands[8] = {};
    const auto term = [norm](Value value) {
        return norm == Norm::l2 ? static_cast<double>(value * value) : std::fabs(static_cast<double>(value));
    };
    std::size_t i = 0;
    for (; i + 8 <= count; i += 8) {
        for (std::size_t j = 0; j < 8; ++j) strands[j] += term(values[i + j]);
    }
    for (std::size_t j = 0; i + j < count; ++j) strands[j] += term(values[i + j]);
    const double sum = ((strands[0] + strands[4]) + (strands[2] + strands[6])) +
                       ((strands[1] + strands[5]) + (strands[3] + strands[7]));
    return norm == Norm::l2 ? std::sqrt(sum) : sum;
}

}  // namespace

double damped_count(std::uint32_t count) { return damped<double>(static_cast<std::int32_t>(count)); }

template <typename Value>
void weigh_row(const std::uint32_t* columns, const std::int32_t* counts, std::size_t count, const Weighting& weighting,
               Value* out) {
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
        const double norm = norm_of(out, count, weighting.norm);
        if (norm == 0.0) return;
        for (std::size_t i = 0; i < count; ++i) out[i] = static_cast<Value>(static_cast<double>(out[i]) / norm);
    }
}

template void weigh_row(const std::uint32_t*, const std::int32_t*, std::size_t, const Weighting&, double*);
template void weigh_row(const std::uint32_t*, const std::int32_t*, std::size_t, const Weighting&, float*);
template void weigh_row(const std::uint32_t*, const std::int32_t*, std::size_t, const Weighting&, std::int64_t*);

}  // namespace newsnlp
