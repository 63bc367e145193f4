#include "core/simd/trees.hpp"

#include <bit>
#include <cstring>

#if defined(__x86_64__)
#include <immintrin.h>

#include "core/simd/avx2.hpp"
#endif

namespace newsnlp::simd {

void add_leaves_scalar(const Split* splits, std::size_t count, const double* leaves, const float* columns,
                       std::size_t stride, double* sums) {
    using Floats = float __attribute__((vector_size(k_tree_rows * sizeof(float))));
    using Bits = std::uint32_t __attribute__((vector_size(k_tree_rows * sizeof(std::uint32_t))));
    Bits bits = ~Bits{};
    for (std::size_t s = 0; s < count; ++s) {
        Floats rows;
        std::memcpy(&rows, columns + splits[s].feature * stride, sizeof rows);
        bits &= reinterpret_cast<Bits>(rows <= splits[s].threshold) | splits[s].reachable;
    }
    std::uint32_t reachable[k_tree_rows];
    std::memcpy(reachable, &bits, sizeof bits);
    for (std::size_t r = 0; r < k_tree_rows; ++r) sums[r] += leaves[std::countr_zero(reachable[r])];
}

#if defined(__x86_64__)
NEWSNLP_AVX2 void add_leaves_avx2(const Split* splits, std::size_t count, const double* leaves, const float* columns,
                                  std::size_t stride, double* sums) {
    __m256 low = _mm256_castsi256_ps(_mm256_set1_epi32(-1));
    __m256 high = low;
    for (std::size_t s = 0; s < count; ++s) {
        const float* const rows = columns + splits[s].feature * stride;
        const __m256 threshold = _mm256_set1_ps(splits[s].threshold);
        const __m256 reachable = _mm256_castsi256_ps(_mm256_set1_epi32(static_cast<int>(splits[s].reachable)));
        const __m256 low_under = _mm256_cmp_ps(_mm256_loadu_ps(rows), threshold, _CMP_LE_OQ);
        const __m256 high_under = _mm256_cmp_ps(_mm256_loadu_ps(rows + 8), threshold, _CMP_LE_OQ);
        low = _mm256_and_ps(low, _mm256_or_ps(low_under, reachable));
        high = _mm256_and_ps(high, _mm256_or_ps(high_under, reachable));
    }
    std::uint32_t bits[k_tree_rows];
    _mm256_storeu_ps(reinterpret_cast<float*>(bits), low);
    _mm256_storeu_ps(reinterpret_cast<float*>(bits + 8), high);
    for (std::size_t r = 0; r < k_tree_rows; ++r) sums[r] += leaves[_tzcnt_u32(bits[r])];
}
#endif

}  // namespace newsnlp::simd
