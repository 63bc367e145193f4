// The inner loops in plain C++: the reference for the vector builds, and the build for other machines.
#include <algorithm>
#include <array>
#include <bit>
#include <cstring>

#include "core/base/murmur3.hpp"
#include "core/base/pair_hash.hpp"
#include "core/simd/kernels.hpp"

namespace newsnlp::simd {
namespace {

constexpr std::size_t k_block = 64;

// The bytes of a block, in lower case if requested, and a bit for each byte of a word. These are plain comparisons of
// bytes, which compilers vectorize.
struct WordBlock {
    std::array<std::uint8_t, k_block + 16> bytes{};
    std::uint64_t words = 0;

    void read(const std::uint8_t* text, bool lower) noexcept {
        alignas(8) std::array<std::uint8_t, k_block> flags;
        const std::uint8_t capitals = lower ? 26 : 0;
        for (std::size_t i = 0; i < k_block; ++i) {
            const std::uint8_t byte = text[i];
            const bool capital = static_cast<std::uint8_t>(byte - 'A') < capitals;
            const bool letter = static_cast<std::uint8_t>((byte | 0x20) - 'a') < 26;
            const bool digit = static_cast<std::uint8_t>(byte - '0') < 10;
            bytes[i] = static_cast<std::uint8_t>(byte + (capital ? 32 : 0));
            flags[i] = static_cast<std::uint8_t>(letter | digit | (byte == '_') | (byte >= 0x80));
        }
        words = 0;
        for (std::size_t i = 0; i < k_block; i += 8) {
            std::uint64_t eight = 0;
            for (std::size_t j = 0; j < 8; ++j) eight |= std::uint64_t{flags[i + j]} << (8 * j);
            // The lowest bits of eight bytes, collected in the highest byte by a product without carries.
            words |= ((eight * 0x0102040810204080ULL) >> 56) << i;
        }
    }
};

// The tokens written so far; the last may still be open.
struct TokenSink {
    std::uint8_t* out;
    std::uint32_t* bounds;
    std::uint32_t min_letters;
    std::size_t tokens = 0;
    std::uint32_t start = 0;
    std::uint32_t end = 0;

    void append(const std::uint8_t* bytes, std::uint32_t count) noexcept {
        std::memcpy(out + end, bytes, 16);
        if (count > 16) std::memcpy(out + end, bytes, count);
        end += count;
    }
    // Ends the open token without a branch: keeps it, or drops it if it is too short or there is none.
    void close() noexcept {
        const bool keep = end - start >= min_letters;
        out[end] = ' ';
        end = keep ? end + 1 : start;
        start = end;
        tokens += keep;
        bounds[tokens] = end;
    }
};

std::size_t tokenize(const std::uint8_t* text, std::size_t count, bool lower, std::uint32_t min_letters,
                     std::uint8_t* out, std::uint32_t* bounds) {
    TokenSink sink{out, bounds, min_letters};
    bounds[0] = 0;
    WordBlock block;
    for (std::size_t at = 0; at < count; at += k_block) {
        std::array<std::uint8_t, k_block> rest{};
        const bool whole = at + k_block <= count;
        if (!whole) std::memcpy(rest.data(), text + at, count - at);
        block.read(whole ? text + at : rest.data(), lower);
        std::uint64_t words = block.words;
        if ((words & 1) == 0) sink.close();
        while (words != 0) {
            const int first = std::countr_zero(words);
            const int length = std::countr_one(words >> first);
            sink.append(block.bytes.data() + first, static_cast<std::uint32_t>(length));
            if (first + length == static_cast<int>(k_block)) break;  // the token may go on in the next block
            sink.close();
            words &= ~std::uint64_t{0} << (first + length);
        }
    }
    sink.close();
    return sink.tokens;
}

void murmur3(const std::uint8_t* bytes, const std::uint32_t* starts, const std::uint32_t* nexts, std::uint32_t gap,
             std::size_t count, std::uint32_t* hashes) {
    for (std::size_t i = 0; i < count; ++i) hashes[i] = base::murmur3_32(bytes + starts[i], nexts[i] - gap - starts[i]);
}

void mask_hashes(std::uint32_t* hashes, std::size_t count, std::uint32_t mask) {
    for (std::size_t i = 0; i < count; ++i) {
        const std::uint32_t negative = hashes[i] >> 31;
        hashes[i] = ((((hashes[i] ^ (0U - negative)) + negative) & mask) << 1) | negative;
    }
}

bool split_signs(std::uint32_t* keys, std::int32_t* counts, std::size_t count, bool alternate) {
    bool twins = false;
    const std::uint32_t signs = alternate ? 1 : 0;
    std::uint32_t before = 0xFFFFFFFF;
    for (std::size_t i = 0; i < count; ++i) {
        counts[i] = (keys[i] & signs) != 0 ? -counts[i] : counts[i];
        keys[i] >>= 1;
        twins = twins || keys[i] == before;
        before = keys[i];
    }
    return twins;
}

// Least significant digit radix sort, skipping digits that all keys share; short arrays go to std::sort.
template <typename Key>
void radix_sort(Key* keys, std::size_t count, Key* scratch) {
    if (count < 128) return std::sort(keys, keys + count);
    Key common_ones = keys[0];
    Key common_zeros = keys[0];
    for (std::size_t i = 1; i < count; ++i) {
        common_ones &= keys[i];
        common_zeros |= keys[i];
    }
    const Key varying = common_ones ^ common_zeros;
    Key* from = keys;
    Key* to = scratch;
    for (std::uint32_t shift = 0; shift < 8 * sizeof(Key); shift += 8) {
        if (((varying >> shift) & 0xFF) == 0) continue;
        std::array<std::size_t, 257> offsets{};
        for (std::size_t i = 0; i < count; ++i) ++offsets[((from[i] >> shift) & 0xFF) + 1];
        for (std::size_t i = 0; i < 256; ++i) offsets[i + 1] += offsets[i];
        for (std::size_t i = 0; i < count; ++i) to[offsets[(from[i] >> shift) & 0xFF]++] = from[i];
        std::swap(from, to);
    }
    if (from != keys) std::memcpy(keys, from, count * sizeof(Key));
}

std::size_t run_lengths(const std::uint32_t* keys, std::size_t count, std::uint32_t* values, std::uint32_t* lengths) {
    std::size_t runs = 0;
    for (std::size_t i = 0; i < count;) {
        std::size_t end = i + 1;
        while (end < count && keys[end] == keys[i]) ++end;
        values[runs] = keys[i];
        lengths[runs++] = static_cast<std::uint32_t>(end - i);
        i = end;
    }
    return runs;
}

double sum_squares(const double* values, std::size_t count) {
    double strands[8] = {};
    std::size_t i = 0;
    for (; i + 8 <= count; i += 8) {
        for (std::size_t j = 0; j < 8; ++j) strands[j] += values[i + j] * values[i + j];
    }
    for (std::size_t j = 0; i + j < count; ++j) strands[j] += values[i + j] * values[i + j];
    return ((strands[0] + strands[4]) + (strands[2] + strands[6])) +
           ((strands[1] + strands[5]) + (strands[3] + strands[7]));
}

void divide(double* values, std::size_t count, double divisor) {
    for (std::size_t i = 0; i < count; ++i) values[i] /= divisor;
}

std::size_t translate(const std::uint32_t* ids, std::size_t count, const std::uint32_t* map, std::uint32_t* out) {
    std::size_t kept = 0;
    for (std::size_t i = 0; i < count; ++i) {
        const std::uint32_t image = ids[i] == k_dropped ? k_dropped : map[ids[i]];
        out[kept] = image;
        kept += image != k_dropped;
    }
    return kept;
}

std::size_t match_pairs(const std::uint32_t* firsts, const std::uint32_t* seconds, std::size_t count,
                        const std::uint32_t* bits, std::uint32_t shift, std::uint32_t* indices) {
    std::size_t kept = 0;
    for (std::size_t i = 0; i < count; ++i) {
        const std::uint32_t bit = base::hash_pair(firsts[i], seconds[i], shift);
        const bool known = firsts[i] != k_dropped && seconds[i] != k_dropped;
        indices[kept] = static_cast<std::uint32_t>(i);
        kept += known && (bits[bit / 32] >> (bit % 32) & 1) != 0;
    }
    return kept;
}

void add_rows(const double* rows, std::size_t stride, const std::uint32_t* numbers, const double* factors,
              std::size_t count, double* sums) {
    for (std::size_t i = 0; i < count; ++i) {
        const double* row = rows + numbers[i] * stride;
        for (std::size_t j = 0; j < stride; ++j) sums[j] += factors[i] * row[j];
    }
}

}  // namespace

const Kernels& scalar_kernels() noexcept {
    static constexpr Kernels table{tokenize,
                                   murmur3,
                                   mask_hashes,
                                   split_signs,
                                   radix_sort<std::uint32_t>,
                                   radix_sort<std::uint64_t>,
                                   run_lengths,
                                   sum_squares,
                                   divide,
                                   translate,
                                   match_pairs,
                                   add_rows,
                                   add_leaves_scalar};
    return table;
}

}  // namespace newsnlp::simd
