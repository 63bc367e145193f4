// A quick search for any of several short literals, before slow patterns are tried.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <limits>
#include <utility>

namespace newsnlp::articles {

// A literal as a template parameter; its letters must be in lower case.
template <std::size_t length_>
struct Literal {
    char32_t codes[length_]{};

    // NOLINTNEXTLINE(google-explicit-constructor)
    consteval Literal(const char32_t (&text)[length_ + 1]) { std::copy_n(text, length_, codes); }
    static constexpr std::size_t length = length_;
};
template <std::size_t size>
Literal(const char32_t (&)[size]) -> Literal<size - 1>;

// As many code points as a vector register of 16 bytes holds, which every machine of 64 bits has; operators work on all
// of them at once.
template <typename C>
struct Vector {
    typedef C Codes __attribute__((vector_size(16)));
    static constexpr std::size_t size = 16 / sizeof(C);

    static Codes load(const C* text) {
        Codes codes;
        std::memcpy(&codes, text, sizeof(codes));
        return codes;
    }
    template <typename Mask>
    static bool any(const Mask& mask) {
        std::array<std::uint64_t, 2> halves;
        std::memcpy(halves.data(), &mask, sizeof(mask));
        return (halves[0] | halves[1]) != 0;
    }
};

// Where the literal begins among the first code points of a text, in any case: a mask.
template <Literal literal, typename C>
auto find_begins(const C* text) {
    const auto is_code = [text]<std::size_t k>() {
        constexpr char32_t wanted = literal.codes[k];
        constexpr C fold_bit = wanted >= 'a' && wanted <= 'z' ? 32 : 0;
        return (Vector<C>::load(text + k) | fold_bit) == static_cast<C>(wanted);
    };
    return [&is_code]<std::size_t... k>(std::index_sequence<k...>) {
        return (is_code.template operator()<k>() & ...);
    }(std::make_index_sequence<literal.length>());
}

// Whether one of the literals begins among the first code points of a text.
template <Literal... literals, typename C>
bool begins_soon(const C* text) {
    auto found = typename Vector<C>::Codes{} != typename Vector<C>::Codes{};
    const auto add = [&]<Literal literal>() {
        constexpr bool fits = std::all_of(literal.codes, literal.codes + literal.length,
                                          [](char32_t code) { return code <= std::numeric_limits<C>::max(); });
        if constexpr (fits) found |= find_begins<literal>(text);
    };
    (add.template operator()<literals>(), ...);
    return Vector<C>::any(found);
}

// Whether the text contains one of the literals, in any case.
template <Literal... literals, typename C>
bool contains(const C* text, std::size_t begin, std::size_t end) {
    constexpr std::size_t step = Vector<C>::size;
    constexpr std::size_t longest = std::max({literals.length...});
    for (; end - begin >= step + longest; begin += step) {
        if (begins_soon<literals...>(text + begin)) return true;
    }
    std::array<C, 2 * (step + longest)> rest{};  // and nothing after it
    std::copy(text + begin, text + end, rest.begin());
    for (std::size_t i = 0; i < end - begin; i += step) {
        if (begins_soon<literals...>(rest.data() + i)) return true;
    }
    return false;
}

}  // namespace newsnlp::articles
