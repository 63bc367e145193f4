// A range of a text as the rules of articles read it.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "core/articles/pattern.hpp"
#include "core/base/unicode.hpp"

namespace newsnlp::articles {

template <typename C>
struct Line {
    const C* text;
    std::size_t begin;
    std::size_t end;

    std::size_t size() const { return end - begin; }
    std::uint32_t at(std::size_t i) const { return text[i]; }
    std::uint32_t first() const { return text[begin]; }
    std::uint32_t last() const { return text[end - 1]; }
    Line head(std::size_t most) const { return {text, begin, std::min(end, begin + most)}; }
    Line from(std::size_t start) const { return {text, start, end}; }

    bool is(std::size_t i, std::uint16_t wanted) const { return (base::unicode::classes(at(i)) & wanted) != 0; }

    bool holds(std::size_t i, std::u32string_view marks) const {
        return marks.find(static_cast<char32_t>(at(i))) != std::u32string_view::npos;
    }

    bool ends_with(std::u32string_view tail) const {
        return size() >= tail.size() &&
               std::equal(tail.begin(), tail.end(), text + (end - tail.size()), [](char32_t a, C b) { return a == b; });
    }

    // A full stop ends the line, possibly followed by a closing quote.
    bool ends_with_stop() const {
        return ends_with(U".") || ends_with(U".\u201D") || ends_with(U".\"") || ends_with(U"\u3002");
    }
};

}  // namespace newsnlp::articles
