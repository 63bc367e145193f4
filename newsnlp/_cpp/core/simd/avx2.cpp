// The inner loops for AVX2 with BMI2 (Haswell, Zen and later).
#include "core/simd/kernels.hpp"

#if defined(__x86_64__)
#include <immintrin.h>

#include "core/base/murmur3.hpp"
#include "core/base/pair_hash.hpp"
#include "core/simd/avx2.hpp"

namespace newsnlp::simd {
namespace {

// Sixty-four bytes: the bytes of words as they are to be written, blanks for all others, and a bit for each byte of a
// word.
struct Block {
    std::uint8_t bytes[64];
    std::uint64_t words;
};

NEWSNLP_AVX2 inline __m256i between(__m256i bytes, char first, char count) {
    const __m256i offset = _mm256_sub_epi8(bytes, _mm256_set1_epi8(first));
    return _mm256_cmpeq_epi8(_mm256_min_epu8(offset, _mm256_set1_epi8(static_cast<char>(count - 1))), offset);
}

NEWSNLP_AVX2 inline std::uint32_t classify(__m256i bytes, bool lower, std::uint8_t* out) {
    const __m256i case_bit = _mm256_set1_epi8(0x20);
    const __m256i lowered = _mm256_or_si256(bytes, case_bit);
    const __m256i letters = between(lowered, 'a', 26);
    __m256i words = _mm256_or_si256(letters, between(bytes, '0', 10));
    words = _mm256_or_si256(words, _mm256_cmpeq_epi8(bytes, _mm256_set1_epi8('_')));
    words = _mm256_or_si256(words, _mm256_cmpgt_epi8(_mm256_setzero_si256(), bytes));
    if (lower) bytes = _mm256_blendv_epi8(bytes, lowered, letters);
    bytes = _mm256_blendv_epi8(_mm256_set1_epi8(' '), bytes, words);
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(out), bytes);
    return static_cast<std::uint32_t>(_mm256_movemask_epi8(words));
}

NEWSNLP_AVX2 inline void load_block(const std::uint8_t* text, std::size_t count, std::size_t at, bool lower,
                                    Block& block) {
    alignas(32) std::uint8_t last[64] = {};
    const std::uint8_t* source = text + at;
    if (at + 64 > count) {
        for (std::size_t i = at; i < count; ++i) last[i - at] = text[i];
        source = last;
    }
    const auto* halves = reinterpret_cast<const __m256i*>(source);
    const std::uint64_t low = classify(_mm256_loadu_si256(halves), lower, block.bytes);
    const std::uint64_t high = classify(_mm256_loadu_si256(halves + 1), lower, block.bytes + 32);
    block.words = low | (high << 32);
}

// Writes the bytes of `block` that `written` names, eight at a time: PEXT packs bytes as well as bits.
NEWSNLP_AVX2 inline std::uint8_t* compact(const std::uint8_t* block, std::uint64_t written, std::uint8_t* out) {
    for (std::size_t i = 0; i < 64; i += 8) {
        std::uint64_t eight;
        __builtin_memcpy(&eight, block + i, 8);
        const std::uint64_t set = (written >> i) & 0xFF;
        const std::uint64_t bytes = _pdep_u64(set, 0x0101010101010101ULL) * 0xFF;
        const std::uint64_t packed = _pext_u64(eight, bytes);
        __builtin_memcpy(out, &packed, 8);
        out += __builtin_popcountll(set);
    }
    return out;
}

NEWSNLP_AVX2 std::size_t tokenize(const std::uint8_t* text, std::size_t count, bool lower, std::uint32_t min_letters,
                                  std::uint8_t* out, std::uint32_t* bounds) {
    const std::uint64_t singles = min_letters == 1 ? ~std::uint64_t{0} : 0;
    const std::uint8_t* const start = out;
    std::size_t tokens = 0;
    std::uint64_t word_before = 0;
    std::uint64_t kept_before = 0;
    bounds[0] = 0;
    Block blocks[2];
    load_block(text, count, 0, lower, blocks[0]);
    for (std::size_t at = 0; at <= count; at += 64) {
        const Block& now = blocks[(at >> 6) & 1];
        Block& next = blocks[((at >> 6) + 1) & 1];
        if (at + 64 < count) {
            load_block(text, count, at + 64, lower, next);
        } else {
            next.words = 0;
            for (std::uint8_t& byte : next.bytes) byte = ' ';
        }
        // As in the build for AVX-512.
        const std::uint64_t words = now.words;
        const std::uint64_t neighbours = (words << 1) | word_before | (words >> 1) | (next.words << 63);
        const std::uint64_t kept = words & (neighbours | singles);
        const std::uint64_t blanks = ~kept & ((kept << 1) | kept_before);
        const std::uint64_t written = kept | blanks;
        word_before = words >> 63;
        kept_before = kept >> 63;
        const auto end = static_cast<std::uint32_t>(out - start);
        for (std::uint64_t ends = _pext_u64(blanks, written); ends != 0; ends &= ends - 1) {
            bounds[++tokens] = end + 1 + static_cast<std::uint32_t>(__builtin_ctzll(ends));
        }
        out = compact(now.bytes, written, out);
    }
    return tokens;
}

NEWSNLP_AVX2 inline __m256i rotate(__m256i v, int bits) {
    return _mm256_or_si256(_mm256_slli_epi32(v, bits), _mm256_srli_epi32(v, 32 - bits));
}

NEWSNLP_AVX2 inline __m256i scramble(__m256i block) {
    block = _mm256_mullo_epi32(block, _mm256_set1_epi32(static_cast<int>(base::k_murmur_c1)));
    return _mm256_mullo_epi32(rotate(block, 15), _mm256_set1_epi32(static_cast<int>(base::k_murmur_c2)));
}

// One step for the spans that have four more bytes; of the others the remaining bytes are mixed in.
NEWSNLP_AVX2 inline __m256i mix_block(__m256i hash, __m256i block, __m256i left) {
    const __m256i four = _mm256_set1_epi32(4);
    const __m256i missing =
        _mm256_slli_epi32(_mm256_max_epi32(_mm256_sub_epi32(four, left), _mm256_setzero_si256()), 3);
    block = _mm256_and_si256(block, _mm256_srlv_epi32(_mm256_set1_epi32(-1), missing));
    hash = _mm256_xor_si256(hash, scramble(block));
    const __m256i turned = rotate(hash, 13);
    const __m256i five = _mm256_add_epi32(turned, _mm256_slli_epi32(turned, 2));
    const __m256i stepped = _mm256_add_epi32(five, _mm256_set1_epi32(static_cast<int>(0xE6546B64)));
    return _mm256_blendv_epi8(hash, stepped, _mm256_cmpgt_epi32(left, _mm256_set1_epi32(3)));
}

NEWSNLP_AVX2 inline __m256i finish(__m256i hash, __m256i length) {
    hash = _mm256_xor_si256(hash, length);
    hash = _mm256_xor_si256(hash, _mm256_srli_epi32(hash, 16));
    hash = _mm256_mullo_epi32(hash, _mm256_set1_epi32(static_cast<int>(0x85EBCA6B)));
    hash = _mm256_xor_si256(hash, _mm256_srli_epi32(hash, 13));
    hash = _mm256_mullo_epi32(hash, _mm256_set1_epi32(static_cast<int>(0xC2B2AE35)));
    return _mm256_xor_si256(hash, _mm256_srli_epi32(hash, 16));
}

NEWSNLP_AVX2 inline __m256i load_two(const std::uint8_t* bytes, std::uint32_t first, std::uint32_t second) {
    return _mm256_inserti128_si256(
        _mm256_castsi128_si256(_mm_loadu_si128(reinterpret_cast<const __m128i*>(bytes + first))),
        _mm_loadu_si128(reinterpret_cast<const __m128i*>(bytes + second)), 1);
}

NEWSNLP_AVX2 inline __m256i mix_sixteen(__m256i hash, const std::uint8_t* bytes, const std::uint32_t* starts,
                                        __m256i left) {
    const __m256i a = load_two(bytes, starts[0], starts[4]);
    const __m256i b = load_two(bytes, starts[1], starts[5]);
    const __m256i c = load_two(bytes, starts[2], starts[6]);
    const __m256i d = load_two(bytes, starts[3], starts[7]);
    const __m256i ab_low = _mm256_unpacklo_epi32(a, b);
    const __m256i cd_low = _mm256_unpacklo_epi32(c, d);
    const __m256i ab_high = _mm256_unpackhi_epi32(a, b);
    const __m256i cd_high = _mm256_unpackhi_epi32(c, d);
    const __m256i four = _mm256_set1_epi32(4);
    hash = mix_block(hash, _mm256_unpacklo_epi64(ab_low, cd_low), left);
    left = _mm256_sub_epi32(left, four);
    hash = mix_block(hash, _mm256_unpackhi_epi64(ab_low, cd_low), left);
    left = _mm256_sub_epi32(left, four);
    hash = mix_block(hash, _mm256_unpacklo_epi64(ab_high, cd_high), left);
    left = _mm256_sub_epi32(left, four);
    return mix_block(hash, _mm256_unpackhi_epi64(ab_high, cd_high), left);
}

NEWSNLP_AVX2 void murmur3(const std::uint8_t* bytes, const std::uint32_t* starts, const std::uint32_t* nexts,
                          std::uint32_t gap, std::size_t count, std::uint32_t* hashes) {
    const __m256i gaps = _mm256_set1_epi32(static_cast<int>(gap));
    const __m256i sixteen = _mm256_set1_epi32(16);
    std::size_t i = 0;
    for (; i + 8 <= count; i += 8) {
        __m256i offset = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(starts + i));
        const __m256i next = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(nexts + i));
        const __m256i length = _mm256_sub_epi32(_mm256_sub_epi32(next, gaps), offset);
        __m256i hash = mix_sixteen(_mm256_setzero_si256(), bytes, starts + i, length);
        __m256i left = length;
        for (;;) {
            const __m256i longer = _mm256_cmpgt_epi32(left, sixteen);
            if (_mm256_testz_si256(longer, longer) != 0) break;
            offset = _mm256_add_epi32(offset, _mm256_and_si256(longer, sixteen));
            left = _mm256_sub_epi32(left, sixteen);
            alignas(32) std::uint32_t offsets[8];
            _mm256_store_si256(reinterpret_cast<__m256i*>(offsets), offset);
            hash = mix_sixteen(hash, bytes, offsets, left);
        }
        _mm256_storeu_si256(reinterpret_cast<__m256i*>(hashes + i), finish(hash, length));
    }
    for (; i < count; ++i) hashes[i] = base::murmur3_32(bytes + starts[i], nexts[i] - gap - starts[i]);
}

// Plain loops, which the compiler vectorizes.
NEWSNLP_AVX2 void mask_hashes(std::uint32_t* hashes, std::size_t count, std::uint32_t mask) {
    for (std::size_t i = 0; i < count; ++i) {
        const std::uint32_t negative = hashes[i] >> 31;
        hashes[i] = ((((hashes[i] ^ (0U - negative)) + negative) & mask) << 1) | negative;
    }
}

NEWSNLP_AVX2 bool split_signs(std::uint32_t* keys, std::int32_t* counts, std::size_t count, bool alternate) {
    std::uint32_t twins = 0;
    const std::uint32_t signs = alternate ? 1 : 0;
    for (std::size_t i = 0; i + 1 < count; ++i) twins |= (keys[i] ^ keys[i + 1]) < 2 ? 1U : 0U;
    for (std::size_t i = 0; i < count; ++i) {
        const auto negative = static_cast<std::int32_t>(keys[i] & signs);
        counts[i] = (counts[i] ^ -negative) + negative;
        keys[i] >>= 1;
    }
    return twins != 0;
}

NEWSNLP_AVX2 std::size_t run_lengths(const std::uint32_t* keys, std::size_t count, std::uint32_t* values,
                                     std::uint32_t* lengths) {
    std::size_t runs = 0;
    std::size_t i = 0;
    __m256i positions = _mm256_setr_epi32(1, 2, 3, 4, 5, 6, 7, 8);
    for (; i + 9 <= count; i += 8) {
        const __m256i now = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(keys + i));
        const __m256i behind = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(keys + i + 1));
        const __m256 same = _mm256_castsi256_ps(_mm256_cmpeq_epi32(now, behind));
        const auto ends = static_cast<std::uint32_t>(_mm256_movemask_ps(same)) ^ 0xFF;
        const __m256i front = _mm256_load_si256(reinterpret_cast<const __m256i*>(k_lane_table.lanes[ends]));
        _mm256_storeu_si256(reinterpret_cast<__m256i*>(values + runs), _mm256_permutevar8x32_epi32(now, front));
        _mm256_storeu_si256(reinterpret_cast<__m256i*>(lengths + runs), _mm256_permutevar8x32_epi32(positions, front));
        positions = _mm256_add_epi32(positions, _mm256_set1_epi32(8));
        runs += static_cast<std::size_t>(__builtin_popcount(ends));
    }
    for (; i < count; ++i) {
        values[runs] = keys[i];
        lengths[runs] = static_cast<std::uint32_t>(i + 1);
        runs += i + 1 == count || keys[i] != keys[i + 1];
    }
    // Turns ends into lengths, from the back, while the end before is still unchanged.
    for (std::size_t r = runs; r >= 2; --r) lengths[r - 1] -= lengths[r - 2];
    return runs;
}

NEWSNLP_AVX2 double sum_squares(const double* values, std::size_t count) {
    __m256d low = _mm256_setzero_pd();
    __m256d high = _mm256_setzero_pd();
    std::size_t i = 0;
    for (; i + 8 <= count; i += 8) {
        const __m256d a = _mm256_loadu_pd(values + i);
        const __m256d b = _mm256_loadu_pd(values + i + 4);
        low = _mm256_add_pd(low, _mm256_mul_pd(a, a));
        high = _mm256_add_pd(high, _mm256_mul_pd(b, b));
    }
    alignas(32) double rest[8] = {};
    for (std::size_t j = 0; i + j < count; ++j) rest[j] = values[i + j] * values[i + j];
    low = _mm256_add_pd(low, _mm256_load_pd(rest));
    high = _mm256_add_pd(high, _mm256_load_pd(rest + 4));
    const __m256d four = _mm256_add_pd(low, high);
    const __m128d two = _mm_add_pd(_mm256_castpd256_pd128(four), _mm256_extractf128_pd(four, 1));
    return _mm_cvtsd_f64(two) + _mm_cvtsd_f64(_mm_unpackhi_pd(two, two));
}

NEWSNLP_AVX2 void divide(double* values, std::size_t count, double divisor) {
    for (std::size_t i = 0; i < count; ++i) values[i] /= divisor;
}

NEWSNLP_AVX2 std::size_t match_pairs(const std::uint32_t* firsts, const std::uint32_t* seconds, std::size_t count,
                                     const std::uint32_t* bits, std::uint32_t shift, std::uint32_t* indices) {
    const __m256i dropped = _mm256_set1_epi32(-1);
    const __m256i one = _mm256_set1_epi32(1);
    const __m256i iota = _mm256_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7);
    const __m256i first_factor = _mm256_set1_epi32(static_cast<int>(base::k_pair_first));
    const __m256i second_factor = _mm256_set1_epi32(static_cast<int>(base::k_pair_second));
    const __m128i shifts = _mm_cvtsi32_si128(static_cast<int>(shift));
    std::size_t kept = 0;
    std::size_t i = 0;
    for (; i + 8 <= count; i += 8) {
        const __m256i a = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(firsts + i));
        const __m256i b = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(seconds + i));
        const __m256i mixed =
            _mm256_add_epi32(_mm256_mullo_epi32(a, first_factor), _mm256_mullo_epi32(b, second_factor));
        const __m256i bit = _mm256_srl_epi32(mixed, shifts);
        const __m256i words = _mm256_i32gather_epi32(reinterpret_cast<const int*>(bits), _mm256_srli_epi32(bit, 5), 4);
        const __m256i found =
            _mm256_and_si256(_mm256_srlv_epi32(words, _mm256_and_si256(bit, _mm256_set1_epi32(31))), one);
        const __m256i unknown = _mm256_or_si256(_mm256_cmpeq_epi32(a, dropped), _mm256_cmpeq_epi32(b, dropped));
        const __m256i good = _mm256_andnot_si256(unknown, _mm256_cmpeq_epi32(found, one));
        const auto set = static_cast<unsigned>(_mm256_movemask_ps(_mm256_castsi256_ps(good)));
        const __m256i lanes = _mm256_load_si256(reinterpret_cast<const __m256i*>(k_lane_table.lanes[set]));
        const __m256i numbers = _mm256_add_epi32(iota, _mm256_set1_epi32(static_cast<int>(i)));
        _mm256_storeu_si256(reinterpret_cast<__m256i*>(indices + kept), _mm256_permutevar8x32_epi32(numbers, lanes));
        kept += static_cast<std::size_t>(__builtin_popcount(set));
    }
    const std::size_t rest =
        scalar_kernels().match_pairs(firsts + i, seconds + i, count - i, bits, shift, indices + kept);
    for (std::size_t j = 0; j < rest; ++j) indices[kept + j] += static_cast<std::uint32_t>(i);
    return kept + rest;
}

}  // namespace

// Four columns at a time, each summed as the scalar build does.
NEWSNLP_AVX2 void add_rows_avx2(const double* rows, std::size_t stride, const std::uint32_t* numbers,
                                const double* factors, std::size_t count, double* sums) {
    for (std::size_t j = 0; j < stride; j += 4) {
        __m256d sum = _mm256_loadu_pd(sums + j);
        for (std::size_t i = 0; i < count; ++i) {
            const __m256d row = _mm256_loadu_pd(rows + numbers[i] * stride + j);
            sum = _mm256_add_pd(sum, _mm256_mul_pd(_mm256_set1_pd(factors[i]), row));
        }
        _mm256_storeu_pd(sums + j, sum);
    }
}

const Kernels& avx2_kernels() noexcept {
    // Scalar lookups are as fast as gathers here.
    static const Kernels table{tokenize,       murmur3,       mask_hashes,    split_signs, sort_avx2,
                               sort_wide_avx2, run_lengths,   sum_squares,    divide,      scalar_kernels().translate,
                               match_pairs,    add_rows_avx2, add_leaves_avx2};
    return table;
}

}  // namespace newsnlp::simd
#endif
