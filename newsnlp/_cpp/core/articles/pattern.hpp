// Patterns of lines: a subset of regular expressions, matched in time linear in the text.
//
// A pattern is anchored at the start of the match and has the same meaning as in Python's `re`: alternatives and
// repeats are tried in order and the first that leads to a match wins. A deterministic automaton sorts out most texts;
// where a match seems possible, a program steps through the text once with all its threads side by side (Pike's
// machine: R. Cox, "Regular Expression Matching: the Virtual Machine Approach", 2009), so there is neither backtracking
// nor recursion.
//
// The syntax: literals, "." (no line break), [classes], \w \d \s \S, ? * + {n} {m,} {m,n}, (?:groups), alternatives,
// \b, "$" (the very end), a final (?=lookahead), and (?-i:...) for a case-sensitive part of a case-insensitive pattern.
// "<name>" stands for a fragment that several patterns share.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <initializer_list>
#include <mutex>
#include <string_view>
#include <vector>

#include "core/articles/automaton.hpp"
#include "core/articles/program.hpp"

namespace newsnlp::articles {

inline constexpr std::size_t k_no_match = static_cast<std::size_t>(-1);

// Scratch space of a match; it can be reused for other patterns.
struct Threads {
    struct Thread {
        std::uint32_t instruction;
        std::size_t mark;  // where the match ends if a lookahead has begun
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

  private:
    std::u32string_view source_;
    Case letters_;
    std::vector<Fragment> fragments_;
    Automaton automaton_;
    // Compiled on first use: the texts of one run contain few patterns.
    mutable std::once_flag compiled_;
    mutable Program program_;
};

// Alternatives.
class Patterns {
  public:
    Patterns(std::initializer_list<std::u32string_view> sources, Pattern::Case letters,
             const std::vector<Fragment>& fragments = {});

    // Returns where the match of the first matching pattern ends, or k_no_match.
    template <typename C>
    std::size_t match(const C* text, std::size_t begin, std::size_t end, Threads& threads) const {
        return automaton_.may_match(text, begin, end) ? match_in_turn(text, begin, end, threads) : k_no_match;
    }

    // Whether a match begins anywhere.
    template <typename C>
    bool search(const C* text, std::size_t begin, std::size_t end, Threads& threads) const {
        for (std::size_t i = begin; i < end; ++i) {
            if (match(text, i, end, threads) != k_no_match) return true;
        }
        return false;
    }

  private:
    template <typename C>
    std::size_t match_in_turn(const C* text, std::size_t begin, std::size_t end, Threads& threads) const;

    std::deque<Pattern> patterns_;
    Automaton automaton_;
};

}  // namespace newsnlp::articles
