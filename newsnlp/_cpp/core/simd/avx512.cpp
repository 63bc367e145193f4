// The inner loops for AVX-512 with VBMI2 (Ice Lake, Zen 4 and later). Target attributes, not compiler flags: no inline
// function of a shared header may be compiled with instructions that another machine lacks.
#include "core/simd/kernels.hpp"

#if defined(__x86_64__)
// GCC 12 warns of the undefined lanes of its own intrinsics (GCC bug 105593).
#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic ignored "-Wuninitialized"
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"
#endif
#include <immintrin.h>

#include "core/base/murmur3.hpp"
#include "core/base/pair_hash.hpp"
#include "core/simd/avx2.hpp"
#include "core/simd/avx512.hpp"

namespace newsnlp::simd {
namespace {

// The bytes of words among the first 128, in lower case or unchanged, and 0 for the others.
struct WordTable {
    alignas(64) std::uint8_t kept[128];
    alignas(64) std::uint8_t lowered[128];
};

constexpr WordTable make_word_table() {
    WordTable table{};
    for (std::uint8_t byte = 0; byte < 128; ++byte) {
        const bool capital = byte >= 'A' && byte <= 'Z';
        const bool word = capital || (byte >= 'a' && byte <= 'z') || (byte >= '0' && byte <= '9') || byte == '_';
        table.kept[byte] = word ? byte : 0;
        table.lowered[byte] = static_cast<std::uint8_t>(capital ? byte + 32 : table.kept[byte]);
    }
    return table;
}

constexpr WordTable k_words = make_word_table();

struct Iota {
    alignas(64) std::uint8_t bytes[64];
};

constexpr Iota make_iota() {
    Iota iota{};
    for (std::uint8_t i = 0; i < 64; ++i) iota.bytes[i] = i;
    return iota;
}

constexpr Iota k_iota = make_iota();

NEWSNLP_AVX512 inline __m512i load_block(const std::uint8_t* text, std::size_t count, std::size_t at) {
    if (at + 64 <= count) return _mm512_loadu_si512(text + at);
    if (at >= count) return _mm512_setzero_si512();
    return _mm512_maskz_loadu_epi8((__mmask64{1} << (count - at)) - 1, text + at);
}

// Counts the lanes of a mask. It must be called before the mask's lanes are stored: if a sanitizer puts a call between
// the two, GCC 12 saves the mask in two bytes and counts the bits of four.
NEWSNLP_AVX512 inline std::size_t count_lanes(__mmask16 mask) {
    return static_cast<std::size_t>(__builtin_popcount(mask));
}

// Writes the numbers of the bits set in `bits` plus `base` behind `out`; up to 32 of them.
NEWSNLP_AVX512 inline void store_offsets(std::uint64_t bits, std::uint32_t base, std::uint32_t* out) {
    const __m512i offsets = _mm512_maskz_compress_epi8(bits, _mm512_load_si512(k_iota.bytes));
    const __m512i offset = _mm512_set1_epi32(static_cast<int>(base));
    const __m256i low = _mm512_castsi512_si256(offsets);
    _mm512_storeu_si512(out, _mm512_add_epi32(_mm512_cvtepu8_epi32(_mm256_castsi256_si128(low)), offset));
    if (__builtin_popcountll(bits) > 16) {
        _mm512_storeu_si512(out + 16, _mm512_add_epi32(_mm512_cvtepu8_epi32(_mm256_extracti128_si256(low, 1)), offset));
    }
}

NEWSNLP_AVX512 std::size_t tokenize(const std::uint8_t* text, std::size_t count, bool lower, std::uint32_t min_letters,
                                    std::uint8_t* out, std::uint32_t* bounds) {
    const std::uint8_t* table = lower ? k_words.lowered : k_words.kept;
    const __m512i table_low = _mm512_load_si512(table);
    const __m512i table_high = _mm512_load_si512(table + 64);
    const __m512i blank = _mm512_set1_epi8(' ');
    const std::uint64_t singles = min_letters == 1 ? ~std::uint64_t{0} : 0;
    std::size_t tokens = 0;
    std::uint32_t end = 0;
    std::uint64_t word_before = 0;  // whether the last byte of the block before belongs to a word, and was kept
    std::uint64_t kept_before = 0;
    bounds[0] = 0;
    __m512i next = load_block(text, count, 0);
    __mmask64 next_high = _mm512_movepi8_mask(next);
    next = _mm512_mask_mov_epi8(_mm512_permutex2var_epi8(table_low, next, table_high), next_high, next);
    std::uint64_t next_words = _mm512_test_epi8_mask(next, next);
    for (std::size_t at = 0; at <= count; at += 64) {
        const __m512i bytes = next;
        const std::uint64_t words = next_words;
        next = load_block(text, count, at + 64);
        next_high = _mm512_movepi8_mask(next);
        next = _mm512_mask_mov_epi8(_mm512_permutex2var_epi8(table_low, next, table_high), next_high, next);
        next_words = _mm512_test_epi8_mask(next, next);
        // A byte of a word is kept if it has a neighbour; the byte after the last kept one becomes the blank.
        const std::uint64_t neighbours = (words << 1) | word_before | (words >> 1) | (next_words << 63);
        const std::uint64_t kept = words & (neighbours | singles);
        const std::uint64_t blanks = ~kept & ((kept << 1) | kept_before);
        const std::uint64_t written = kept | blanks;
        word_before = words >> 63;
        kept_before = kept >> 63;
        _mm512_storeu_si512(out + end, _mm512_maskz_compress_epi8(written, _mm512_mask_mov_epi8(bytes, blanks, blank)));
        store_offsets(_pext_u64(blanks, written), end + 1, bounds + tokens + 1);
        tokens += static_cast<std::size_t>(__builtin_popcountll(blanks));
        end += static_cast<std::uint32_t>(__builtin_popcountll(written));
    }
    return tokens;
}

NEWSNLP_AVX512 inline __m512i scramble(__m512i block) {
    block = _mm512_mullo_epi32(block, _mm512_set1_epi32(static_cast<int>(base::k_murmur_c1)));
    return _mm512_mullo_epi32(_mm512_rol_epi32(block, 15), _mm512_set1_epi32(static_cast<int>(base::k_murmur_c2)));
}

// One step for the spans that have four more bytes; of the others the remaining bytes are mixed in.
NEWSNLP_AVX512 inline __m512i mix_block(__m512i hash, __m512i block, __m512i left) {
    const __m512i four = _mm512_set1_epi32(4);
    const __m512i missing =
        _mm512_slli_epi32(_mm512_max_epi32(_mm512_sub_epi32(four, left), _mm512_setzero_si512()), 3);
    block = _mm512_and_si512(block, _mm512_srlv_epi32(_mm512_set1_epi32(-1), missing));
    hash = _mm512_xor_si512(hash, scramble(block));
    const __m512i turned = _mm512_rol_epi32(hash, 13);
    const __m512i five = _mm512_add_epi32(turned, _mm512_slli_epi32(turned, 2));
    return _mm512_mask_add_epi32(hash, _mm512_cmpge_epi32_mask(left, four), five,
                                 _mm512_set1_epi32(static_cast<int>(0xE6546B64)));
}

NEWSNLP_AVX512 inline __m512i finish(__m512i hash, __m512i length) {
    hash = _mm512_xor_si512(hash, length);
    hash = _mm512_xor_si512(hash, _mm512_srli_epi32(hash, 16));
    hash = _mm512_mullo_epi32(hash, _mm512_set1_epi32(static_cast<int>(0x85EBCA6B)));
    hash = _mm512_xor_si512(hash, _mm512_srli_epi32(hash, 13));
    hash = _mm512_mullo_epi32(hash, _mm512_set1_epi32(static_cast<int>(0xC2B2AE35)));
    return _mm512_xor_si512(hash, _mm512_srli_epi32(hash, 16));
}

NEWSNLP_AVX512 inline __m512i load_four(const std::uint8_t* bytes, const std::uint32_t* starts) {
    __m512i four = _mm512_castsi128_si512(_mm_loadu_si128(reinterpret_cast<const __m128i*>(bytes + starts[0])));
    four = _mm512_inserti32x4(four, _mm_loadu_si128(reinterpret_cast<const __m128i*>(bytes + starts[4])), 1);
    four = _mm512_inserti32x4(four, _mm_loadu_si128(reinterpret_cast<const __m128i*>(bytes + starts[8])), 2);
    return _mm512_inserti32x4(four, _mm_loadu_si128(reinterpret_cast<const __m128i*>(bytes + starts[12])), 3);
}

// Sixteen bytes of each of sixteen spans, transposed so that a register holds one block of every span: loads and
// shuffles take half the time of gathers.
NEWSNLP_AVX512 inline __m512i mix_sixteen(__m512i hash, const std::uint8_t* bytes, const std::uint32_t* starts,
                                          __m512i left) {
    const __m512i a = load_four(bytes, starts);
    const __m512i b = load_four(bytes, starts + 1);
    const __m512i c = load_four(bytes, starts + 2);
    const __m512i d = load_four(bytes, starts + 3);
    const __m512i ab_low = _mm512_unpacklo_epi32(a, b);
    const __m512i cd_low = _mm512_unpacklo_epi32(c, d);
    const __m512i ab_high = _mm512_unpackhi_epi32(a, b);
    const __m512i cd_high = _mm512_unpackhi_epi32(c, d);
    const __m512i four = _mm512_set1_epi32(4);
    hash = mix_block(hash, _mm512_unpacklo_epi64(ab_low, cd_low), left);
    left = _mm512_sub_epi32(left, four);
    hash = mix_block(hash, _mm512_unpackhi_epi64(ab_low, cd_low), left);
    left = _mm512_sub_epi32(left, four);
    hash = mix_block(hash, _mm512_unpacklo_epi64(ab_high, cd_high), left);
    left = _mm512_sub_epi32(left, four);
    return mix_block(hash, _mm512_unpackhi_epi64(ab_high, cd_high), left);
}

NEWSNLP_AVX512 void murmur3(const std::uint8_t* bytes, const std::uint32_t* starts, const std::uint32_t* nexts,
                            std::uint32_t gap, std::size_t count, std::uint32_t* hashes) {
    const __m512i gaps = _mm512_set1_epi32(static_cast<int>(gap));
    std::size_t i = 0;
    for (; i + 16 <= count; i += 16) {
        const __m512i first = _mm512_loadu_si512(starts + i);
        const __m512i length = _mm512_sub_epi32(_mm512_sub_epi32(_mm512_loadu_si512(nexts + i), gaps), first);
        __m512i hash = mix_sixteen(_mm512_setzero_si512(), bytes, starts + i, length);
        __m512i left = length;
        __m512i offset = first;
        const __m512i sixteen = _mm512_set1_epi32(16);
        for (;;) {
            const __mmask16 longer = _mm512_cmpgt_epi32_mask(left, sixteen);
            if (longer == 0) break;
            // Spans that have ended are read again at the same offset, and the result is not used.
            offset = _mm512_mask_add_epi32(offset, longer, offset, sixteen);
            left = _mm512_sub_epi32(left, sixteen);
            alignas(64) std::uint32_t offsets[16];
            _mm512_store_si512(offsets, offset);
            hash = mix_sixteen(hash, bytes, offsets, left);
        }
        _mm512_storeu_si512(hashes + i, finish(hash, length));
    }
    for (; i < count; ++i) hashes[i] = base::murmur3_32(bytes + starts[i], nexts[i] - gap - starts[i]);
}

NEWSNLP_AVX512 void mask_hashes(std::uint32_t* hashes, std::size_t count, std::uint32_t mask) {
    for (std::size_t i = 0; i < count; i += 16) {  // the last vector may reach into the buffer's slack
        const __m512i hash = _mm512_loadu_si512(hashes + i);
        const __m512i column = _mm512_and_si512(_mm512_abs_epi32(hash), _mm512_set1_epi32(static_cast<int>(mask)));
        _mm512_storeu_si512(hashes + i, _mm512_or_si512(_mm512_slli_epi32(column, 1), _mm512_srli_epi32(hash, 31)));
    }
}

NEWSNLP_AVX512 bool split_signs(std::uint32_t* keys, std::int32_t* counts, std::size_t count, bool alternate) {
    const __m512i signs = _mm512_set1_epi32(alternate ? 1 : 0);
    __mmask16 twins = 0;
    for (std::size_t i = 0; i < count; i += 16) {
        const __mmask16 valid = static_cast<__mmask16>(i + 16 <= count ? 0xFFFF : (1U << (count - i)) - 1);
        const __mmask16 followed = static_cast<__mmask16>(i + 17 <= count ? 0xFFFF : (1U << (count - i - 1)) - 1);
        const __m512i key = _mm512_loadu_si512(keys + i);
        const __m512i column = _mm512_srli_epi32(key, 1);
        const __m512i behind = _mm512_srli_epi32(_mm512_maskz_loadu_epi32(followed, keys + i + 1), 1);
        twins = static_cast<__mmask16>(twins | _mm512_mask_cmpeq_epi32_mask(followed, column, behind));
        const __m512i value = _mm512_loadu_si512(counts + i);
        const __mmask16 negative = _mm512_mask_test_epi32_mask(valid, key, signs);
        _mm512_storeu_si512(counts + i, _mm512_mask_sub_epi32(value, negative, _mm512_setzero_si512(), value));
        _mm512_storeu_si512(keys + i, column);
    }
    return twins != 0;
}

NEWSNLP_AVX512 std::size_t run_lengths(const std::uint32_t* keys, std::size_t count, std::uint32_t* values,
                                       std::uint32_t* lengths) {
    if (count == 0) return 0;
    std::size_t runs = 0;
    const __m512i iota = _mm512_setr_epi32(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16);
    for (std::size_t i = 0; i < count; i += 16) {
        const __mmask16 valid = static_cast<__mmask16>(i + 16 <= count ? 0xFFFF : (1U << (count - i)) - 1);
        const __mmask16 followed = static_cast<__mmask16>(i + 17 <= count ? 0xFFFF : (1U << (count - i - 1)) - 1);
        const __m512i now = _mm512_maskz_loadu_epi32(valid, keys + i);
        const __m512i behind = _mm512_maskz_loadu_epi32(followed, keys + i + 1);
        const __mmask16 same = _mm512_mask_cmpeq_epi32_mask(followed, now, behind);
        const __mmask16 ends = static_cast<__mmask16>(valid & ~same);
        const std::size_t ended = count_lanes(ends);
        _mm512_storeu_si512(values + runs, _mm512_maskz_compress_epi32(ends, now));
        const __m512i positions = _mm512_add_epi32(iota, _mm512_set1_epi32(static_cast<int>(i)));
        _mm512_storeu_si512(lengths + runs, _mm512_maskz_compress_epi32(ends, positions));
        runs += ended;
    }
    // Turns ends into lengths, from the back, while the end before is still unchanged.
    std::size_t r = runs;
    for (; r >= 17; r -= 16) {
        std::uint32_t* block = lengths + r - 16;
        _mm512_storeu_si512(block, _mm512_sub_epi32(_mm512_loadu_si512(block), _mm512_loadu_si512(block - 1)));
    }
    for (; r >= 2; --r) lengths[r - 1] -= lengths[r - 2];
    return runs;
}

NEWSNLP_AVX512 double sum_squares(const double* values, std::size_t count) {
    __m512d strands = _mm512_setzero_pd();
    for (std::size_t i = 0; i < count; i += 8) {
        const __mmask8 valid = static_cast<__mmask8>(i + 8 <= count ? 0xFF : (1U << (count - i)) - 1);
        const __m512d v = _mm512_maskz_loadu_pd(valid, values + i);
        strands = _mm512_add_pd(strands, _mm512_mul_pd(v, v));
    }
    const __m256d four = _mm256_add_pd(_mm512_castpd512_pd256(strands), _mm512_extractf64x4_pd(strands, 1));
    const __m128d two = _mm_add_pd(_mm256_castpd256_pd128(four), _mm256_extractf128_pd(four, 1));
    return _mm_cvtsd_f64(two) + _mm_cvtsd_f64(_mm_unpackhi_pd(two, two));
}

NEWSNLP_AVX512 void divide(double* values, std::size_t count, double divisor) {
    const __m512d divisors = _mm512_set1_pd(divisor);
    for (std::size_t i = 0; i < count; i += 8) {
        const __mmask8 valid = static_cast<__mmask8>(i + 8 <= count ? 0xFF : (1U << (count - i)) - 1);
        const __m512d v = _mm512_maskz_loadu_pd(valid, values + i);
        _mm512_mask_storeu_pd(values + i, valid, _mm512_div_pd(v, divisors));
    }
}

NEWSNLP_AVX512 std::size_t translate(const std::uint32_t* ids, std::size_t count, const std::uint32_t* map,
                                     std::uint32_t* out) {
    std::size_t kept = 0;
    for (std::size_t i = 0; i < count; i += 16) {
        const __mmask16 there = static_cast<__mmask16>(i + 16 <= count ? 0xFFFF : (1U << (count - i)) - 1);
        const __m512i dropped = _mm512_set1_epi32(-1);
        const __m512i index = _mm512_maskz_loadu_epi32(there, ids + i);
        const __mmask16 valid = _mm512_mask_cmpneq_epi32_mask(there, index, dropped);
        // 64-bit indices: a gather takes 32-bit ones as signed.
        const __m256i low = _mm512_mask_i64gather_epi32(_mm512_castsi512_si256(dropped), static_cast<__mmask8>(valid),
                                                        _mm512_cvtepu32_epi64(_mm512_castsi512_si256(index)), map, 4);
        const __m256i high =
            _mm512_mask_i64gather_epi32(_mm512_castsi512_si256(dropped), static_cast<__mmask8>(valid >> 8),
                                        _mm512_cvtepu32_epi64(_mm512_extracti64x4_epi64(index, 1)), map, 4);
        const __m512i images = _mm512_inserti64x4(_mm512_castsi256_si512(low), high, 1);
        const __mmask16 good = _mm512_cmpneq_epi32_mask(images, dropped);
        const std::size_t found = count_lanes(good);
        _mm512_storeu_si512(out + kept, _mm512_maskz_compress_epi32(good, images));
        kept += found;
    }
    return kept;
}

NEWSNLP_AVX512 std::size_t match_pairs(const std::uint32_t* firsts, const std::uint32_t* seconds, std::size_t count,
                                       const std::uint32_t* bits, std::uint32_t shift, std::uint32_t* indices) {
    const __m512i dropped = _mm512_set1_epi32(-1);
    const __m512i one = _mm512_set1_epi32(1);
    const __m512i first_factor = _mm512_set1_epi32(static_cast<int>(base::k_pair_first));
    const __m512i second_factor = _mm512_set1_epi32(static_cast<int>(base::k_pair_second));
    const __m128i shifts = _mm_cvtsi32_si128(static_cast<int>(shift));
    __m512i numbers = _mm512_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
    std::size_t kept = 0;
    for (std::size_t i = 0; i < count; i += 16) {
        const __mmask16 there = static_cast<__mmask16>(i + 16 <= count ? 0xFFFF : (1U << (count - i)) - 1);
        const __m512i a = _mm512_maskz_loadu_epi32(there, firsts + i);
        const __m512i b = _mm512_maskz_loadu_epi32(there, seconds + i);
        const __mmask16 known =
            _mm512_mask_cmpneq_epi32_mask(_mm512_mask_cmpneq_epi32_mask(there, a, dropped), b, dropped);
        const __m512i mixed =
            _mm512_add_epi32(_mm512_mullo_epi32(a, first_factor), _mm512_mullo_epi32(b, second_factor));
        const __m512i bit = _mm512_srl_epi32(mixed, shifts);
        const __m512i words =
            _mm512_mask_i32gather_epi32(_mm512_setzero_si512(), known, _mm512_srli_epi32(bit, 5), bits, 4);
        // A variable shift by more than 31 gives 0, so the bit indices within a word are cut out first.
        const __m512i wanted = _mm512_sllv_epi32(one, _mm512_and_si512(bit, _mm512_set1_epi32(31)));
        const __mmask16 good = _mm512_test_epi32_mask(words, wanted);
        const std::size_t found = count_lanes(good);
        _mm512_storeu_si512(indices + kept, _mm512_maskz_compress_epi32(good, numbers));
        kept += found;
        numbers = _mm512_add_epi32(numbers, _mm512_set1_epi32(16));
    }
    return kept;
}

}  // namespace

const Kernels& avx512_kernels() noexcept {
    static constexpr Kernels table{tokenize,         murmur3,       mask_hashes,    split_signs, sort_avx512,
                                   sort_wide_avx512, run_lengths,   sum_squares,    divide,      translate,
                                   match_pairs,      add_rows_avx2, add_leaves_avx2};
    return table;
}

}  // namespace newsnlp::simd
#endif
