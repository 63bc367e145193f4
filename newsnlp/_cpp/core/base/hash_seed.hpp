// Hashes for tables of untrusted strings: keyed by random numbers for each process, so that nobody can choose strings
// that collide. No result depends on them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace newsnlp::base {

struct HashSeed {
    std::uint64_t low;
    std::uint64_t high;
};
extern const HashSeed k_hash_seed;

// The two halves of the 128-bit product folded: one multiplication mixes all bits (wyhash by Wang Yi, public domain).
inline std::uint64_t mix(std::uint64_t a, std::uint64_t b) noexcept {
    const unsigned __int128 product = static_cast<unsigned __int128>(a) * b;
    return static_cast<std::uint64_t>(product >> 64) ^ static_cast<std::uint64_t>(product);
}

// One multiplication turns numbers at equal steps, such as the nodes of a long n-gram, into products at equal steps:
// for one seed in forty these crowd into few slots. The second one scatters them for every seed.
inline std::uint64_t hash_number(std::uint64_t number) noexcept {
    return mix(mix(number ^ k_hash_seed.low, k_hash_seed.high), 0x9E3779B97F4A7C15ULL);
}

// For containers: allows lookup of strings by views.
struct StringHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const noexcept {
        std::uint64_t hash = text.size();
        std::size_t i = 0;
        std::uint64_t eight;
        for (; i + 8 <= text.size(); i += 8) {
            std::memcpy(&eight, text.data() + i, 8);
            hash = mix(hash ^ eight ^ k_hash_seed.low, k_hash_seed.high);
        }
        eight = 0;
        std::memcpy(&eight, text.data() + i, text.size() - i);
        return mix(hash ^ eight ^ k_hash_seed.high, k_hash_seed.low);
    }
};
struct NumberHash {
    std::size_t operator()(std::uint64_t number) const noexcept { return hash_number(number); }
};

}  // namespace newsnlp::base
