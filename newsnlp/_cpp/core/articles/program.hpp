// The compiled form of a pattern of lines: a list of instructions, which accept a code point or lead to others.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

namespace newsnlp::articles {

// Lower case as in `re.IGNORECASE`: the dotted, dotless and long letters are equal to plain ones.
std::uint32_t fold_wide(std::uint32_t code) noexcept;
inline std::uint32_t fold(std::uint32_t code) noexcept {
    if (code >= 128) return fold_wide(code);
    return code >= 'A' && code <= 'Z' ? code + 32 : code;
}

// A set of code points: ASCII as bits, others as ranges and Unicode classes.
struct CodeSet {
    std::array<std::uint64_t, 2> ascii{};
    std::vector<std::pair<std::uint32_t, std::uint32_t>> ranges;  // last one included
    std::uint16_t classes = 0;
    std::uint16_t but_classes = 0;  // contains all code points that are in none of these
    bool negated = false;

    bool has(std::uint32_t code) const noexcept {
        return code < 128 ? ((ascii[code >> 6] >> (code & 63)) & 1) != 0 : has_wide(code);
    }
    bool has_wide(std::uint32_t code) const noexcept;
};

struct Instruction {
    enum class Kind : std::uint8_t { code, set, split, jump, boundary, end, mark, match };
    Kind kind;
    bool folded = false;      // code, set: of the folded code point
    std::uint32_t value = 0;  // code: the code point; set: its index
    std::int32_t first = 0;   // split: the way to try first, jump: the way, both from here
    std::int32_t second = 0;  // split: the other way
};

struct Fragment {
    std::u32string_view name;
    std::u32string_view pattern;
};

struct Program {
    std::vector<Instruction> instructions;
    std::vector<CodeSet> sets;

    // Whether an instruction of the kinds code and set takes a code point.
    bool takes(const Instruction& instruction, std::uint32_t code, std::uint32_t folded) const noexcept {
        const std::uint32_t c = instruction.folded ? folded : code;
        return instruction.kind == Instruction::Kind::code ? c == instruction.value : sets[instruction.value].has(c);
    }
};

}  // namespace newsnlp::articles
