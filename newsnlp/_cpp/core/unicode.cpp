#include "core/unicode.hpp"

namespace newsnlp::unicode {
namespace {

#include "unicode_tables.inc"

static_assert(k_word == k_word_class && k_space == k_space_class && k_upper == k_upper_class &&
              k_lower == k_lower_class && k_digit == k_digit_class && k_alpha == k_alpha_class &&
              k_mark == k_mark_class && k_cased == k_cased_class && k_case_ignorable == k_case_ignorable_class);

constexpr std::uint32_t k_limit = 0x110000;
constexpr std::uint32_t k_block_bits = 7;
constexpr std::uint32_t k_block_mask = (1U << k_block_bits) - 1;

}  // namespace

std::uint16_t classes(std::uint32_t code) noexcept {
    if (code >= k_limit) return 0;
    return flag_blocks[(static_cast<std::uint32_t>(flag_index[code >> k_block_bits]) << k_block_bits) |
                       (code & k_block_mask)];
}

std::uint32_t lower(std::uint32_t code) noexcept {
    if (code >= k_limit) return code;
    const std::int32_t delta = lower_blocks[(static_cast<std::uint32_t>(lower_index[code >> k_block_bits])
                                             << k_block_bits) |
                                            (code & k_block_mask)];
    return static_cast<std::uint32_t>(static_cast<std::int32_t>(code) + delta);
}

}  // namespace newsnlp::unicode
