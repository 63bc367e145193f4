// A quick check whether any of several patterns can match.
//
// A deterministic automaton, whose states are made when a text first leads to them (the lazy subset construction: R.
// Cox, "Regular Expression Matching in the Wild", 2010) and are shared by all threads. It treats all code points beyond
// ASCII as equal, ignores word boundaries, and has a limited number of states: it may report a match where there is
// none, but misses none.
#pragma once

#include <algorithm>
#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <map>
#include <mutex>
#include <utility>
#include <vector>

#include "core/articles/program.hpp"

namespace newsnlp::articles {

class Automaton {
  public:
    explicit Automaton(const std::vector<Program>& programs);

    // False if no match begins at `begin`. The text from `end` on is not read.
    template <typename C>
    bool may_match(const C* text, std::size_t begin, std::size_t end) const {
        const State* state = start_;
        for (std::size_t i = begin; !state->decided; ++i) {
            if (i == end) return state->matches_at_end;
            const std::size_t column = std::min<std::uint32_t>(text[i], k_beyond_ascii);
            const State* next = state->next[column].load(std::memory_order_acquire);
            state = next != nullptr ? next : step(*state, column);
        }
        return state->matches;
    }

  private:
    static constexpr std::uint32_t k_beyond_ascii = 128;
    static constexpr std::size_t k_most_states = 512;

    using Waiting = std::vector<std::uint32_t>;  // the instructions that wait for a code point, ascending

    struct State {
        const Waiting* waiting = nullptr;
        bool decided = false;
        bool matches = false;         // if decided
        bool matches_at_end = false;  // if the text ends here
        mutable std::array<std::atomic<const State*>, k_beyond_ascii + 1> next{};
    };

    const State* step(const State& from, std::size_t column) const;
    const State* find_state(std::vector<std::uint32_t> starts) const;
    const State* make_state(Waiting waiting, bool matches_at_end) const;
    bool takes(std::uint32_t number, std::size_t column) const;

    Program program_;  // of all patterns, one after the other
    mutable std::mutex growing_;
    mutable std::map<std::pair<Waiting, bool>, State> states_;  // by what waits and what the end of the text means
    State match_;
    const State* start_;
};

}  // namespace newsnlp::articles
