// Quicksort with vector partitions, short pieces by a bitonic network in registers (Batcher 1968; the partition by
// compressed stores after Gueron and Krasnov 2016, Bramas 2017, here with one side written to scratch space).
#include "core/simd.hpp"

#if defined(__x86_64__)
// GCC 12 takes the undefined lanes of its own intrinsics for mistakes (GCC bug 105593).
#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic ignored "-Wuninitialized"
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"
#endif
#include <immintrin.h>

#include "core/simd_avx512.hpp"

namespace newsnlp::simd {
namespace {

// Vectors of sixteen 32-bit keys.
struct Narrow {
    using Key = std::uint32_t;
    static constexpr std::size_t lanes = 16;
    static constexpr Key highest = 0xFFFFFFFF;

    NEWSNLP_AVX512 static __m512i set(Key key) { return _mm512_set1_epi32(static_cast<int>(key)); }
    NEWSNLP_AVX512 static __m512i load(const Key* keys) { return _mm512_loadu_si512(keys); }
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
    // Lanes in reverse, and compared with the lane that lies `distance` away.
    NEWSNLP_AVX512 static __m512i reverse(__m512i v) {
        return _mm512_permutexvar_epi32(_mm512_setr_epi32(15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0), v);
    }
    NEWSNLP_AVX512 static __m512i exchange(__m512i v, __m512i other, std::uint32_t upper) {
        return _mm512_mask_max_epu32(_mm512_min_epu32(v, other), static_cast<__mmask16>(upper), v, other);
    }
    // A bitonic sequence to a rising one.
    NEWSNLP_AVX512 static __m512i merge(__m512i v) {
        v = exchange(v, _mm512_shuffle_i64x2(v, v, 0x4E), 0xFF00);
        v = exchange(v, _mm512_shuffle_i64x2(v, v, 0xB1), 0xF0F0);
        v = exchange(v, _mm512_shuffle_epi32(v, _MM_PERM_BADC), 0xCCCC);
        return exchange(v, _mm512_shuffle_epi32(v, _MM_PERM_CDAB), 0xAAAA);
    }
    NEWSNLP_AVX512 static __m512i sort(__m512i v) {
        const __m512i by_eight = _mm512_setr_epi32(7, 6, 5, 4, 3, 2, 1, 0, 15, 14, 13, 12, 11, 10, 9, 8);
        v = exchange(v, _mm512_shuffle_epi32(v, _MM_PERM_CDAB), 0xAAAA);
        v = exchange(v, _mm512_shuffle_epi32(v, _MM_PERM_ABCD), 0xCCCC);
        v = exchange(v, _mm512_shuffle_epi32(v, _MM_PERM_CDAB), 0xAAAA);
        v = exchange(v, _mm512_permutexvar_epi32(by_eight, v), 0xF0F0);
        v = exchange(v, _mm512_shuffle_epi32(v, _MM_PERM_BADC), 0xCCCC);
        v = exchange(v, _mm512_shuffle_epi32(v, _MM_PERM_CDAB), 0xAAAA);
        v = exchange(v, reverse(v), 0xFF00);
        v = exchange(v, _mm512_shuffle_i64x2(v, v, 0xB1), 0xF0F0);
        v = exchange(v, _mm512_shuffle_epi32(v, _MM_PERM_BADC), 0xCCCC);
        return exchange(v, _mm512_shuffle_epi32(v, _MM_PERM_CDAB), 0xAAAA);
    }
};

// Vectors of eight 64-bit keys.
struct Wide {
    using Key = std::uint64_t;
    static constexpr std::size_t lanes = 8;
    static constexpr Key highest = ~Key{0};

    NEWSNLP_AVX512 static __m512i set(Key key) { return _mm512_set1_epi64(static_cast<long long>(key)); }
    NEWSNLP_AVX512 static __m512i load(const Key* keys) { return _mm512_loadu_si512(keys); }
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
    NEWSNLP_AVX512 static __m512i exchange(__m512i v, __m512i other, std::uint32_t upper) {
        return _mm512_mask_max_epu64(_mm512_min_epu64(v, other), static_cast<__mmask8>(upper), v, other);
    }
    NEWSNLP_AVX512 static __m512i merge(__m512i v) {
        v = exchange(v, _mm512_shuffle_i64x2(v, v, 0x4E), 0xF0);
        v = exchange(v, _mm512_shuffle_i64x2(v, v, 0xB1), 0xCC);
        return exchange(v, _mm512_shuffle_epi32(v, _MM_PERM_BADC), 0xAA);
    }
    NEWSNLP_AVX512 static __m512i sort(__m512i v) {
        v = exchange(v, _mm512_shuffle_epi32(v, _MM_PERM_BADC), 0xAA);
        v = exchange(v, _mm512_permutexvar_epi64(_mm512_setr_epi64(3, 2, 1, 0, 7, 6, 5, 4), v), 0xCC);
        v = exchange(v, _mm512_shuffle_epi32(v, _MM_PERM_BADC), 0xAA);
        v = exchange(v, reverse(v), 0xF0);
        v = exchange(v, _mm512_shuffle_i64x2(v, v, 0xB1), 0xCC);
        return exchange(v, _mm512_shuffle_epi32(v, _MM_PERM_BADC), 0xAA);
    }
};

// Merges two sorted halves of `Count` registers.
template <typename Vector, std::size_t Count>
NEWSNLP_AVX512 inline __attribute__((always_inline)) void merge_registers(__m512i* v) {
    for (std::size_t i = 0; i < Count / 2; ++i) {
        const __m512i other = Vector::reverse(v[Count - 1 - i]);
        v[Count - 1 - i] = Vector::max(v[i], other);
        v[i] = Vector::min(v[i], other);
    }
    // The upper half came out in reverse of its lanes: each half is bitonic either way.
    for (std::size_t step = Count / 4; step > 0; step /= 2) {
        for (std::size_t base = 0; base < Count; base += 2 * step) {
            for (std::size_t i = base; i < base + step; ++i) {
                const __m512i low = Vector::min(v[i], v[i + step]);
                v[i + step] = Vector::max(v[i], v[i + step]);
                v[i] = low;
            }
        }
    }
    for (std::size_t i = 0; i < Count; ++i) v[i] = Vector::merge(v[i]);
}

template <typename Vector, std::size_t Count>
NEWSNLP_AVX512 inline __attribute__((always_inline)) void sort_registers(typename Vector::Key* keys, std::size_t count) {
    __m512i v[Count];
    for (std::size_t i = 0; i < Count; ++i) {
        const std::size_t at = i * Vector::lanes;
        v[i] = at + Vector::lanes <= count ? Vector::load(keys + at)
               : at < count                ? Vector::load_some(keys + at, count - at)
                                           : Vector::set(Vector::highest);
        v[i] = Vector::sort(v[i]);
    }
    if constexpr (Count >= 2) {
        for (std::size_t i = 0; i < Count; i += 2) merge_registers<Vector, 2>(v + i);
    }
    if constexpr (Count >= 4) {
        for (std::size_t i = 0; i < Count; i += 4) merge_registers<Vector, 4>(v + i);
    }
    if constexpr (Count >= 8) merge_registers<Vector, 8>(v);
    for (std::size_t i = 0; i < Count; ++i) {
        const std::size_t at = i * Vector::lanes;
        if (at + Vector::lanes <= count) {
            _mm512_storeu_si512(keys + at, v[i]);
        } else if (at < count) {
            Vector::store_some(keys + at, count - at, v[i]);
        }
    }
}

template <typename Vector>
NEWSNLP_AVX512 void sort_few(typename Vector::Key* keys, std::size_t count) {
    if (count < 2) return;
    if (count <= Vector::lanes) return sort_registers<Vector, 1>(keys, count);
    if (count <= 2 * Vector::lanes) return sort_registers<Vector, 2>(keys, count);
    if (count <= 4 * Vector::lanes) return sort_registers<Vector, 4>(keys, count);
    sort_registers<Vector, 8>(keys, count);
}

// Moves the keys below `pivot` to the front, the others behind them; returns how many there are. Lower keys are written
// over what has been read, the others to scratch space.
template <typename Vector>
NEWSNLP_AVX512 std::size_t partition(typename Vector::Key* keys, std::size_t count, typename Vector::Key pivot,
                                     typename Vector::Key* scratch) {
    const __m512i pivots = Vector::set(pivot);
    std::size_t low = 0;
    std::size_t high = 0;
    std::size_t i = 0;
    for (; i + Vector::lanes <= count; i += Vector::lanes) {
        const __m512i v = Vector::load(keys + i);
        const std::uint32_t less = Vector::less(v, pivots);
        const auto below = static_cast<std::size_t>(__builtin_popcount(less));
        _mm512_storeu_si512(keys + low, Vector::compress(less, v));
        _mm512_storeu_si512(scratch + high, Vector::compress(~less, v));
        low += below;
        high += Vector::lanes - below;
    }
    if (i < count) {
        const std::size_t rest = count - i;
        const std::uint32_t valid = (1U << rest) - 1;
        const __m512i v = Vector::load_some(keys + i, rest);
        const std::uint32_t less = Vector::less(v, pivots) & valid;
        const auto below = static_cast<std::size_t>(__builtin_popcount(less));
        Vector::store_some(keys + low, below, Vector::compress(less, v));
        _mm512_storeu_si512(scratch + high, Vector::compress(~less & valid, v));
        low += below;
        high += rest - below;
    }
    for (std::size_t j = 0; j < high; j += Vector::lanes) {
        const __m512i v = Vector::load(scratch + j);
        if (j + Vector::lanes <= high) {
            _mm512_storeu_si512(keys + low + j, v);
        } else {
            Vector::store_some(keys + low + j, high - j, v);
        }
    }
    return low;
}

template <typename Vector>
NEWSNLP_AVX512 void sort_keys(typename Vector::Key* keys, std::size_t count, typename Vector::Key* scratch) {
    using Key = typename Vector::Key;
    while (count > 8 * Vector::lanes) {
        // The middle one of a vector's worth of samples.
        Key samples[Vector::lanes];
        const std::size_t step = count / Vector::lanes;
        for (std::size_t i = 0; i < Vector::lanes; ++i) samples[i] = keys[i * step + step / 2];
        sort_registers<Vector, 1>(samples, Vector::lanes);
        const Key pivot = samples[Vector::lanes / 2];
        std::size_t low = partition<Vector>(keys, count, pivot, scratch);
        if (low == 0) {
            // The pivot is the lowest key: all its equals are in place once they stand in front.
            low = pivot == Vector::highest ? count : partition<Vector>(keys, count, pivot + 1, scratch);
        } else if (low <= count - low) {
            sort_keys<Vector>(keys, low, scratch);
        } else {
            // The shorter side is the one that recurs, so that the stack stays flat.
            sort_keys<Vector>(keys + low, count - low, scratch);
            count = low;
            continue;
        }
        keys += low;
        count -= low;
    }
    sort_few<Vector>(keys, count);
}

}  // namespace

NEWSNLP_AVX512 void sort_avx512(std::uint32_t* keys, std::size_t count, std::uint32_t* scratch) {
    sort_keys<Narrow>(keys, count, scratch);
}

NEWSNLP_AVX512 void sort_wide_avx512(std::uint64_t* keys, std::size_t count, std::uint64_t* scratch) {
    sort_keys<Wide>(keys, count, scratch);
}

}  // namespace newsnlp::simd
#endif
