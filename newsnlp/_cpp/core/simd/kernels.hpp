// The inner loops that exist in several builds, and the choice among them at run time. All builds give bit-identical
// results.
#pragma once

#include <cstddef>
#include <cstdint>

#include "core/simd/trees.hpp"

namespace newsnlp::simd {

enum class Level : std::uint8_t { scalar, avx2, avx512 };

struct Kernels {
    // Splits bytes into tokens: runs of ASCII letters, digits, '_' and bytes from 0x80 on, of at least `min_letters` (1
    // or 2) bytes; ASCII capitals lowered if `lower`. Writes the tokens to `out`, one blank after each, and to `bounds`
    // the start of each token and, last, of the one that would follow; returns the number of tokens. `text` may be read
    // and `out` written k_slack bytes beyond the end; `bounds` must hold count / 2 + 2 entries and k_slack bytes.
    std::size_t (*tokenize)(const std::uint8_t* text, std::size_t count, bool lower, std::uint32_t min_letters,
                            std::uint8_t* out, std::uint32_t* bounds);
    // MurmurHash3_x86_32 with seed 0 of the spans [starts[i], nexts[i] - gap).
    void (*murmur3)(const std::uint8_t* bytes, const std::uint32_t* starts, const std::uint32_t* nexts,
                    std::uint32_t gap, std::size_t count, std::uint32_t* hashes);
    // Turns hashes into (|hash| % features) << 1 | (hash < 0), features being mask + 1, a power of two.
    void (*mask_hashes)(std::uint32_t* hashes, std::size_t count, std::uint32_t mask);
    // Turns such keys back into columns and, if `alternate`, makes the counts of negative ones negative; returns
    // whether any two neighbours have the same column.
    bool (*split_signs)(std::uint32_t* keys, std::int32_t* counts, std::size_t count, bool alternate);
    // Sorts; `scratch` holds as many and k_slack bytes.
    void (*sort)(std::uint32_t* keys, std::size_t count, std::uint32_t* scratch);
    // Sorts 64-bit keys likewise.
    void (*sort_wide)(std::uint64_t* keys, std::size_t count, std::uint64_t* scratch);
    // Writes the distinct values of sorted keys and how often each occurs; returns how many there are. Both may be
    // written k_slack bytes beyond that.
    std::size_t (*run_lengths)(const std::uint32_t* keys, std::size_t count, std::uint32_t* values,
                               std::uint32_t* lengths);
    // Sums squares in eight partial sums, sum i % 8 for value i, added in a fixed order: bit-identical in every build.
    double (*sum_squares)(const double* values, std::size_t count);
    // Divides every value.
    void (*divide)(double* values, std::size_t count, double divisor);
    // Writes map[ids[i]] for all ids where neither is `k_dropped`, in order; returns how many.
    std::size_t (*translate)(const std::uint32_t* ids, std::size_t count, const std::uint32_t* map, std::uint32_t* out);
    // Writes the indices at which neither number is `k_dropped` and the bit of the pair (pair_hash.hpp) is set; returns
    // how many. `indices` may be written k_slack bytes beyond that.
    std::size_t (*match_pairs)(const std::uint32_t* firsts, const std::uint32_t* seconds, std::size_t count,
                               const std::uint32_t* bits, std::uint32_t shift, std::uint32_t* indices);
    // Adds factors[i] times row numbers[i] to `sums`, one row after another; `stride`, the numbers a row has, is a
    // multiple of four.
    void (*add_rows)(const double* rows, std::size_t stride, const std::uint32_t* numbers, const double* factors,
                     std::size_t count, double* sums);
    // Sends k_tree_rows rows through the splits of a tree and adds each one's leaf to its sum: of the leaves that it
    // can reach, the first. Rows lie in columns of `stride` numbers, `columns` being where they begin in the first.
    void (*add_leaves)(const Split* splits, std::size_t count, const double* leaves, const float* columns,
                       std::size_t stride, double* sums);
};

inline constexpr std::uint32_t k_dropped = 0xFFFFFFFF;

const Kernels& scalar_kernels() noexcept;
#if defined(__x86_64__)
const Kernels& avx2_kernels() noexcept;
const Kernels& avx512_kernels() noexcept;
#endif

// The best level that the machine has and the environment variable NEWSNLP_SIMD allows.
Level level() noexcept;
const Kernels& kernels(Level level) noexcept;

}  // namespace newsnlp::simd
