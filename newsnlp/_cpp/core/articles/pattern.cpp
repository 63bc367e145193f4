#include "core/articles/pattern.hpp"

#include <algorithm>

#include "core/articles/pattern_compiler.hpp"
#include "core/base/unicode.hpp"

namespace newsnlp::articles {
namespace {

using Kind = Instruction::Kind;

}  // namespace

std::uint32_t fold_wide(std::uint32_t code) noexcept {
    if (code == 0x130 || code == 0x131) return 'i';
    return code == 0x17F ? 's' : base::unicode::lower(code);
}

bool CodeSet::has_wide(std::uint32_t code) const noexcept {
    const std::uint16_t found = base::unicode::classes(code);
    const bool listed = std::any_of(ranges.begin(), ranges.end(),
                                    [&](const auto& range) { return code >= range.first && code <= range.second; });
    const bool held = listed || (found & classes) != 0 || (but_classes != 0 && (found & but_classes) == 0);
    return held != negated;
}

Pattern::Pattern(std::u32string_view source, Case letters, const std::vector<Fragment>& fragments) {
    Program compiled = compile_pattern(source, letters == Case::ignored, fragments);
    program_ = std::move(compiled.instructions);
    sets_ = std::move(compiled.sets);
    find_firsts();
    find_prefixes();
}

void Threads::begin_step() {
    next.clear();
    if (++step == 0) {
        std::fill(seen.begin(), seen.end(), 0);
        step = 1;
    }
}

template <typename C>
struct Pattern::Position {
    Position(const C* all, std::size_t first, std::size_t last, std::size_t position)
        : text(all), begin(first), end(last), at(position) {
        if (at < end) code = text[at];
        folded = fold(code);
    }

    bool word(std::size_t i) const { return i < end && base::unicode::is_word(text[i]); }
    bool boundary() const { return (at > begin && word(at - 1)) != word(at); }

    bool accepts(const Instruction& instruction, const std::vector<CodeSet>& sets) const {
        const std::uint32_t c = instruction.folded ? folded : code;
        if (instruction.kind == Kind::code) return at < end && c == instruction.value;
        return at < end && sets[instruction.value].has(c);
    }

    const C* text;
    std::size_t begin;
    std::size_t end;
    std::size_t at;
    std::uint32_t code = 0;
    std::uint32_t folded = 0;
};

void Pattern::find_firsts() {
    Threads threads;
    threads.seen.resize(program_.size());
    for (std::uint32_t code = 0; code < 128; ++code) {
        const auto text = static_cast<std::uint8_t>(code);
        threads.begin_step();
        follow(threads, {0, k_no_match}, Position<std::uint8_t>(&text, 0, 1, 0));
        for (const Threads::Thread& thread : threads.next) firsts_.push_back(thread.instruction);
        starts_[code + 1] = static_cast<std::uint32_t>(firsts_.size());
    }
}

// Steps through the program by all ways at once. There is text at every offset that is looked at, so "$" is none of
// them; behind a match comes anything.
void Pattern::find_prefixes() {
    std::vector<std::size_t> open{0};
    for (std::size_t offset = 0; offset < k_prefix; ++offset) {
        std::vector<std::uint8_t> seen(program_.size(), 0);
        std::vector<std::size_t> after;
        while (!open.empty()) {
            const std::size_t i = open.back();
            open.pop_back();
            if (seen[i] != 0) continue;
            seen[i] = 1;
            const Instruction& instruction = program_[i];
            const auto go = [&](std::int32_t way) {
                open.push_back(static_cast<std::size_t>(static_cast<std::int64_t>(i) + way));
            };
            switch (instruction.kind) {
                case Kind::split:
                    go(instruction.second);
                    go(instruction.first);
                    break;
                case Kind::jump:
                    go(instruction.first);
                    break;
                case Kind::boundary:
                case Kind::mark:
                    go(1);
                    break;
                case Kind::end:
                    break;
                case Kind::match:
                    for (std::size_t rest = offset; rest < k_prefix; ++rest) prefixes_[rest].fill(~std::uint64_t{0});
                    break;
                default:
                    after.push_back(i + 1);
                    for (std::uint32_t code = 0; code < 128; ++code) {
                        const auto text = static_cast<std::uint8_t>(code);
                        if (!Position<std::uint8_t>(&text, 0, 1, 0).accepts(instruction, sets_)) continue;
                        prefixes_[offset][code >> 6] |= std::uint64_t{1} << (code & 63);
                    }
            }
        }
        open = std::move(after);
    }
}

// Adds the instructions that can be reached from here without a step and take the code point at hand.
template <typename C>
void Pattern::follow(Threads& threads, Threads::Thread from, const Position<C>& position) const {
    threads.open.push_back(from);
    while (!threads.open.empty()) {
        const auto [i, mark] = threads.open.back();
        threads.open.pop_back();
        if (threads.seen[i] == threads.step) continue;
        threads.seen[i] = threads.step;
        const Instruction& instruction = program_[i];
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
                if (position.accepts(instruction, sets_)) threads.next.push_back({i, mark});
        }
    }
}

template <typename C>
std::size_t Pattern::match(const C* text, std::size_t begin, std::size_t end, Threads& threads) const {
    if (!may_begin_at(text, begin, end)) return k_no_match;
    if (threads.seen.size() < program_.size()) threads.seen.resize(program_.size());
    threads.begin_step();
    if (begin < end && text[begin] < 128) {
        for (std::uint32_t i = starts_[text[begin]]; i < starts_[text[begin] + 1]; ++i) {
            threads.next.push_back({firsts_[i], k_no_match});
        }
    } else {
        follow(threads, {0, k_no_match}, Position<C>(text, begin, end, begin));
    }
    std::size_t found = k_no_match;
    for (std::size_t at = begin; !threads.next.empty(); ++at) {
        std::swap(threads.now, threads.next);
        threads.begin_step();
        const Position<C> position(text, begin, end, std::min(at + 1, end));
        for (const Threads::Thread& thread : threads.now) {
            if (program_[thread.instruction].kind == Kind::match) {  // what was to be tried after it does not count
                found = thread.mark == k_no_match ? at : thread.mark;
                break;
            }
            follow(threads, {thread.instruction + 1, thread.mark}, position);
        }
    }
    return found;
}

Patterns::Patterns(std::initializer_list<std::u32string_view> sources, Pattern::Case letters,
                   const std::vector<Fragment>& fragments) {
    for (const std::u32string_view source : sources) {
        const auto number = static_cast<std::uint16_t>(patterns_.size());
        patterns_.emplace_back(source, letters, fragments);
        for (std::uint32_t code = 0; code < by_first_.size(); ++code) {
            if (!patterns_.back().may_begin_with(code)) continue;
            by_first_[code].push_back(number);
            firsts_[code >> 6] |= std::uint64_t{1} << (code & 63);
        }
    }
}

template <typename C>
std::size_t Patterns::match(const C* text, std::size_t begin, std::size_t end, Threads& threads) const {
    if (begin < end && text[begin] < 128) {
        for (const std::uint16_t number : by_first_[text[begin]]) {
            const std::size_t found = patterns_[number].match(text, begin, end, threads);
            if (found != k_no_match) return found;
        }
        return k_no_match;
    }
    for (const Pattern& pattern : patterns_) {
        const std::size_t found = pattern.match(text, begin, end, threads);
        if (found != k_no_match) return found;
    }
    return k_no_match;
}

template std::size_t Patterns::match(const std::uint8_t*, std::size_t, std::size_t, Threads&) const;
template std::size_t Patterns::match(const std::uint16_t*, std::size_t, std::size_t, Threads&) const;
template std::size_t Patterns::match(const std::uint32_t*, std::size_t, std::size_t, Threads&) const;
template std::size_t Pattern::match(const std::uint8_t*, std::size_t, std::size_t, Threads&) const;
template std::size_t Pattern::match(const std::uint16_t*, std::size_t, std::size_t, Threads&) const;
template std::size_t Pattern::match(const std::uint32_t*, std::size_t, std::size_t, Threads&) const;

}  // namespace newsnlp::articles
