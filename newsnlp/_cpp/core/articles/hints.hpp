// A quick search for any of several short literals, before slow patterns are tried.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string_view>

namespace newsnlp::articles {

// All literals are searched for at once in any case, with a bit for each of their characters (Shift-And: Baeza-Yates
// and Gonnet 1992). They must be lower-case ASCII with at most 64 characters in total.
class Hints {
  public:
    constexpr Hints(std::initializer_list<std::string_view> literals) {
        std::uint64_t bit = 1;
        for (const std::string_view literal : literals) {
            begins_ |= bit;
            std::uint64_t last = 0;
            for (const char c : literal) {
                characters_[static_cast<std::size_t>(c)] |= bit;
                if (c >= 'a' && c <= 'z') characters_[static_cast<std::size_t>(c - 32)] |= bit;
                last = bit;
                bit <<= 1;
            }
            ends_ |= last;
        }
    }

    // Whether the text contains one of the literals, or one of two code points beyond ASCII.
    template <typename C>
    constexpr bool found_in(const C* text, std::size_t begin, std::size_t end, std::uint32_t one,
                            std::uint32_t other) const {
        std::uint64_t state = 0;
        for (std::size_t i = begin; i < end; ++i) {
            const std::uint32_t c = text[i];
            if (c == one || c == other) return true;
            state = c < 128 ? ((state << 1) | begins_) & characters_[c] : 0;
            if ((state & ends_) != 0) return true;
        }
        return false;
    }

  private:
    std::array<std::uint64_t, 128> characters_{};
    std::uint64_t begins_ = 0;
    std::uint64_t ends_ = 0;
};

}  // namespace newsnlp::articles
