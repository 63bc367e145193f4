// The punctuation of sentences, for any width of code point.
#pragma once

#include <cstdint>

#include "core/base/unicode.hpp"

namespace newsnlp::articles::punctuation {

// A sentence-ending mark that needs no blank after it.
constexpr bool is_wide_terminator(std::uint32_t c) noexcept {
    return c == 0x3002 || c == 0xFF01 || c == 0xFF1F || c == 0xFF61 || c == 0xFF0E;
}

// "?", "!" and their equivalents in other scripts: they end a sentence after any word.
constexpr bool is_strong(std::uint32_t c) noexcept {
    switch (c) {
        case '!':
        case '?':
        case 0x0589:  // Armenian full stop
        case 0x061F:  // Arabic question mark
        case 0x06D4:  // Urdu full stop
        case 0x0964:  // danda
        case 0x0965:  // double danda
        case 0x1362:  // Ethiopic full stop
        case 0x203C:  // double marks !!, ??, ?!, !?
        case 0x2047:
        case 0x2048:
        case 0x2049:
            return true;
        default:
            return false;
    }
}

constexpr bool is_terminator(std::uint32_t c) noexcept {
    return c == '.' || c == 0x2026 || is_strong(c) || (c > 0x3000 && is_wide_terminator(c));
}

constexpr bool is_quote_closer(std::uint32_t c) noexcept {
    return c == '"' || c == '\'' || c == 0x201D || c == 0x2019 || c == 0xBB || c == 0x203A;
}

constexpr bool is_closer(std::uint32_t c) noexcept {
    switch (c) {
        case ')':
        case ']':
        case '}':
        case 0x300D:  // CJK corner and angle brackets
        case 0x300F:
        case 0xFF09:
        case 0x3011:
        case 0x3009:
        case 0x300B:
        case 0xFF63:
        case 0x3015:
            return true;
        default:
            return is_quote_closer(c);
    }
}

constexpr bool is_opener(std::uint32_t c) noexcept {
    switch (c) {
        case '"':
        case '\'':
        case '`':
        case '(':
        case '[':
        case '{':
        case 0x201C:
        case 0x2018:
        case 0x201E:
        case 0x201A:
        case 0xAB:
        case 0x2039:
        case 0xBF:  // inverted marks of Spanish
        case 0xA1:
        case 0x300C:
        case 0x300E:
        case 0xFF08:
        case 0x3010:
        case 0x3008:
        case 0x300A:
            return true;
        default:
            return false;
    }
}

constexpr bool is_dash(std::uint32_t c) noexcept { return c == '-' || (c >= 0x2012 && c <= 0x2015); }

// A mark that no sentence begins with.
constexpr bool is_joiner(std::uint32_t c) noexcept { return c == ',' || c == ';' || c == ':' || c == '%'; }

// A mark that may follow the sentence that it closes after a blank.
constexpr bool is_stray(std::uint32_t c) noexcept {
    return c == '.' || c == '!' || c == '?' || c == ')' || c == ']' || c == 0x201D;
}

constexpr bool is_bullet(std::uint32_t c) noexcept {
    return c == 0x2022 || c == 0x2043 || c == 0x2023 || c == 0x25AA || c == 0x25E6 || c == 0x25CF;
}

constexpr bool is_line_break(std::uint32_t c) noexcept {
    return (c >= 0x0A && c <= 0x0D) || c == 0x85 || c == 0x2028 || c == 0x2029;
}

constexpr bool is_hiragana(std::uint32_t c) noexcept { return c >= 0x3041 && c <= 0x309F; }

}  // namespace newsnlp::articles::punctuation
