// Patterns of lines: a subset of regular expressions, matched in time linear in the text.
//
// A pattern is anchored at the start of the match and has the same meaning as in Python's `re`: alternatives and
// repeats are tried in order and the first that leads to a match wins. It is compiled to a program that steps through
// the text once with all its threads side by side (Pike's machine: R. Cox, "Regular Expression Matching: the Virtual
// Machine Approach", 2009), so there is neither backtracking nor recursion.
//
// The syntax: literals, "." (no line break), [classes], \w \d \s \S, ? * + {n} {m,} {m,n}, (?:groups), alternatives,
// \b, "$" (the very end), a final (?=lookahead), and (?-i:...) for a case-sensitive part of a case-insensitive pattern.
// "<name>" stands for a fragment that several patterns share.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string_view>
#include <utility>
#include <vector>

namespace newsnlp::articles {

inline constexpr std::size_t k_no_match = static_cast<std::size_t>(-1);

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

// Scratch space of a match; it can be reused for other patterns.
struct Threads {
    struct Thread {
        std::uint32_t instruction;
        std::size_t mark;  // where the match ends if a lookahead was begun
    };
    std::vector<Thread> now, next, open;
    std::vector<std::uint32_t> seen;  // the step at which an instruction was last reached
    std::uint32_t step = 0;

    void begin_step();
};

class Pattern {
  public:
    enum class Case : std::uint8_t { exact, ignored };

    Pattern(std::u32string_view source, Case letters, const std::vector<Fragment>& fragments = {});

    // Returns where the match that begins at `begin` ends (before its lookahead), or k_no_match. The text from `end` on
    // is not read.
    template <typename C>
    std::size_t match(const C* text, std::size_t begin, std::size_t end, Threads& threads) const;

    // False if no match begins with this ASCII code point.
    bool may_begin_with(std::uint32_t code) const noexcept { return starts_[code] != starts_[code + 1]; }

  private:
    static constexpr std::size_t k_prefix = 4;

    template <typename C>
    struct Position;  // the threads' position in the text

    void find_firsts();
    void find_prefixes();

    // False where one of the first code points can stand in no match: most texts are told apart by these alone.
    template <typename C>
    bool may_begin_at(const C* text, std::size_t begin, std::size_t end) const noexcept {
        const std::size_t known = end - begin < k_prefix ? end - begin : k_prefix;
        for (std::size_t i = 0; i < known; ++i) {
            const std::uint32_t code = text[begin + i];
            if (code < 128 && ((prefixes_[i][code >> 6] >> (code & 63)) & 1) == 0) return false;
        }
        return true;
    }

    template <typename C>
    void follow(Threads& threads, Threads::Thread from, const Position<C>& position) const;

    std::vector<Instruction> program_;
    std::vector<CodeSet> sets_;
    // The instructions that take the first code point c of a text are firsts_[starts_[c]] to firsts_[starts_[c + 1]].
    std::vector<std::uint32_t> firsts_;
    std::array<std::uint32_t, 129> starts_{};
    std::array<std::array<std::uint64_t, 2>, k_prefix> prefixes_{};  // by position: the ASCII that can stand there
};

// Alternatives, looked up by the code points that they can begin with.
class Patterns {
  public:
    Patterns(std::initializer_list<std::u32string_view> sources, Pattern::Case letters,
             const std::vector<Fragment>& fragments = {});

    // Returns where the match of the first matching pattern ends, or k_no_match.
    template <typename C>
    std::size_t match(const C* text, std::size_t begin, std::size_t end, Threads& threads) const;

    // Whether a match begins anywhere.
    template <typename C>
    bool search(const C* text, std::size_t begin, std::size_t end, Threads& threads) const {
        for (std::size_t i = begin; i < end; ++i) {
            if (text[i] < 128 && ((firsts_[text[i] >> 6] >> (text[i] & 63)) & 1) == 0) continue;
            if (match(text, i, end, threads) != k_no_match) return true;
        }
        return false;
    }

  private:
    std::vector<Pattern> patterns_;
    std::array<std::vector<std::uint16_t>, 128> by_first_;  // of ASCII
    std::array<std::uint64_t, 2> firsts_{};                 // where the lists above are not empty
};

}  // namespace newsnlp::articles
