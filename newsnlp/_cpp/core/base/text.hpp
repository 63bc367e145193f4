// A borrowed view of one text, as CPython stores a str: fixed-width code points of 1, 2 or 4 bytes; or, for kind 0,
// UTF-8 as Arrow stores one, which only some functions accept.
#pragma once

#include <cstddef>
#include <cstdint>

namespace newsnlp::base {

struct TextView {
    const void* data = nullptr;
    std::size_t length = 0;  // in code points (kind 0: in bytes)
    std::uint8_t kind = 1;   // bytes a code point: 1, 2 or 4; 0 is UTF-8
    bool ascii = true;       // every code point is below 128 (then kind is 1)
};

// Code points begin to end - 1 of a text.
struct Range {
    std::size_t begin;
    std::size_t end;
};

// Calls `work` with a typed pointer to the code points, so that a template is compiled once for each width.
template <typename Work>
decltype(auto) with_code_points(const TextView& text, Work&& work) {
    switch (text.kind) {
        case 1:
            return work(static_cast<const std::uint8_t*>(text.data));
        case 2:
            return work(static_cast<const std::uint16_t*>(text.data));
        default:
            return work(static_cast<const std::uint32_t*>(text.data));
    }
}

}  // namespace newsnlp::base
