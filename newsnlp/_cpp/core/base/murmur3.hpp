// MurmurHash3_x86_32 by Austin Appleby (2011, public domain algorithm), seed 0: the hash that scikit-learn's
// HashingVectorizer maps terms to columns with. Four readable bytes must follow the string.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>

namespace newsnlp::base {

inline constexpr std::uint32_t k_murmur_c1 = 0xCC9E2D51;
inline constexpr std::uint32_t k_murmur_c2 = 0x1B873593;

inline std::uint32_t murmur3_32(const std::uint8_t* bytes, std::size_t length) noexcept {
    std::uint32_t hash = 0;
    const auto scramble = [](std::uint32_t block) { return std::rotl(block * k_murmur_c1, 15) * k_murmur_c2; };
    std::size_t i = 0;
    for (; i + 4 <= length; i += 4) {
        std::uint32_t block;
        std::memcpy(&block, bytes + i, 4);
        hash = std::rotl(hash ^ scramble(block), 13) * 5 + 0xE6546B64;
    }
    std::uint32_t tail;
    std::memcpy(&tail, bytes + i, 4);
    hash ^= scramble(tail & ((1U << (8 * (length - i))) - 1));  // scramble(0) is 0
    hash ^= static_cast<std::uint32_t>(length);
    hash ^= hash >> 16;
    hash *= 0x85EBCA6B;
    hash ^= hash >> 13;
    hash *= 0xC2B2AE35;
    return hash ^ (hash >> 16);
}

}  // namespace newsnlp::base
