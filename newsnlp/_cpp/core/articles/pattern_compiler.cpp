#include "core/articles/pattern_compiler.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "core/base/unicode.hpp"

namespace newsnlp::articles {
namespace {

using Kind = Instruction::Kind;
using Code = std::vector<Instruction>;  // all its jumps are relative, so that it can be moved and repeated

constexpr std::uint32_t k_unbounded = static_cast<std::uint32_t>(-1);

struct Repeat {
    std::uint32_t least = 1;
    std::uint32_t most = 1;
};

void append(Code& code, const Code& more) { code.insert(code.end(), more.begin(), more.end()); }

std::int32_t distance(const Code& code) { return static_cast<std::int32_t>(code.size()); }

void add_ascii(CodeSet& set, std::uint32_t code) { set.ascii[code >> 6] |= std::uint64_t{1} << (code & 63); }

void add_range(CodeSet& set, std::uint32_t first, std::uint32_t last) {
    for (std::uint32_t code = first; code <= last && code < 128; ++code) add_ascii(set, code);
    if (last >= 128) set.ranges.emplace_back(std::max(first, std::uint32_t{128}), last);
}

// Adds the class that \w, \d, \s or one of their opposites names.
void add_class(CodeSet& set, char32_t letter) {
    const bool opposite = letter == 'W' || letter == 'D' || letter == 'S';
    const std::uint16_t wanted = letter == 'w' || letter == 'W'   ? base::unicode::k_word_class
                                 : letter == 'd' || letter == 'D' ? base::unicode::k_digit_class
                                                                  : base::unicode::k_space_class;
    for (std::uint32_t code = 0; code < 128; ++code) {
        if (((base::unicode::classes(code) & wanted) != 0) != opposite) add_ascii(set, code);
    }
    std::uint16_t& held = opposite ? set.but_classes : set.classes;
    held = static_cast<std::uint16_t>(held | wanted);
}

class Compiler {
  public:
    Compiler(const std::vector<Fragment>& fragments, bool folded, std::uint32_t most_counted)
        : fragments_(fragments), folded_(folded), most_counted_(most_counted) {}

    Program compile(std::u32string_view source) {
        Code code = read_whole(source);
        code.push_back({.kind = Kind::match});
        return {std::move(code), std::move(sets_)};
    }

  private:
    Code read_whole(std::u32string_view source) {
        const std::u32string_view outer = std::exchange(source_, source);
        const std::size_t outer_at = std::exchange(at_, 0);
        Code code = read_alternatives();
        if (at_ != source_.size()) throw std::logic_error("pattern: unbalanced bracket");
        source_ = outer;
        at_ = outer_at;
        return code;
    }

    bool is_next(char32_t c) const { return at_ < source_.size() && source_[at_] == c; }

    bool skip(std::u32string_view expected) {
        if (source_.substr(at_, expected.size()) != expected) return false;
        at_ += expected.size();
        return true;
    }

    char32_t take() {
        if (at_ == source_.size()) throw std::logic_error("pattern: ends too early");
        return source_[at_++];
    }

    Code read_alternatives() {
        std::vector<Code> ways{read_sequence()};
        while (skip(U"|")) ways.push_back(read_sequence());
        Code code = std::move(ways.back());
        for (std::size_t i = ways.size() - 1; i-- > 0;) {
            Code joined{{.kind = Kind::split, .first = 1, .second = distance(ways[i]) + 2}};
            append(joined, ways[i]);
            joined.push_back({.kind = Kind::jump, .first = distance(code) + 1});
            append(joined, code);
            code = std::move(joined);
        }
        return code;
    }

    Code read_sequence() {
        Code code;
        while (at_ < source_.size() && !is_next('|') && !is_next(')')) {
            const Code atom = read_atom();
            append(code, repeat(atom, read_repeat()));
        }
        return code;
    }

    Repeat read_repeat() {
        if (skip(U"?")) return {0, 1};
        if (skip(U"*")) return {0, k_unbounded};
        if (skip(U"+")) return {1, k_unbounded};
        if (!skip(U"{")) return {};
        Repeat repeat{read_number(), 0};
        repeat.most = !skip(U",") ? repeat.least : is_next('}') ? k_unbounded : read_number();
        if (!skip(U"}") || repeat.most < repeat.least) throw std::logic_error("pattern: malformed repeat");
        if (repeat.most > most_counted_) return {std::min(repeat.least, most_counted_), k_unbounded};
        return repeat;
    }

    std::uint32_t read_number() {
        std::uint32_t number = 0;
        while (at_ < source_.size() && source_[at_] >= '0' && source_[at_] <= '9') number = number * 10 + take() - '0';
        return number;
    }

    static Code repeat(const Code& atom, Repeat times) {
        Code code;
        for (std::uint32_t i = 0; i < times.least; ++i) append(code, atom);
        const std::int32_t length = distance(atom);
        if (times.most == k_unbounded) {
            code.push_back({.kind = Kind::split, .first = 1, .second = length + 2});
            append(code, atom);
            code.push_back({.kind = Kind::jump, .first = -length - 1});
            return code;
        }
        for (std::uint32_t left = times.most - times.least; left > 0; --left) {
            const auto rest = static_cast<std::int32_t>(left) * (length + 1);  // leaves all further repeats
            code.push_back({.kind = Kind::split, .first = 1, .second = rest});
            append(code, atom);
        }
        return code;
    }

    Code read_atom() {
        if (skip(U"(?:")) return read_group(folded_);
        if (skip(U"(?-i:")) return read_group(false);
        if (skip(U"(?=")) {
            Code code{{.kind = Kind::mark}};
            append(code, read_group(folded_));
            if (!is_next('|') && !is_next(')') && at_ != source_.size()) {
                throw std::logic_error("pattern: a lookahead is not the last");
            }
            return code;
        }
        if (skip(U"\\b")) return {{.kind = Kind::boundary}};
        const char32_t c = take();
        if (c == '?' || c == '*' || c == '+' || c == '{') throw std::logic_error("pattern: nothing to repeat");
        if (c == '$') return {{.kind = Kind::end}};
        if (c == '<') return read_fragment();
        if (c == '[') return of_set(read_set());
        if (c == '.') {
            CodeSet line;
            add_ascii(line, '\n');
            return of_set(negate(line));
        }
        return c == '\\' ? read_escape() : of_code(c);
    }

    Code read_group(bool folded) {
        const bool outer = std::exchange(folded_, folded);
        Code code = read_alternatives();
        folded_ = outer;
        if (!skip(U")")) throw std::logic_error("pattern: a group is not closed");
        return code;
    }

    Code read_fragment() {
        const std::size_t stop = source_.find('>', at_);
        const std::u32string_view name = source_.substr(at_, stop - at_);
        for (const Fragment& fragment : fragments_) {
            if (fragment.name != name) continue;
            at_ = stop + 1;
            return read_whole(fragment.pattern);
        }
        throw std::logic_error("pattern: unknown fragment");
    }

    Code read_escape() {
        const char32_t c = take();
        CodeSet set;
        switch (c) {
            case 'w':
            case 'd':
            case 's':
            case 'W':
            case 'D':
            case 'S':
                add_class(set, c);
                return of_set(set);
            case 'n':
                return of_code('\n');
            default:
                return of_code(c);
        }
    }

    CodeSet read_set() {
        CodeSet set;
        const bool negated = skip(U"^");
        while (!is_next(']')) {
            char32_t first = take();
            if (first == '\\') {
                first = take();
                if (std::u32string_view(U"wdsWDS").find(first) != std::u32string_view::npos) {
                    add_class(set, first);
                    continue;
                }
                if (first == 'n') first = '\n';
            }
            const bool range = is_next('-') && at_ + 1 < source_.size() && source_[at_ + 1] != ']';
            if (range) ++at_;
            add_range(set, first, range ? take() : first);
        }
        ++at_;
        return negated ? negate(set) : set;
    }

    static CodeSet negate(CodeSet set) {
        for (std::uint64_t& bits : set.ascii) bits = ~bits;
        set.negated = true;
        return set;
    }

    Code of_code(char32_t c) const { return {{.kind = Kind::code, .folded = folded_, .value = folded_ ? fold(c) : c}}; }

    Code of_set(CodeSet set) {
        sets_.push_back(std::move(set));
        return {{.kind = Kind::set, .folded = folded_, .value = static_cast<std::uint32_t>(sets_.size() - 1)}};
    }

    const std::vector<Fragment>& fragments_;
    bool folded_;
    std::uint32_t most_counted_;
    std::u32string_view source_;
    std::size_t at_ = 0;
    std::vector<CodeSet> sets_;
};

}  // namespace

Program compile_pattern(std::u32string_view source, bool folded, const std::vector<Fragment>& fragments,
                        std::uint32_t most_counted) {
    return Compiler(fragments, folded, most_counted).compile(source);
}

}  // namespace newsnlp::articles
