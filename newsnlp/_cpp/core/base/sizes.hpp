// Sizes computed from a caller's input, which must not wrap around.
#pragma once

#include <cstddef>
#include <limits>
#include <new>

namespace newsnlp::base {

inline constexpr std::size_t k_most_bytes = std::numeric_limits<std::size_t>::max() / 2;

// Throw std::bad_alloc if the result does not fit a size: no memory is that large.
inline std::size_t checked_add(std::size_t a, std::size_t b) {
    std::size_t sum;
    if (__builtin_add_overflow(a, b, &sum)) throw std::bad_alloc();
    return sum;
}
inline std::size_t checked_multiply(std::size_t a, std::size_t b) {
    std::size_t product;
    if (__builtin_mul_overflow(a, b, &product)) throw std::bad_alloc();
    return product;
}

// For bounds: return the largest size if the result does not fit one.
inline std::size_t saturating_add(std::size_t a, std::size_t b) noexcept {
    std::size_t sum;
    return __builtin_add_overflow(a, b, &sum) ? std::numeric_limits<std::size_t>::max() : sum;
}
inline std::size_t saturating_multiply(std::size_t a, std::size_t b) noexcept {
    std::size_t product;
    return __builtin_mul_overflow(a, b, &product) ? std::numeric_limits<std::size_t>::max() : product;
}

}  // namespace newsnlp::base
