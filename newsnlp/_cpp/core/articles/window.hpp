// The range of text that the sentence rules read: characters by class, words by lexicon key.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "core/articles/lexicon.hpp"
#include "core/articles/punctuation.hpp"
#include "core/base/unicode.hpp"

namespace newsnlp::articles {

constexpr std::size_t k_longest_word = 24;
constexpr std::size_t k_longest_token = 40;  // bounds every look-behind, so that the work stays linear

// A word of the text in lower case, as in the lexicon; empty if the lexicon cannot contain it.
struct Key {
    std::array<char, k_longest_word> letters{};
    std::size_t length = 0;

    std::string_view view() const { return {letters.data(), length}; }
    std::uint16_t roles() const { return length == 0 ? std::uint16_t{0} : lexicon::roles(view()); }
};

template <typename C>
struct Window {
    const C* text;
    std::size_t start;  // of the current sentence
    std::size_t end;    // of the range

    std::uint32_t at(std::size_t i) const { return text[i]; }
    bool has(std::size_t i, std::uint32_t c) const { return i < end && at(i) == c; }
    std::uint16_t classes(std::size_t i) const { return base::unicode::classes(at(i)); }
    bool is(std::size_t i, std::uint16_t wanted) const { return (classes(i) & wanted) != 0; }
    bool space(std::size_t i) const { return is(i, base::unicode::k_space_class); }
    bool word(std::size_t i) const { return is(i, base::unicode::k_word_class); }
    bool upper(std::size_t i) const { return is(i, base::unicode::k_upper_class); }
    bool lower(std::size_t i) const { return is(i, base::unicode::k_lower_class); }
    bool digit(std::size_t i) const { return is(i, base::unicode::k_digit_class); }
    bool caseless(std::size_t i) const {
        constexpr std::uint16_t cases = base::unicode::k_upper_class | base::unicode::k_lower_class;
        return is(i, base::unicode::k_alpha_class) && !is(i, cases);
    }

    std::size_t skip_space(std::size_t i) const {
        while (i < end && space(i)) ++i;
        return i;
    }
    std::size_t skip_openers(std::size_t i) const {
        while (i < end && punctuation::is_opener(at(i))) ++i;
        return i;
    }

    static constexpr bool apostrophe(std::uint32_t c) { return c == '\'' || c == 0x2019; }

    // The end of the word that starts at i: word characters, and apostrophes between them.
    std::size_t word_end(std::size_t i) const {
        const std::size_t limit = std::min(end, i + k_longest_word);
        std::size_t stop = i;
        while (stop < limit && (word(stop) || (stop > i && apostrophe(at(stop)) && stop + 1 < end && word(stop + 1)))) {
            ++stop;
        }
        return stop;
    }

    // The start of the characters before i, back to white space, an opening mark, a dash, slash, comma or colon.
    std::size_t token_begin(std::size_t i) const {
        std::size_t begin = i;
        while (begin > start && i - begin < k_longest_token && !breaks_token(begin - 1)) --begin;
        return begin;
    }

    Key key(std::size_t begin, std::size_t stop) const {
        Key made;
        if (stop - begin > k_longest_word) return made;
        for (std::size_t i = begin; i < stop; ++i) {
            const std::uint32_t c = apostrophe(at(i)) ? std::uint32_t{'\''} : at(i);
            if (c > 0xFF) return Key{};
            made.letters[made.length++] = static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c);
        }
        return made;
    }

  private:
    bool breaks_token(std::size_t i) const {
        const std::uint32_t c = at(i);
        if (c == ')' || c == ']' || c == '}') return false;
        return space(i) || (punctuation::is_opener(c) && c != '\'') || (punctuation::is_dash(c) && c != '-') ||
               c == '/' || c == ',' || c == ';' || c == ':';
    }
};

}  // namespace newsnlp::articles
