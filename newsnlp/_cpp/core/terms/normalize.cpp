#include "core/terms/normalize.hpp"

#include <cstring>
#include <stdexcept>

#include "core/base/interrupt.hpp"
#include "core/base/unicode.hpp"
#include "core/base/utf8.hpp"

namespace newsnlp::terms {
namespace {

constexpr std::uint32_t k_dotted_capital_i = 0x130;
constexpr std::uint32_t k_capital_sigma = 0x3A3;

// Whether the capital sigma at `position` is the last letter of its word. Unicode Standard, table 3-17 (Final_Sigma): a
// cased letter before it and none after it, skipping case-ignorable characters.
template <typename Code>
bool is_final_sigma(const Code* codes, std::size_t count, std::size_t position) {
    std::size_t before = position;
    while (before > 0 && (base::unicode::classes(codes[before - 1]) & base::unicode::k_case_ignorable_class) != 0)
        --before;
    if (before == 0 || (base::unicode::classes(codes[before - 1]) & base::unicode::k_cased_class) == 0) return false;
    std::size_t after = position + 1;
    while (after < count && (base::unicode::classes(codes[after]) & base::unicode::k_case_ignorable_class) != 0)
        ++after;
    return after == count || (base::unicode::classes(codes[after]) & base::unicode::k_cased_class) == 0;
}

template <typename Sink>
void without_accents(std::uint32_t code, Accents accents, Sink&& sink) {
    if (accents == Accents::keep) return sink(code);
    std::uint32_t bare[base::unicode::k_bare_limit];
    const std::uint32_t count = base::unicode::bare(code, bare);
    for (std::uint32_t i = 0; i < count; ++i) {
        if (accents == Accents::unicode || bare[i] < 0x80) sink(bare[i]);
    }
}

// Passes the prepared form of the code point at `position` to `sink`: none or up to 18 code points.
template <typename Code, typename Sink>
void prepare_code(const Code* codes, std::size_t count, std::size_t position, const Analysis& analysis, Sink&& sink) {
    const std::uint32_t code = codes[position];
    if (!analysis.lowercase) return without_accents(code, analysis.accents, sink);
    if (code == k_dotted_capital_i) {
        without_accents(0x69, analysis.accents, sink);
        return without_accents(0x307, analysis.accents, sink);
    }
    if (code == k_capital_sigma) {
        return without_accents(is_final_sigma(codes, count, position) ? 0x3C2 : 0x3C3, analysis.accents, sink);
    }
    without_accents(base::unicode::lower(code), analysis.accents, sink);
}

constexpr std::size_t k_codes_between_checks = std::size_t{1} << 14;
// Offsets must fit in 32 bits, also if a text without its accents takes more bytes. One code point, or one run between
// two checks, adds far less than the margin.
constexpr std::size_t k_most_prepared = std::size_t{0xF0000000};

void check_prepared(std::size_t bytes) {
    if (bytes > k_most_prepared) throw std::length_error("a text has more than 2**32 bytes without its accents");
}

std::size_t most_codes(const Analysis& analysis) noexcept {
    return analysis.accents == Accents::keep ? 2 : 2 * base::unicode::k_bare_limit;
}

// Copies ASCII code points from `position` on as bytes, in blocks of 16 that compilers vectorize.
template <typename Code>
std::size_t copy_ascii(const Code* codes, std::size_t count, std::size_t position, bool lowercase, std::uint8_t* out) {
    const std::uint8_t capitals = lowercase ? 26 : 0;
    const auto lowered = [capitals](Code code) {
        const auto byte = static_cast<std::uint8_t>(code);
        const bool capital = static_cast<std::uint8_t>(byte - 'A') < capitals;
        return static_cast<std::uint8_t>(byte + (capital ? 32 : 0));
    };
    const std::size_t start = position;
    for (; position + 16 <= count; position += 16) {
        std::uint32_t all = 0;
        for (std::size_t i = 0; i < 16; ++i) all |= codes[position + i];
        if (all >= 0x80) break;
        for (std::size_t i = 0; i < 16; ++i) out[position - start + i] = lowered(codes[position + i]);
    }
    for (; position < count && codes[position] < 0x80; ++position) out[position - start] = lowered(codes[position]);
    return position - start;
}

template <typename Code>
void prepare_word_codes(const Code* codes, std::size_t count, const Analysis& analysis,
                        base::Buffer<std::uint8_t>& out) {
    const std::size_t most = 4 * most_codes(analysis);
    out.clear();
    std::size_t position = 0;
    while (position < count) {
        check_prepared(out.size() + (count - position));
        std::uint8_t* start = out.reserve(out.size() + (count - position) + most) + out.size();
        std::uint8_t* end = start;
        const std::size_t copied = copy_ascii(codes, count, position, analysis.lowercase, end);
        end += copied;
        position += copied;
        if (position < count) {
            prepare_code(codes, count, position, analysis, [&end](std::uint32_t code) {
                if (code < 0x80) {
                    *end++ = static_cast<std::uint8_t>(code);
                } else if (base::unicode::is_word(code)) {
                    end = base::utf8::encode(code, end);
                } else {
                    *end++ = ' ';
                }
            });
            ++position;
        }
        out.resize(out.size() + static_cast<std::size_t>(end - start));
        base::poll_interrupt(4 * static_cast<std::size_t>(end - start) + 16);
    }
}

// The lowest code point of each width; a lower one is an overlong form.
constexpr std::uint32_t k_least_of_width[5] = {0, 0, 0x80, 0x800, 0x10000};

// Reads one code point; a byte that is not well-formed UTF-8 gives U+FFFD.
std::uint32_t decode_checked(const std::uint8_t* bytes, std::size_t count, std::size_t& position) {
    const std::size_t width = base::utf8::width(bytes[position]);
    bool good = bytes[position] < 0x80 || bytes[position] >= 0xC2;
    good = good && bytes[position] < 0xF5 && position + width <= count;
    for (std::size_t i = 1; good && i < width; ++i) good = (bytes[position + i] & 0xC0) == 0x80;
    const std::uint8_t* in = bytes + position;
    const std::uint32_t code = good ? base::utf8::decode(in) : 0;
    if (!good || code < k_least_of_width[width] || code > 0x10FFFF) {
        ++position;
        return 0xFFFD;
    }
    position += width;
    return code;
}

}  // namespace

bool is_ascii(const std::uint8_t* bytes, std::size_t count) noexcept {
    std::uint64_t all = 0;
    std::size_t i = 0;
    for (; i + 8 <= count; i += 8) {
        std::uint64_t eight;
        std::memcpy(&eight, bytes + i, 8);
        all |= eight;
    }
    for (; i < count; ++i) all |= bytes[i];
    return (all & 0x8080808080808080ULL) == 0;
}

void decode_utf8(const std::uint8_t* bytes, std::size_t count, base::Buffer<std::uint32_t>& out) {
    out.clear();
    out.reserve(count);
    for (std::size_t position = 0; position < count;) out.push_back(decode_checked(bytes, count, position));
}

void prepare(const base::TextView& text, const Analysis& analysis, base::Buffer<std::uint32_t>& out,
             base::Buffer<std::uint32_t>* origins) {
    if (text.kind == 0) {
        base::Buffer<std::uint32_t> decoded;
        decode_utf8(static_cast<const std::uint8_t*>(text.data), text.length, decoded);
        return prepare({decoded.data(), decoded.size(), 4, false}, analysis, out, origins);
    }
    out.clear();
    base::with_code_points(text, [&](const auto* codes) {
        for (std::size_t i = 0; i < text.length; ++i) {
            if (i % k_codes_between_checks == 0) check_prepared(out.size() * 4);
            std::uint32_t* start = out.reserve(out.size() + text.length - i + most_codes(analysis)) + out.size();
            std::uint32_t* end = start;
            prepare_code(codes, text.length, i, analysis, [&end](std::uint32_t code) { *end++ = code; });
            out.resize(out.size() + static_cast<std::size_t>(end - start));
            while (origins != nullptr && origins->size() < out.size())
                origins->push_back(static_cast<std::uint32_t>(i));
            if (i % k_codes_between_checks == 0) base::poll_interrupt(16 * k_codes_between_checks);
        }
    });
}

void prepare_words(const base::TextView& text, const Analysis& analysis, base::Buffer<std::uint32_t>& scratch,
                   base::Buffer<std::uint8_t>& out) {
    if (text.kind == 0) {
        decode_utf8(static_cast<const std::uint8_t*>(text.data), text.length, scratch);
        return prepare_word_codes(scratch.data(), scratch.size(), analysis, out);
    }
    base::with_code_points(text, [&](const auto* codes) { prepare_word_codes(codes, text.length, analysis, out); });
}

}  // namespace newsnlp::terms
