#include "core/ranker/document.hpp"

#include <algorithm>
#include <array>
#include <string_view>

#include "core/base/unicode.hpp"

namespace newsnlp::ranker {
namespace {

constexpr std::size_t k_longest_word = 48;  // what comes after in a longer one does not count

struct Word {
    std::array<std::uint32_t, k_longest_word> codes;
    std::size_t size = 0;

    bool ends_in(std::string_view end) const noexcept {
        if (end.size() > size) return false;
        for (std::size_t i = 0; i < end.size(); ++i) {
            if (codes[size - end.size() + i] != static_cast<unsigned char>(end[i])) return false;
        }
        return true;
    }
};

// Takes off plural and the commonest verb endings, after Harman's S stemmer; words with other letters stay.
void stem(Word& word) noexcept {
    if (word.size < 4) return;
    for (std::size_t i = 0; i < word.size; ++i) {
        if (word.codes[i] >= 128) return;
    }
    if (word.size > 4 && word.ends_in("ies")) {
        word.size -= 2;
        word.codes[word.size - 1] = 'y';
        return;
    }
    if (word.size > 4 && word.ends_in("sses")) {
        word.size -= 2;
        return;
    }
    if (word.ends_in("s") && !word.ends_in("ss") && !word.ends_in("us") && !word.ends_in("is")) --word.size;
    if (word.size > 5 && word.ends_in("ing")) {
        word.size -= 3;
    } else if (word.size > 4 && word.ends_in("ed")) {
        word.size -= 2;
    }
}

// FNV-1a over code points, its halves folded.
std::uint64_t hash_of(const Word& word) noexcept {
    std::uint64_t hash = 0xCBF29CE484222325U;
    for (std::size_t i = 0; i < word.size; ++i) {
        hash ^= word.codes[i];
        hash *= 0x100000001B3U;
    }
    return hash ^ (hash >> 32);
}

struct ClassEntry {
    std::uint64_t hash;
    std::uint8_t classes;
};

void add_words(std::vector<ClassEntry>& entries, std::string_view words, WordClass word_class) {
    while (!words.empty()) {
        const std::size_t end = std::min(words.find(' '), words.size());
        Word word;
        for (const char c : words.substr(0, end)) word.codes[word.size++] = static_cast<unsigned char>(c);
        stem(word);
        const std::uint64_t hash = hash_of(word);
        const auto found =
            std::find_if(entries.begin(), entries.end(), [&](const ClassEntry& entry) { return entry.hash == hash; });
        if (found == entries.end()) {
            entries.push_back({hash, word_class});
        } else {
            found->classes = static_cast<std::uint8_t>(found->classes | word_class);
        }
        words.remove_prefix(std::min(end + 1, words.size()));
    }
}

std::vector<ClassEntry> make_classes() {
    std::vector<ClassEntry> entries;
    add_words(entries, "he she it they this that these those his her their its him them who which", k_pronoun_class);
    add_words(entries, "but and however or so yet still meanwhile also then because although though instead moreover",
              k_conjunction_class);
    add_words(entries,
              "said says say told tells added adds according announced reported explained stated asked warned claimed "
              "wrote",
              k_speech_class);
    add_words(entries, "i we my our me us myself you your", k_personal_class);
    add_words(entries,
              "monday tuesday wednesday thursday friday saturday sunday january february march april june july august "
              "september october november december today yesterday tomorrow year month week",
              k_time_class);
    add_words(entries, "not no never n t nor", k_negation_class);
    add_words(entries, "will would could should may might can must", k_modal_class);
    std::sort(entries.begin(), entries.end(), [](const auto& a, const auto& b) { return a.hash < b.hash; });
    return entries;
}

std::uint8_t classes_of(std::uint64_t hash) noexcept {
    static const std::vector<ClassEntry> entries = make_classes();
    const auto found = std::lower_bound(entries.begin(), entries.end(), hash,
                                        [](const ClassEntry& entry, std::uint64_t key) { return entry.hash < key; });
    return found != entries.end() && found->hash == hash ? found->classes : std::uint8_t{0};
}

// Numbers keys as they come: open addressing over a table that can't fill up.
class Numbering {
  public:
    explicit Numbering(std::size_t most) {
        std::size_t size = 64;
        while (size < 2 * most) size *= 2;
        keys_.assign(size, 0);
        numbers_.assign(size, 0);
    }
    // The key's number; sets `fresh` when it is new.
    std::uint32_t operator()(std::uint64_t key, bool& fresh) noexcept {
        if (key == 0) key = 1;
        std::size_t slot = (key * 0x9E3779B97F4A7C15U >> 20) & (keys_.size() - 1);
        while (keys_[slot] != 0 && keys_[slot] != key) slot = (slot + 1) & (keys_.size() - 1);
        fresh = keys_[slot] == 0;
        if (fresh) {
            keys_[slot] = key;
            numbers_[slot] = count_++;
        }
        return numbers_[slot];
    }

  private:
    std::vector<std::uint64_t> keys_;
    std::vector<std::uint32_t> numbers_;
    std::uint32_t count_ = 0;
};

// Calls `use(word, flags, length)` for each word of a stretch.
template <typename Code, typename Use>
void each_word(const Code* text, std::size_t begin, std::size_t end, Use&& use) {
    bool opening = true;
    while (begin < end) {
        if (!base::unicode::is_word(text[begin])) {
            ++begin;
            continue;
        }
        const std::size_t start = begin;
        Word word;
        std::size_t capitals = 0;
        for (; begin < end && base::unicode::is_word(text[begin]); ++begin) {
            capitals += (base::unicode::classes(text[begin]) & base::unicode::k_upper_class) != 0;
            if (word.size < k_longest_word) word.codes[word.size++] = base::unicode::lower(text[begin]);
        }
        const std::uint16_t classes = base::unicode::classes(text[start]);
        unsigned flags = opening ? unsigned{k_opening_flag} : 0U;
        if ((classes & base::unicode::k_upper_class) != 0) flags |= k_capital_flag;
        if ((classes & base::unicode::k_digit_class) != 0) flags |= k_digit_flag;
        if (capitals > 1 && capitals == begin - start) flags |= k_capitals_flag;
        stem(word);
        use(word, static_cast<std::uint8_t>(flags), static_cast<std::uint32_t>(begin - start));
        opening = false;
    }
}

class Reader {
  public:
    Reader(Document& document, const Background& background, std::size_t characters)
        : story_(document), background_(background), terms_(characters / 2 + 1), pairs_(characters / 2 + 1) {
        document.tokens.reserve(characters / 5);
        document.flags.reserve(characters / 5);
        document.lengths.reserve(characters / 5);
    }

    void add_token(const Word& word, std::uint8_t flags, std::uint32_t length, std::uint32_t sentence) {
        bool fresh = false;
        const std::uint64_t hash = hash_of(word);
        const std::uint32_t number = terms_(hash, fresh);
        if (fresh) add_term(hash, flags, length, sentence);
        DocumentTerm& term = story_.terms[number];
        if (term.last != sentence || term.count == 0) ++term.sentences;
        term.last = sentence;
        ++term.count;
        term.capitals += (flags & (k_capital_flag | k_opening_flag)) == k_capital_flag;
        story_.tokens.push_back(number);
        story_.flags.push_back(flags);
        story_.lengths.push_back(length);
    }

    void pair_tokens(std::uint32_t sentence) {
        const std::uint32_t begin = story_.bounds[sentence];
        const auto end = static_cast<std::uint32_t>(story_.tokens.size());
        for (std::uint32_t i = begin; i + 1 < end; ++i) {
            const std::uint32_t left = story_.tokens[i];
            const std::uint32_t right = story_.tokens[i + 1];
            bool fresh = false;
            const std::uint32_t number = pairs_((static_cast<std::uint64_t>(left) + 1) << 32 | (right + 1), fresh);
            if (fresh) story_.pairs.push_back({left, right, 0, sentence, sentence, 0});
            DocumentPair& pair = story_.pairs[number];
            if (pair.last != sentence || pair.sentences == 0) {
                ++pair.sentences;
                pair.nearness += 1.0F / (1.0F + static_cast<float>(sentence));
            }
            pair.last = sentence;
            story_.token_pairs.push_back(number);
        }
        if (end > begin) story_.token_pairs.push_back(Document::k_none);
    }

  private:
    void add_term(std::uint64_t hash, std::uint8_t flags, std::uint32_t length, std::uint32_t sentence) {
        const std::size_t slot = hash & (Background::k_size - 1);
        DocumentTerm term;
        term.hash = hash;
        term.rarity = static_cast<float>(background_.rarity[slot]) / 255.0F;
        term.first = sentence;
        term.place = static_cast<std::uint32_t>(story_.tokens.size());
        term.length = length;
        term.classes = classes_of(hash);
        term.digit = (flags & k_digit_flag) != 0;
        story_.terms.push_back(term);
    }

    Document& story_;
    const Background& background_;
    Numbering terms_;
    Numbering pairs_;
};

}  // namespace

Document read_document(const base::TextView& text, std::vector<base::Range> sentences, const Background& background) {
    Document document;
    std::size_t characters = 0;
    for (const base::Range& range : sentences) characters += range.end - range.begin + 1;
    document.sentences = std::move(sentences);
    Reader reader(document, background, characters);
    document.bounds.push_back(0);
    base::with_code_points(text, [&](const auto* codes) {
        for (std::uint32_t i = 0; i < document.sentences.size(); ++i) {
            const base::Range range = document.sentences[i];
            each_word(codes, range.begin, range.end, [&](const Word& word, std::uint8_t flags, std::uint32_t length) {
                reader.add_token(word, flags, length, i);
            });
            reader.pair_tokens(i);
            document.bounds.push_back(static_cast<std::uint32_t>(document.tokens.size()));
        }
    });
    return document;
}

void hash_terms(const base::TextView& text, std::vector<std::uint64_t>& hashes) {
    base::with_code_points(text, [&](const auto* codes) {
        each_word(codes, 0, text.length,
                  [&](const Word& word, std::uint8_t, std::uint32_t) { hashes.push_back(hash_of(word)); });
    });
}

}  // namespace newsnlp::ranker
