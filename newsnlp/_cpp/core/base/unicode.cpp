#include "core/base/unicode.hpp"

namespace newsnlp::base::unicode {
namespace {

#include "unicode_tables.inc"

static_assert(k_word == k_word_class && k_space == k_space_class && k_upper == k_upper_class &&
              k_lower == k_lower_class && k_digit == k_digit_class && k_alpha == k_alpha_class &&
              k_mark == k_mark_class && k_cased == k_cased_class && k_case_ignorable == k_case_ignorable_class);

constexpr std::uint32_t k_limit = 0x110000;
constexpr std::uint32_t k_block_bits = 7;
constexpr std::uint32_t k_block_mask = (1U << k_block_bits) - 1;

}  // namespace

constinit const std::array<std::uint16_t, 128> k_ascii_classes = [] {
    std::array<std::uint16_t, 128> ascii{};
    static_assert(k_block_bits == 7);
    for (std::uint32_t code = 0; code < ascii.size(); ++code) ascii[code] = flag_blocks[(flag_index[0] << 7) | code];
    return ascii;
}();

std::uint16_t wide_classes(std::uint32_t code) noexcept {
    if (code >= k_limit) return 0;
    return flag_blocks[(static_cast<std::uint32_t>(flag_index[code >> k_block_bits]) << k_block_bits) |
                       (code & k_block_mask)];
}

std::uint32_t lower(std::uint32_t code) noexcept {
    if (code >= k_limit) return code;
    const std::int32_t delta =
        lower_blocks[(static_cast<std::uint32_t>(lower_index[code >> k_block_bits]) << k_block_bits) |
                     (code & k_block_mask)];
    return static_cast<std::uint32_t>(static_cast<std::int32_t>(code) + delta);
}

std::uint32_t bare(std::uint32_t code, std::uint32_t* out) noexcept {
    // Hangul syllables are decomposed by arithmetic: Unicode Standard, section 3.12.
    if (code - 0xAC00U < 11172U) {
        const std::uint32_t syllable = code - 0xAC00U;
        out[0] = 0x1100U + syllable / 588U;
        out[1] = 0x1161U + syllable % 588U / 28U;
        out[2] = 0x11A7U + syllable % 28U;
        return syllable % 28U == 0 ? 2 : 3;
    }
    const std::uint32_t offset =
        code >= k_limit ? 0
                        : bare_blocks[(static_cast<std::uint32_t>(bare_index[code >> k_block_bits]) << k_block_bits) |
                                      (code & k_block_mask)];
    if (offset == 0) {
        out[0] = code;
        return 1;
    }
    const std::uint32_t count = bare_codes[offset];
    for (std::uint32_t i = 0; i < count; ++i) out[i] = bare_codes[offset + 1 + i];
    return count;
}

}  // namespace newsnlp::base::unicode
