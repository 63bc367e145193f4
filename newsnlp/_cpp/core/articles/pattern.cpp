#include "core/articles/pattern.hpp"

#include <algorithm>

#include "core/articles/pattern_compiler.hpp"
#include "core/base/unicode.hpp"

namespace newsnlp::articles {
namespace {

using Kind = Instruction::Kind;

// The most repeats that the quick check counts: more would only make more states.
constexpr std::uint32_t k_most_counted = 4;

Program compile_loosely(std::u32string_view source, Pattern::Case letters, const std::vector<Fragment>& fragments) {
    return compile_pattern(source, letters == Pattern::Case::ignored, fragments, k_most_counted);
}

std::vector<Program> compile_loosely(std::initializer_list<std::u32string_view> sources, Pattern::Case letters,
                                     const std::vector<Fragment>& fragments) {
    std::vector<Program> programs;
    for (const std::u32string_view source : sources) programs.push_back(compile_loosely(source, letters, fragments));
    return programs;
}

// The position of all threads of a program in a text.
template <typename C>
struct Position {
    Position(const C* all, std::size_t first, std::size_t last, std::size_t position)
        : text(all), begin(first), end(last), at(position) {
        if (at < end) code = text[at];
        folded = fold(code);
    }

    bool word(std::size_t i) const { return i < end && base::unicode::is_word(text[i]); }
    bool boundary() const { return (at > begin && word(at - 1)) != word(at); }

    const C* text;
    std::size_t begin;
    std::size_t end;
    std::size_t at;
    std::uint32_t code = 0;
    std::uint32_t folded = 0;
};

// Adds the instructions that can be reached from here without a step and that accept the current code point.
template <typename C>
void follow(const Program& program, Threads& threads, Threads::Thread from, const Position<C>& position) {
    threads.open.push_back(from);
    while (!threads.open.empty()) {
        const Threads::Thread thread = threads.open.back();
        const std::uint32_t i = thread.instruction;  // a name that lambdas may capture, as Clang before 16 wants it
        const std::size_t mark = thread.mark;
        threads.open.pop_back();
        if (threads.seen[i] == threads.step) continue;
        threads.seen[i] = threads.step;
        const Instruction& instruction = program.instructions[i];
        const auto go = [&](std::int32_t way, std::size_t marked) {
            threads.open.push_back({static_cast<std::uint32_t>(static_cast<std::int64_t>(i) + way), marked});
        };
        switch (instruction.kind) {
            case Kind::split:
                go(instruction.second, mark);
                go(instruction.first, mark);
                break;
            case Kind::jump:
                go(instruction.first, mark);
                break;
            case Kind::boundary:
                if (position.boundary()) go(1, mark);
                break;
            case Kind::end:
                if (position.at == position.end) go(1, mark);
                break;
            case Kind::mark:
                go(1, position.at);
                break;
            case Kind::match:
                threads.next.push_back({i, mark});
                break;
            default:
                if (position.at < position.end && program.takes(instruction, position.code, position.folded))
                    threads.next.push_back({i, mark});
        }
    }
}

// Runs the threads side by side, in the order of their priority.
template <typename C>
std::size_t run(const Program& program, const C* text, std::size_t begin, std::size_t end, Threads& threads) {
    if (threads.seen.size() < program.instructions.size()) threads.seen.resize(program.instructions.size());
    threads.begin_step();
    follow(program, threads, {0, k_no_match}, Position<C>(text, begin, end, begin));
    std::size_t found = k_no_match;
    for (std::size_t at = begin; !threads.next.empty(); ++at) {
        std::swap(threads.now, threads.next);
        threads.begin_step();
        const Position<C> position(text, begin, end, std::min(at + 1, end));
        for (const Threads::Thread& thread : threads.now) {
            if (program.instructions[thread.instruction].kind == Kind::match) {
                found = thread.mark == k_no_match ? at : thread.mark;
                break;  // threads of lower priority do not count
            }
            follow(program, threads, {thread.instruction + 1, thread.mark}, position);
        }
    }
    return found;
}

}  // namespace

void Threads::begin_step() {
    next.clear();
    if (++step == 0) {
        std::fill(seen.begin(), seen.end(), 0);
        step = 1;
    }
}

Pattern::Pattern(std::u32string_view source, Case letters, const std::vector<Fragment>& fragments)
    : source_(source),
      letters_(letters),
      fragments_(fragments),
      automaton_({compile_loosely(source, letters, fragments)}) {}

template <typename C>
std::size_t Pattern::match(const C* text, std::size_t begin, std::size_t end, Threads& threads) const {
    if (!automaton_.may_match(text, begin, end)) return k_no_match;
    std::call_once(compiled_, [this] { program_ = compile_pattern(source_, letters_ == Case::ignored, fragments_); });
    return run(program_, text, begin, end, threads);
}

Patterns::Patterns(std::initializer_list<std::u32string_view> sources, Pattern::Case letters,
                   const std::vector<Fragment>& fragments)
    : automaton_(compile_loosely(sources, letters, fragments)) {
    for (const std::u32string_view source : sources) patterns_.emplace_back(source, letters, fragments);
}

template <typename C>
std::size_t Patterns::match_in_turn(const C* text, std::size_t begin, std::size_t end, Threads& threads) const {
    for (const Pattern& pattern : patterns_) {
        const std::size_t found = pattern.match(text, begin, end, threads);
        if (found != k_no_match) return found;
    }
    return k_no_match;
}

template std::size_t Patterns::match_in_turn(const std::uint8_t*, std::size_t, std::size_t, Threads&) const;
template std::size_t Patterns::match_in_turn(const std::uint16_t*, std::size_t, std::size_t, Threads&) const;
template std::size_t Patterns::match_in_turn(const std::uint32_t*, std::size_t, std::size_t, Threads&) const;
template std::size_t Pattern::match(const std::uint8_t*, std::size_t, std::size_t, Threads&) const;
template std::size_t Pattern::match(const std::uint16_t*, std::size_t, std::size_t, Threads&) const;
template std::size_t Pattern::match(const std::uint32_t*, std::size_t, std::size_t, Threads&) const;

}  // namespace newsnlp::articles
