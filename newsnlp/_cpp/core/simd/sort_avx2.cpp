// Sorting with AVX2.
#include "core/simd/kernels.hpp"

#if defined(__x86_64__)
#include <immintrin.h>

#include "core/simd/avx2.hpp"

#define NEWSNLP_TARGET NEWSNLP_AVX2

namespace newsnlp::simd {
namespace {

using Register = __m256i;

NEWSNLP_AVX2 inline __m256i from_table(const std::uint32_t* lanes) {
    return _mm256_load_si256(reinterpret_cast<const __m256i*>(lanes));
}

// Lanes below `count`, of 32 bits.
NEWSNLP_AVX2 inline __m256i first_lanes(std::size_t count) {
    const __m256i iota = _mm256_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7);
    return _mm256_cmpgt_epi32(_mm256_set1_epi32(static_cast<int>(count)), iota);
}

// Vectors of eight 32-bit keys.
struct Narrow {
    using Key = std::uint32_t;
    static constexpr std::size_t lanes = 8;
    static constexpr Key highest = 0xFFFFFFFF;

    NEWSNLP_AVX2 static __m256i set(Key key) { return _mm256_set1_epi32(static_cast<int>(key)); }
    NEWSNLP_AVX2 static __m256i load(const Key* keys) {
        return _mm256_loadu_si256(reinterpret_cast<const __m256i*>(keys));
    }
    NEWSNLP_AVX2 static void store(Key* keys, __m256i v) { _mm256_storeu_si256(reinterpret_cast<__m256i*>(keys), v); }
    NEWSNLP_AVX2 static __m256i load_some(const Key* keys, std::size_t count) {
        const __m256i there = first_lanes(count);
        const __m256i v = _mm256_maskload_epi32(reinterpret_cast<const int*>(keys), there);
        return _mm256_blendv_epi8(set(highest), v, there);
    }
    NEWSNLP_AVX2 static void store_some(Key* keys, std::size_t count, __m256i v) {
        _mm256_maskstore_epi32(reinterpret_cast<int*>(keys), first_lanes(count), v);
    }
    NEWSNLP_AVX2 static __m256i min(__m256i a, __m256i b) { return _mm256_min_epu32(a, b); }
    NEWSNLP_AVX2 static __m256i max(__m256i a, __m256i b) { return _mm256_max_epu32(a, b); }
    NEWSNLP_AVX2 static std::uint32_t less(__m256i a, __m256i b) {
        const __m256i sign = set(0x80000000);
        const __m256i below = _mm256_cmpgt_epi32(_mm256_xor_si256(b, sign), _mm256_xor_si256(a, sign));
        return static_cast<std::uint32_t>(_mm256_movemask_ps(_mm256_castsi256_ps(below)));
    }
    NEWSNLP_AVX2 static __m256i compress(std::uint32_t mask, __m256i v) {
        return _mm256_permutevar8x32_epi32(v, from_table(k_lane_table.lanes[mask & 0xFF]));
    }
    NEWSNLP_AVX2 static __m256i reverse(__m256i v) {
        return _mm256_permutevar8x32_epi32(v, _mm256_setr_epi32(7, 6, 5, 4, 3, 2, 1, 0));
    }
    // The lower of each pair, and in the lanes of `Upper` the higher.
    template <int Upper>
    NEWSNLP_AVX2 static __m256i exchange(__m256i v, __m256i other) {
        return _mm256_blend_epi32(min(v, other), max(v, other), Upper);
    }
    NEWSNLP_AVX2 static __m256i merge(__m256i v) {
        v = exchange<0xF0>(v, _mm256_permute2x128_si256(v, v, 1));
        v = exchange<0xCC>(v, _mm256_shuffle_epi32(v, 0x4E));
        return exchange<0xAA>(v, _mm256_shuffle_epi32(v, 0xB1));
    }
    NEWSNLP_AVX2 static __m256i sort(__m256i v) {
        v = exchange<0xAA>(v, _mm256_shuffle_epi32(v, 0xB1));
        v = exchange<0xCC>(v, _mm256_shuffle_epi32(v, 0x1B));
        v = exchange<0xAA>(v, _mm256_shuffle_epi32(v, 0xB1));
        v = exchange<0xF0>(v, reverse(v));
        v = exchange<0xCC>(v, _mm256_shuffle_epi32(v, 0x4E));
        return exchange<0xAA>(v, _mm256_shuffle_epi32(v, 0xB1));
    }
};

// Vectors of four 64-bit keys.
struct Wide {
    using Key = std::uint64_t;
    static constexpr std::size_t lanes = 4;
    static constexpr Key highest = ~Key{0};

    NEWSNLP_AVX2 static __m256i set(Key key) { return _mm256_set1_epi64x(static_cast<long long>(key)); }
    NEWSNLP_AVX2 static __m256i load(const Key* keys) {
        return _mm256_loadu_si256(reinterpret_cast<const __m256i*>(keys));
    }
    NEWSNLP_AVX2 static void store(Key* keys, __m256i v) { _mm256_storeu_si256(reinterpret_cast<__m256i*>(keys), v); }
    NEWSNLP_AVX2 static __m256i load_some(const Key* keys, std::size_t count) {
        const __m256i there = first_lanes(2 * count);
        const __m256i v = _mm256_maskload_epi32(reinterpret_cast<const int*>(keys), there);
        return _mm256_blendv_epi8(set(highest), v, there);
    }
    NEWSNLP_AVX2 static void store_some(Key* keys, std::size_t count, __m256i v) {
        _mm256_maskstore_epi32(reinterpret_cast<int*>(keys), first_lanes(2 * count), v);
    }
    NEWSNLP_AVX2 static __m256i below(__m256i a, __m256i b) {
        const __m256i sign = set(std::uint64_t{1} << 63);
        return _mm256_cmpgt_epi64(_mm256_xor_si256(b, sign), _mm256_xor_si256(a, sign));
    }
    NEWSNLP_AVX2 static __m256i min(__m256i a, __m256i b) { return _mm256_blendv_epi8(b, a, below(a, b)); }
    NEWSNLP_AVX2 static __m256i max(__m256i a, __m256i b) { return _mm256_blendv_epi8(a, b, below(a, b)); }
    NEWSNLP_AVX2 static std::uint32_t less(__m256i a, __m256i b) {
        return static_cast<std::uint32_t>(_mm256_movemask_pd(_mm256_castsi256_pd(below(a, b))));
    }
    NEWSNLP_AVX2 static __m256i compress(std::uint32_t mask, __m256i v) {
        const std::uint32_t pairs = _pdep_u32(mask & 0xF, 0x55) * 3;  // each lane is two of 32 bits
        return _mm256_permutevar8x32_epi32(v, from_table(k_lane_table.lanes[pairs]));
    }
    NEWSNLP_AVX2 static __m256i reverse(__m256i v) { return _mm256_permute4x64_epi64(v, 0x1B); }
    template <int Upper>
    NEWSNLP_AVX2 static __m256i exchange(__m256i v, __m256i other) {
        return _mm256_blend_epi32(min(v, other), max(v, other), Upper);
    }
    NEWSNLP_AVX2 static __m256i merge(__m256i v) {
        v = exchange<0xF0>(v, _mm256_permute4x64_epi64(v, 0x4E));
        return exchange<0xCC>(v, _mm256_permute4x64_epi64(v, 0xB1));
    }
    NEWSNLP_AVX2 static __m256i sort(__m256i v) {
        v = exchange<0xCC>(v, _mm256_permute4x64_epi64(v, 0xB1));
        v = exchange<0xF0>(v, reverse(v));
        return exchange<0xCC>(v, _mm256_permute4x64_epi64(v, 0xB1));
    }
};

#include "core/simd/vector_sort.inc"

}  // namespace

NEWSNLP_AVX2 void sort_avx2(std::uint32_t* keys, std::size_t count, std::uint32_t* scratch) {
    sort_keys<Narrow>(keys, count, scratch);
}

NEWSNLP_AVX2 void sort_wide_avx2(std::uint64_t* keys, std::size_t count, std::uint64_t* scratch) {
    sort_keys<Wide>(keys, count, scratch);
}

}  // namespace newsnlp::simd
#endif
