// UTF-8 in the generalised form that also holds lone surrogates (WTF-8): its byte order is the order of code points,
// which is how Python sorts str.
#pragma once

#include <cstddef>
#include <cstdint>

namespace newsnlp::base::utf8 {

// Writes one code point, at most 4 bytes, and returns the pointer after it.
inline std::uint8_t* encode(std::uint32_t code, std::uint8_t* out) noexcept {
    if (code < 0x80) {
        *out++ = static_cast<std::uint8_t>(code);
    } else if (code < 0x800) {
        *out++ = static_cast<std::uint8_t>(0xC0 | (code >> 6));
        *out++ = static_cast<std::uint8_t>(0x80 | (code & 0x3F));
    } else if (code < 0x10000) {
        *out++ = static_cast<std::uint8_t>(0xE0 | (code >> 12));
        *out++ = static_cast<std::uint8_t>(0x80 | ((code >> 6) & 0x3F));
        *out++ = static_cast<std::uint8_t>(0x80 | (code & 0x3F));
    } else {
        *out++ = static_cast<std::uint8_t>(0xF0 | (code >> 18));
        *out++ = static_cast<std::uint8_t>(0x80 | ((code >> 12) & 0x3F));
        *out++ = static_cast<std::uint8_t>(0x80 | ((code >> 6) & 0x3F));
        *out++ = static_cast<std::uint8_t>(0x80 | (code & 0x3F));
    }
    return out;
}

// Bytes of the character that starts with `lead`.
inline std::size_t width(std::uint8_t lead) noexcept { return lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4; }

// Reads one code point of well-formed text and steps over it.
inline std::uint32_t decode(const std::uint8_t*& in) noexcept {
    const std::uint32_t lead = *in++;
    if (lead < 0x80) return lead;
    const auto next = [&in] { return static_cast<std::uint32_t>(*in++ & 0x3F); };
    if (lead < 0xE0) return ((lead & 0x1F) << 6) | next();
    if (lead < 0xF0) {
        const std::uint32_t high = next() << 6;
        return ((lead & 0x0F) << 12) | high | next();
    }
    const std::uint32_t high = next() << 12;
    const std::uint32_t middle = next() << 6;
    return ((lead & 0x07) << 18) | high | middle | next();
}

// Whether there is a lone surrogate, the only thing here that strict UTF-8 rejects: ED A0..BF xx.
inline bool has_surrogate(const std::uint8_t* bytes, std::size_t count) noexcept {
    for (std::size_t i = 0; i + 1 < count; ++i) {
        if (bytes[i] == 0xED && bytes[i + 1] >= 0xA0) return true;
    }
    return false;
}

}  // namespace newsnlp::base::utf8
