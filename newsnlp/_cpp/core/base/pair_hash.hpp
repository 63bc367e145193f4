// The bit of a GramFilter for a pair of nodes, computed by every build of the kernels.
#pragma once

#include <cstdint>

namespace newsnlp::base {

inline constexpr std::uint32_t k_pair_first = 0x9E3779B1;
inline constexpr std::uint32_t k_pair_second = 0x85EBCA77;

inline std::uint32_t hash_pair(std::uint32_t first, std::uint32_t second, std::uint32_t shift) noexcept {
    return (first * k_pair_first + second * k_pair_second) >> shift;
}

}  // namespace newsnlp::base
