// Character classes and lower case exactly as in the Python that this module was built for.
#pragma once

#include <array>
#include <cstdint>

namespace newsnlp::base::unicode {

enum CharacterClass : std::uint16_t {
    k_word_class = 1,              // \w of `re`: str.isalnum() or '_'
    k_space_class = 2,             // str.isspace()
    k_upper_class = 4,             // upper or title case
    k_lower_class = 8,             // str.islower()
    k_digit_class = 16,            // str.isdecimal()
    k_alpha_class = 32,            // str.isalpha()
    k_mark_class = 64,             // a combining mark
    k_cased_class = 128,           // makes a capital sigma after it final
    k_case_ignorable_class = 256,  // is skipped in search of such a letter
};

// The class bits of ASCII, and those of any other code point.
extern const std::array<std::uint16_t, 128> k_ascii_classes;
std::uint16_t wide_classes(std::uint32_t code) noexcept;

// Returns the class bits of a code point.
inline std::uint16_t classes(std::uint32_t code) noexcept {
    return code < k_ascii_classes.size() ? k_ascii_classes[code] : wide_classes(code);
}

// Returns str.lower() of one code point alone. U+0130 becomes two code points and a capital sigma depends on its
// neighbours: the caller handles both.
std::uint32_t lower(std::uint32_t code) noexcept;

// Writes the code points of NFKD(code) that are not combining marks, what scikit-learn's strip_accents_unicode leaves
// of a character; returns how many (0 to k_bare_limit).
std::uint32_t bare(std::uint32_t code, std::uint32_t* out) noexcept;
inline constexpr std::uint32_t k_bare_limit = 18;

inline bool is_word(std::uint32_t code) noexcept { return (classes(code) & k_word_class) != 0; }
inline bool is_space(std::uint32_t code) noexcept { return (classes(code) & k_space_class) != 0; }

// A character of a script without blanks between words: Thai to Khmer, kana and Han.
constexpr bool is_unspaced(std::uint32_t code) noexcept {
    return code >= 0xE00 && (code < 0xF00 || (code >= 0x1000 && code < 0x10A0) || (code >= 0x1780 && code < 0x1800) ||
                             (code >= 0x3040 && code < 0x3100) || (code >= 0x3400 && code < 0xA000) ||
                             (code >= 0xF900 && code < 0xFB00) || (code >= 0x20000 && code < 0x32000));
}

}  // namespace newsnlp::base::unicode
