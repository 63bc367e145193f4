#include "core/base/code_points.hpp"

#include <cstring>
#include <stdexcept>
#include <string>

#include "core/base/utf8.hpp"

namespace newsnlp::base {
namespace {

constexpr std::uint64_t k_high_bits = 0x8080808080808080U;

// Returns how many bytes from the start are ASCII.
std::size_t ascii_prefix(const std::uint8_t* bytes, std::size_t length) {
    std::size_t i = 0;
    for (std::uint64_t word = 0; i + 8 <= length; i += 8) {
        std::memcpy(&word, bytes + i, 8);
        if ((word & k_high_bits) != 0) break;
    }
    while (i < length && bytes[i] < 0x80) ++i;
    return i;
}

bool is_continuation(std::uint8_t byte) { return (byte & 0xC0) == 0x80; }

// Returns the length of the well-formed character that starts at i, 0 if there is none (Unicode Standard, table 3-7).
std::size_t character_width(const std::uint8_t* bytes, std::size_t i, std::size_t length) {
    const std::uint8_t lead = bytes[i];
    if (lead < 0x80) return 1;
    if (lead < 0xC2 || lead > 0xF4) return 0;
    const std::size_t width = utf8::width(lead);
    if (i + width > length) return 0;
    for (std::size_t k = 1; k < width; ++k) {
        if (!is_continuation(bytes[i + k])) return 0;
    }
    const std::uint8_t second = bytes[i + 1];
    if ((lead == 0xE0 && second < 0xA0) || (lead == 0xED && second > 0x9F)) return 0;
    if ((lead == 0xF0 && second < 0x90) || (lead == 0xF4 && second > 0x8F)) return 0;
    return width;
}

// Whether every code point has at most 16 bits. Throws if a character is malformed.
bool check_characters(const std::uint8_t* bytes, std::size_t first, std::size_t length) {
    bool narrow = true;
    for (std::size_t i = first; i < length;) {
        const std::size_t width = character_width(bytes, i, length);
        if (width == 0) throw std::invalid_argument("not valid UTF-8 at byte " + std::to_string(i));
        narrow = narrow && width < 4;
        i += width;
    }
    return narrow;
}

template <typename C>
std::size_t decode(const std::uint8_t* bytes, std::size_t length, C* out) {
    const C* start = out;
    for (const std::uint8_t* end = bytes + length; bytes < end;) *out++ = static_cast<C>(utf8::decode(bytes));
    return static_cast<std::size_t>(out - start);
}

}  // namespace

TextView CodePoints::read(const TextView& text) {
    if (text.kind != 0) return text;
    const auto* bytes = static_cast<const std::uint8_t*>(text.data);
    const std::size_t first = ascii_prefix(bytes, text.length);
    if (first == text.length) return {bytes, text.length, 1, true};
    if (check_characters(bytes, first, text.length)) {
        narrow_.resize(text.length);
        return {narrow_.data(), decode(bytes, text.length, narrow_.data()), 2, false};
    }
    wide_.resize(text.length);
    return {wide_.data(), decode(bytes, text.length, wide_.data()), 4, false};
}

}  // namespace newsnlp::base
