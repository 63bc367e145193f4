// Sorting with AVX-512.
#include "core/simd/kernels.hpp"

#if defined(__x86_64__)
// GCC 12 warns of the undefined lanes of its own intrinsics (GCC bug 105593).
#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic ignored "-Wuninitialized"
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"
#endif
#include <immintrin.h>

#include "core/simd/avx512.hpp"

#define NEWSNLP_TARGET NEWSNLP_AVX512

namespace newsnlp::simd {
namespace {

using Register = __m512i;

// Vectors of sixteen 32-bit keys.
struct Narrow {
    using Key = std::uint32_t;
    static constexpr std::size_t lanes = 16;
    static constexpr Key highest = 0xFFFFFFFF;

    NEWSNLP_AVX512 static __m512i set(Key key) { return _mm512_set1_epi32(static_cast<int>(key)); }
    NEWSNLP_AVX512 static __m512i load(const Key* keys) { return _mm512_loadu_si512(keys); }
    NEWSNLP_AVX512 static void store(Key* keys, __m512i v) { _mm512_storeu_si512(keys, v); }
    NEWSNLP_AVX512 static __m512i load_some(const Key* keys, std::size_t count) {
        return _mm512_mask_loadu_epi32(set(highest), static_cast<__mmask16>((1U << count) - 1), keys);
    }
    NEWSNLP_AVX512 static void store_some(Key* keys, std::size_t count, __m512i v) {
        _mm512_mask_storeu_epi32(keys, static_cast<__mmask16>((1U << count) - 1), v);
    }
    NEWSNLP_AVX512 static __m512i min(__m512i a, __m512i b) { return _mm512_min_epu32(a, b); }
    NEWSNLP_AVX512 static __m512i max(__m512i a, __m512i b) { return _mm512_max_epu32(a, b); }
    NEWSNLP_AVX512 static std::uint32_t less(__m512i a, __m512i b) { return _mm512_cmplt_epu32_mask(a, b); }
    NEWSNLP_AVX512 static __m512i compress(std::uint32_t mask, __m512i v) {
        return _mm512_maskz_compress_epi32(static_cast<__mmask16>(mask), v);
    }
    NEWSNLP_AVX512 static __m512i reverse(__m512i v) {
        return _mm512_permutexvar_epi32(_mm512_setr_epi32(15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0), v);
    }
    // The lower of each pair, and in the lanes of `Upper` the higher.
    template <int Upper>
    NEWSNLP_AVX512 static __m512i exchange(__m512i v, __m512i other) {
        return _mm512_mask_max_epu32(_mm512_min_epu32(v, other), __mmask16{Upper}, v, other);
    }
    // Sorts a bitonic sequence.
    NEWSNLP_AVX512 static __m512i merge(__m512i v) {
        v = exchange<0xFF00>(v, _mm512_shuffle_i64x2(v, v, 0x4E));
        v = exchange<0xF0F0>(v, _mm512_shuffle_i64x2(v, v, 0xB1));
        v = exchange<0xCCCC>(v, _mm512_shuffle_epi32(v, _MM_PERM_BADC));
        return exchange<0xAAAA>(v, _mm512_shuffle_epi32(v, _MM_PERM_CDAB));
    }
    NEWSNLP_AVX512 static __m512i sort(__m512i v) {
        const __m512i by_eight = _mm512_setr_epi32(7, 6, 5, 4, 3, 2, 1, 0, 15, 14, 13, 12, 11, 10, 9, 8);
        v = exchange<0xAAAA>(v, _mm512_shuffle_epi32(v, _MM_PERM_CDAB));
        v = exchange<0xCCCC>(v, _mm512_shuffle_epi32(v, _MM_PERM_ABCD));
        v = exchange<0xAAAA>(v, _mm512_shuffle_epi32(v, _MM_PERM_CDAB));
        v = exchange<0xF0F0>(v, _mm512_permutexvar_epi32(by_eight, v));
        v = exchange<0xCCCC>(v, _mm512_shuffle_epi32(v, _MM_PERM_BADC));
        v = exchange<0xAAAA>(v, _mm512_shuffle_epi32(v, _MM_PERM_CDAB));
        v = exchange<0xFF00>(v, reverse(v));
        v = exchange<0xF0F0>(v, _mm512_shuffle_i64x2(v, v, 0xB1));
        v = exchange<0xCCCC>(v, _mm512_shuffle_epi32(v, _MM_PERM_BADC));
        return exchange<0xAAAA>(v, _mm512_shuffle_epi32(v, _MM_PERM_CDAB));
    }
};

// Vectors of eight 64-bit keys.
struct Wide {
    using Key = std::uint64_t;
    static constexpr std::size_t lanes = 8;
    static constexpr Key highest = ~Key{0};

    NEWSNLP_AVX512 static __m512i set(Key key) { return _mm512_set1_epi64(static_cast<long long>(key)); }
    NEWSNLP_AVX512 static __m512i load(const Key* keys) { return _mm512_loadu_si512(keys); }
    NEWSNLP_AVX512 static void store(Key* keys, __m512i v) { _mm512_storeu_si512(keys, v); }
    NEWSNLP_AVX512 static __m512i load_some(const Key* keys, std::size_t count) {
        return _mm512_mask_loadu_epi64(set(highest), static_cast<__mmask8>((1U << count) - 1), keys);
    }
    NEWSNLP_AVX512 static void store_some(Key* keys, std::size_t count, __m512i v) {
        _mm512_mask_storeu_epi64(keys, static_cast<__mmask8>((1U << count) - 1), v);
    }
    NEWSNLP_AVX512 static __m512i min(__m512i a, __m512i b) { return _mm512_min_epu64(a, b); }
    NEWSNLP_AVX512 static __m512i max(__m512i a, __m512i b) { return _mm512_max_epu64(a, b); }
    NEWSNLP_AVX512 static std::uint32_t less(__m512i a, __m512i b) { return _mm512_cmplt_epu64_mask(a, b); }
    NEWSNLP_AVX512 static __m512i compress(std::uint32_t mask, __m512i v) {
        return _mm512_maskz_compress_epi64(static_cast<__mmask8>(mask), v);
    }
    NEWSNLP_AVX512 static __m512i reverse(__m512i v) {
        return _mm512_permutexvar_epi64(_mm512_setr_epi64(7, 6, 5, 4, 3, 2, 1, 0), v);
    }
    // The lower of each pair, and in the lanes of `Upper` the higher.
    template <int Upper>
    NEWSNLP_AVX512 static __m512i exchange(__m512i v, __m512i other) {
        return _mm512_mask_max_epu64(_mm512_min_epu64(v, other), __mmask8{Upper}, v, other);
    }
    NEWSNLP_AVX512 static __m512i merge(__m512i v) {
        v = exchange<0xF0>(v, _mm512_shuffle_i64x2(v, v, 0x4E));
        v = exchange<0xCC>(v, _mm512_shuffle_i64x2(v, v, 0xB1));
        return exchange<0xAA>(v, _mm512_shuffle_epi32(v, _MM_PERM_BADC));
    }
    NEWSNLP_AVX512 static __m512i sort(__m512i v) {
        v = exchange<0xAA>(v, _mm512_shuffle_epi32(v, _MM_PERM_BADC));
        v = exchange<0xCC>(v, _mm512_permutexvar_epi64(_mm512_setr_epi64(3, 2, 1, 0, 7, 6, 5, 4), v));
        v = exchange<0xAA>(v, _mm512_shuffle_epi32(v, _MM_PERM_BADC));
        v = exchange<0xF0>(v, reverse(v));
        v = exchange<0xCC>(v, _mm512_shuffle_i64x2(v, v, 0xB1));
        return exchange<0xAA>(v, _mm512_shuffle_epi32(v, _MM_PERM_BADC));
    }
};

#include "core/simd/vector_sort.inc"

}  // namespace

NEWSNLP_AVX512 void sort_avx512(std::uint32_t* keys, std::size_t count, std::uint32_t* scratch) {
    sort_keys<Narrow>(keys, count, scratch);
}

NEWSNLP_AVX512 void sort_wide_avx512(std::uint64_t* keys, std::size_t count, std::uint64_t* scratch) {
    sort_keys<Wide>(keys, count, scratch);
}

}  // namespace newsnlp::simd
#endif
