#include "core/articles/boilerplate.hpp"

#include <vector>

#include "core/articles/boilerplate_patterns.hpp"
#include "core/articles/hints.hpp"

namespace newsnlp::articles {
namespace {

// A longer paragraph is prose, however it begins; only editors' notes may be longer.
constexpr std::size_t k_longest = 300;
constexpr std::size_t k_longest_note = 1500;
constexpr std::size_t k_longest_header = 60;
constexpr std::size_t k_longest_link = 200;
constexpr std::size_t k_longest_tail = 640;
constexpr std::size_t k_longest_end = 90;

constexpr std::u32string_view k_leading = U"([>»•*-–— ";
constexpr std::u32string_view k_arrows = U"«‹»›";
constexpr std::u32string_view k_closers = U"\"'”’)";

// Whether the end of the line has a part of one of the patterns of ends, besides the arrow of a link: the patterns are
// slow, and tried only then.
template <typename C>
bool has_end_hint(const Line<C>& line) {
    const std::size_t begin = line.size() > k_longest_end ? line.end - k_longest_end : line.begin;
    return contains<U"contr", U"click", U"/", U":", U"(", U"mages", U"via ", U"stock", U"alamy", U"epa-", U"»", U"›">(
        line.text, begin, line.end);
}

// "... he said. Watch him say so »": the arrow of a link, not the end of a quotation.
template <typename C>
std::size_t link_tail_begin(const Line<C>& window) {
    const std::size_t arrow = window.end - 1;
    std::size_t stop = arrow;
    while (stop > window.begin && !window.holds(stop - 1, U".!?")) {
        if (window.holds(--stop, k_arrows)) return window.end;
    }
    if (stop == window.begin) return window.end;
    while (window.holds(stop, k_closers)) ++stop;
    std::size_t begin = stop;
    while (window.is(begin, base::unicode::k_space_class)) ++begin;
    while (begin > stop + 1 && arrow - begin < 2) --begin;
    return begin > stop && arrow - begin >= 2 && arrow - begin <= 160 ? begin : window.end;
}

}  // namespace

template <typename C>
bool is_boilerplate(const Line<C>& line, Threads& threads) {
    if (line.size() > k_longest_note) return false;
    Line<C> rest = line;
    while (rest.size() > 0 && rest.holds(rest.begin, k_leading)) ++rest.begin;
    const BoilerplatePatterns& patterns = boilerplate_patterns();
    const auto matches = [&](const auto& pattern, const Line<C>& part) {
        return pattern.match(part.text, part.begin, part.end, threads) != k_no_match;
    };
    if (line.size() > k_longest) return matches(patterns.note, rest);
    if (matches(patterns.lines, rest) || matches(patterns.cased, line)) return true;
    return has_end_hint(rest) && matches(patterns.ends, line);
}

template <typename C>
bool is_link_header(const Line<C>& line, Threads& threads) {
    if (line.size() > k_longest_header) return false;
    bool has_upper = false;
    bool has_lower = false;
    for (std::size_t i = line.begin; i < line.end; ++i) {
        has_upper = has_upper || line.is(i, base::unicode::k_upper_class);
        has_lower = has_lower || line.is(i, base::unicode::k_lower_class);
    }
    if (has_lower && !has_upper) return false;
    return boilerplate_patterns().link_header.match(line.text, line.begin, line.end, threads) != k_no_match;
}

template <typename C>
bool is_link(const Line<C>& line) {
    if (line.size() > k_longest_link) return false;
    if (line.ends_with_stop()) return line.ends_with(U"...");
    return !line.is(line.begin, base::unicode::k_lower_class);
}

template <typename C>
std::size_t tail_begin(const Line<C>& paragraph, Threads& threads) {
    Line<C> window = paragraph;
    if (window.size() > k_longest_tail) window.begin = window.end - k_longest_tail;
    if (paragraph.last() == U'»' || paragraph.last() == U'›') return link_tail_begin(window);
    for (std::size_t i = window.end; i-- > window.begin;) {
        if (window.at(i) != '(') continue;
        if (boilerplate_patterns().tail.match(window.text, i, window.end, threads) != k_no_match) return i;
    }
    return paragraph.end;
}

template bool is_boilerplate(const Line<std::uint8_t>&, Threads&);
template bool is_boilerplate(const Line<std::uint16_t>&, Threads&);
template bool is_boilerplate(const Line<std::uint32_t>&, Threads&);
template bool is_link_header(const Line<std::uint8_t>&, Threads&);
template bool is_link_header(const Line<std::uint16_t>&, Threads&);
template bool is_link_header(const Line<std::uint32_t>&, Threads&);
template bool is_link(const Line<std::uint8_t>&);
template bool is_link(const Line<std::uint16_t>&);
template bool is_link(const Line<std::uint32_t>&);
template std::size_t tail_begin(const Line<std::uint8_t>&, Threads&);
template std::size_t tail_begin(const Line<std::uint16_t>&, Threads&);
template std::size_t tail_begin(const Line<std::uint32_t>&, Threads&);

}  // namespace newsnlp::articles
