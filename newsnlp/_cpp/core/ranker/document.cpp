#include "core/ranker/document.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>
#include <string>

#include "core/base/hash_seed.hpp"
#include "core/base/interrupt.hpp"
#include "core/base/unicode.hpp"

namespace newsnlp::ranker {
namespace {

namespace unicode = base::unicode;
using base::Range;
using base::TextView;

// Numbers keys in order of first occurrence, by open addressing in a table that is at most half full.
class Numbering {
  public:
    explicit Numbering(std::size_t expected) {
        std::size_t size = 64;
        while (size < 2 * expected) size *= 2;
        slots_.assign(size, Slot{});
    }
    // Returns the key's number; sets `fresh` if the key is new.
    std::uint32_t operator()(std::uint64_t key, bool& fresh) {
        if (key == 0) key = 1;
        std::size_t slot = find(key);
        fresh = slots_[slot].key == 0;
        if (!fresh) return slots_[slot].number;
        if (2 * (std::size_t{count_} + 1) > slots_.size()) {
            grow();
            slot = find(key);
        }
        slots_[slot] = {key, count_};
        return count_++;
    }

  private:
    struct Slot {
        std::uint64_t key = 0;
        std::uint32_t number = 0;
    };

    std::size_t find(std::uint64_t key) const noexcept {
        std::size_t slot = base::hash_number(key) & (slots_.size() - 1);
        while (slots_[slot].key != 0 && slots_[slot].key != key) slot = (slot + 1) & (slots_.size() - 1);
        return slot;
    }
    void grow() {
        std::vector<Slot> old(2 * slots_.size());
        old.swap(slots_);
        for (const Slot& entry : old) {
            if (entry.key != 0) slots_[find(entry.key)] = entry;
        }
    }

    std::vector<Slot> slots_;
    std::uint32_t count_ = 0;
};

// Counts a mark; `opened` is one more than the position at which a quotation began that is still open, else 0.
void count_mark(std::uint32_t code, std::size_t position, Marks& marks, std::size_t& opened) noexcept {
    switch (code) {
        case '"':
        case '`':
        case 0x201C:
        case 0x201D:
            ++marks.quotes;
            if (opened > 0) marks.quoted += static_cast<std::uint32_t>(position + 1 - opened);
            opened = opened > 0 ? 0 : position + 1;
            return;
        case ',':
            ++marks.commas;
            return;
        case ':':
            ++marks.colons;
            return;
        case '(':
        case ')':
            ++marks.brackets;
            return;
        case '$':
        case '%':
        case 0xA3:
        case 0x20AC:
            ++marks.money;
            return;
        case '\n':
            ++marks.newlines;
            return;
        case ' ':
        case '.':
        case '\'':
        case 0x2018:
        case 0x2019:
        case '-':
        case 0x2013:
        case 0x2014:
        case ';':
        case '?':
        case '!':
            return;
        default:
            marks.others += !unicode::is_space(code);
    }
}

// The classes of ASCII in a table at hand, which spares nearly every letter of a text a call.
class CharacterClasses {
  public:
    CharacterClasses() noexcept {
        for (std::uint32_t code = 0; code < k_ascii; ++code) ascii_[code] = unicode::classes(code);
    }
    std::uint16_t operator()(std::uint32_t code) const noexcept {
        return code < k_ascii ? ascii_[code] : unicode::classes(code);
    }
    static std::uint32_t lower(std::uint32_t upper) noexcept {
        return upper < k_ascii ? upper + ('a' - 'A') : unicode::lower(upper);
    }

  private:
    static constexpr std::uint32_t k_ascii = 128;
    std::array<std::uint16_t, k_ascii> ascii_{};
};

const CharacterClasses k_classes;

// Calls `use_word(word, flags, length)` with the stem of each word of a range, and `use_mark(code, position)` for each
// other character.
template <typename Code, typename UseWord, typename UseMark>
void each_word(const Code* text, Range range, UseWord&& use_word, UseMark&& use_mark) {
    Word word;
    for (std::size_t p = range.begin; p < range.end;) {
        const std::uint16_t classes = k_classes(text[p]);
        if ((classes & unicode::k_word_class) == 0) {
            use_mark(text[p], p);
            ++p;
            continue;
        }
        const std::size_t start = p;
        std::size_t capitals = 0;
        word.size = 0;
        for (; p < range.end; ++p) {
            const std::uint32_t code = text[p];
            const std::uint16_t inner = k_classes(code);
            if ((inner & unicode::k_word_class) == 0) break;
            const bool upper = (inner & unicode::k_upper_class) != 0;
            capitals += upper;
            if (word.size < k_longest_word) word.codes[word.size++] = upper ? CharacterClasses::lower(code) : code;
        }
        const std::size_t length = p - start;
        unsigned flags = 0;
        if ((classes & unicode::k_upper_class) != 0) flags |= k_capital_flag;
        if ((classes & unicode::k_lower_class) != 0) flags |= k_lower_flag;
        if ((classes & unicode::k_digit_class) != 0) flags |= k_digit_flag;
        if (capitals > 1 && capitals == length) flags |= k_capitals_flag;
        if (length > 3) {
            flags |= k_long_flag;
            if (word.codes[word.size - 2] == 'e' && word.codes[word.size - 1] == 'd') flags |= k_past_flag;
        }
        stem(word);
        use_word(word, static_cast<std::uint8_t>(flags), static_cast<std::uint32_t>(length));
    }
}

class Reader {
  public:
    Reader(Document& document, const Background& background, std::size_t characters)
        : document_(document), background_(background), numbers_(characters / 8) {
        document.tokens.reserve(characters / 5);
        document.flags.reserve(characters / 5);
        document.lengths.reserve(characters / 5);
        document.terms.reserve(characters / 12);
    }

    // Counts the words of the headline only if it has enough of them.
    template <typename Code>
    void add_headline(const Code* codes, Range headline) {
        const auto skip = [](std::uint32_t, std::size_t) {};
        std::size_t words = 0;
        each_word(codes, headline, [&](const Word&, std::uint8_t, std::uint32_t) { ++words; }, skip);
        document_.headline = words >= k_fewest_headline_words;
        if (!document_.headline) return;
        const auto add = [&](const Word& word, std::uint8_t, std::uint32_t) {
            Term& term = document_.terms[number(word)];
            if (term.is_rare() && !term.in_headline) document_.headline_rarity += term.rarity;
            term.in_headline = true;
        };
        each_word(codes, headline, add, skip);
    }

    void add_token(const Word& word, std::uint8_t flags, std::uint32_t length, std::uint32_t sentence) {
        const std::uint32_t id = number(word);
        Term& term = document_.terms[id];
        if (term.count == 0) term.first = sentence;
        if (term.count == 0 || term.last != sentence) {
            if (term.sentences < Term::k_most_sentences) term.first_sentences[term.sentences] = sentence;
            ++term.sentences;
        }
        term.last = sentence;
        ++term.count;
        document_.tokens.push_back(id);
        document_.flags.push_back(flags);
        document_.lengths.push_back(length);
    }

  private:
    std::uint32_t number(const Word& word) {
        const std::uint64_t hash = hash_of(word);
        bool fresh = false;
        const std::uint32_t id = numbers_(hash, fresh);
        if (fresh) {
            Term term;
            term.rarity = static_cast<float>(background_.rarity[hash & (Background::k_size - 1)]) / 255.0F;
            term.classes = classes_of(hash);
            document_.terms.push_back(term);
        }
        return id;
    }

    Document& document_;
    const Background& background_;
    Numbering numbers_;
};

}  // namespace

Background view_background(const std::uint8_t* rarity, std::size_t size) {
    if (size != Background::k_size) {
        throw std::invalid_argument("background must hold 65536 numbers, got " + std::to_string(size));
    }
    return {rarity};
}

Document read_document(const TextView& text, const articles::Parts& parts, const Background& background) {
    Document document;
    document.parts = &parts;
    std::size_t characters = parts.headline.end - parts.headline.begin;
    for (const Range& range : parts.sentences) characters += range.end - range.begin;
    Reader reader(document, background, characters);
    document.bounds.reserve(parts.sentences.size() + 1);
    document.bounds.push_back(0);
    base::with_code_points(text, [&](const auto* codes) {
        reader.add_headline(codes, parts.headline);
        for (std::uint32_t i = 0; i < parts.sentences.size(); ++i) {
            base::poll_interrupt(parts.sentences[i].end - parts.sentences[i].begin);
            Marks marks;
            std::size_t opened = 0;
            const Range range = parts.sentences[i];
            each_word(
                codes, range,
                [&](const Word& word, std::uint8_t flags, std::uint32_t length) {
                    reader.add_token(word, flags, length, i);
                },
                [&](std::uint32_t code, std::size_t position) { count_mark(code, position, marks, opened); });
            if (opened > 0) marks.quoted += static_cast<std::uint32_t>(range.end + 1 - opened);
            document.marks.push_back(marks);
            document.bounds.push_back(static_cast<std::uint32_t>(document.tokens.size()));
        }
    });
    return document;
}

void hash_terms(const TextView& text, std::vector<std::uint64_t>& hashes) {
    base::with_code_points(text, [&](const auto* codes) {
        each_word(
            codes, {0, text.length},
            [&](const Word& word, std::uint8_t, std::uint32_t) { hashes.push_back(hash_of(word)); },
            [](std::uint32_t, std::size_t) {});
    });
}

}  // namespace newsnlp::ranker
