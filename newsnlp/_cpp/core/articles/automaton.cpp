#include "core/articles/automaton.hpp"

#include <string_view>

namespace newsnlp::articles {
namespace {

using Kind = Instruction::Kind;

// ASCII letters that others beyond ASCII are equal to if case is ignored: the Kelvin sign, the long s, i without dot.
constexpr std::string_view k_wide_twins = "iks";

bool may_be_wide(const CodeSet& set) {
    return set.negated || !set.ranges.empty() || set.classes != 0 || set.but_classes != 0;
}

}  // namespace

Automaton::Automaton(const std::vector<Program>& programs) {
    std::vector<std::uint32_t> starts;
    for (const Program& program : programs) {
        starts.push_back(static_cast<std::uint32_t>(program_.instructions.size()));
        const auto first_set = static_cast<std::uint32_t>(program_.sets.size());
        for (Instruction instruction : program.instructions) {
            if (instruction.kind == Kind::set) instruction.value += first_set;
            program_.instructions.push_back(instruction);
        }
        program_.sets.insert(program_.sets.end(), program.sets.begin(), program.sets.end());
    }
    match_.decided = match_.matches = true;
    start_ = find_state(std::move(starts));
}

bool Automaton::takes(std::uint32_t number, std::size_t column) const {
    const Instruction& instruction = program_.instructions[number];
    if (column < k_beyond_ascii) {
        const auto code = static_cast<std::uint32_t>(column);
        return program_.takes(instruction, code, fold(code));
    }
    if (instruction.kind == Kind::code && instruction.value >= k_beyond_ascii) return true;
    if (instruction.kind == Kind::set && may_be_wide(program_.sets[instruction.value])) return true;
    return instruction.folded && std::any_of(k_wide_twins.begin(), k_wide_twins.end(), [&](char twin) {
               const auto code = static_cast<std::uint32_t>(twin);
               return program_.takes(instruction, code, code);
           });
}

const Automaton::State* Automaton::step(const State& from, std::size_t column) const {
    const std::lock_guard lock(growing_);
    std::vector<std::uint32_t> after;
    for (const std::uint32_t number : *from.waiting) {
        if (takes(number, column)) after.push_back(number + 1);
    }
    const State* found = find_state(std::move(after));
    from.next[column].store(found, std::memory_order_release);
    return found;
}

// The state of all that can be reached from instructions without a code point.
const Automaton::State* Automaton::find_state(std::vector<std::uint32_t> starts) const {
    constexpr std::uint8_t k_within = 1;
    constexpr std::uint8_t k_at_end = 2;
    std::vector<std::uint8_t> seen(program_.instructions.size(), 0);
    std::vector<std::pair<std::uint32_t, std::uint8_t>> open;
    for (const std::uint32_t i : starts) open.emplace_back(i, k_within | k_at_end);
    Waiting waiting;
    bool matches_at_end = false;
    while (!open.empty()) {
        auto [i, where] = open.back();
        open.pop_back();
        where = static_cast<std::uint8_t>(where & ~seen[i]);
        if (where == 0) continue;
        seen[i] = static_cast<std::uint8_t>(seen[i] | where);
        const Instruction& instruction = program_.instructions[i];
        const auto go = [&open, at = i](std::int32_t way, std::uint8_t there) {
            open.emplace_back(static_cast<std::uint32_t>(static_cast<std::int64_t>(at) + way), there);
        };
        switch (instruction.kind) {
            case Kind::split:
                go(instruction.second, where);
                go(instruction.first, where);
                break;
            case Kind::jump:
                go(instruction.first, where);
                break;
            case Kind::boundary:
            case Kind::mark:
                go(1, where);
                break;
            case Kind::end:
                if ((where & k_at_end) != 0) go(1, k_at_end);
                break;
            case Kind::match:
                if ((where & k_within) != 0) return &match_;
                matches_at_end = true;
                break;
            default:
                if ((where & k_within) != 0) waiting.push_back(i);
        }
    }
    std::sort(waiting.begin(), waiting.end());
    return make_state(std::move(waiting), matches_at_end);
}

const Automaton::State* Automaton::make_state(Waiting waiting, bool matches_at_end) const {
    if (states_.size() >= k_most_states) return &match_;
    const auto [entry, is_new] = states_.try_emplace({std::move(waiting), matches_at_end});
    State& state = entry->second;
    if (is_new) {
        state.waiting = &entry->first.first;
        state.decided = state.waiting->empty() && !matches_at_end;
        state.matches_at_end = matches_at_end;
    }
    return &state;
}

}  // namespace newsnlp::articles
