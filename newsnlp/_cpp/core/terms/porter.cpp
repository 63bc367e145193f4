#include "core/terms/porter.hpp"

#include <array>
#include <cstring>
#include <string_view>

namespace newsnlp::terms {
namespace {

using std::string_view;

struct Rule {
    string_view suffix;
    string_view replacement;
};

struct Irregular {
    string_view word;
    string_view stem;
};

// Exceptions to the rules, as in NLTK's stemmer.
constexpr std::array<Irregular, 16> k_irregular{{{"sky", "sky"},
                                                 {"skies", "sky"},
                                                 {"dying", "die"},
                                                 {"lying", "lie"},
                                                 {"tying", "tie"},
                                                 {"news", "news"},
                                                 {"innings", "inning"},
                                                 {"inning", "inning"},
                                                 {"outings", "outing"},
                                                 {"outing", "outing"},
                                                 {"cannings", "canning"},
                                                 {"canning", "canning"},
                                                 {"howe", "howe"},
                                                 {"proceed", "proceed"},
                                                 {"exceed", "exceed"},
                                                 {"succeed", "succeed"}}};

constexpr std::array<Rule, 4> k_step1a{{{"sses", "ss"}, {"ies", "i"}, {"ss", "ss"}, {"s", ""}}};

constexpr std::array<Rule, 20> k_step2{{{"ational", "ate"}, {"tional", "tion"}, {"enci", "ence"},   {"anci", "ance"},
                                        {"izer", "ize"},    {"bli", "ble"},     {"alli", "al"},     {"entli", "ent"},
                                        {"eli", "e"},       {"ousli", "ous"},   {"ization", "ize"}, {"ation", "ate"},
                                        {"ator", "ate"},    {"alism", "al"},    {"iveness", "ive"}, {"fulness", "ful"},
                                        {"ousness", "ous"}, {"aliti", "al"},    {"iviti", "ive"},   {"biliti", "ble"}}};

constexpr std::array<Rule, 7> k_step3{
    {{"icate", "ic"}, {"ative", ""}, {"alize", "al"}, {"iciti", "ic"}, {"ical", "ic"}, {"ful", ""}, {"ness", ""}}};

constexpr std::array<string_view, 19> k_step4{"al",  "ance",  "ence", "er",  "ic",  "able", "ible",
                                              "ant", "ement", "ment", "ent", "ion", "ou",   "ism",
                                              "ate", "iti",   "ous",  "ive", "ize"};

bool is_vowel_letter(char c) { return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u'; }

// A "y" is a consonant exactly when the letter before it is not one.
bool is_consonant_after(bool previous_is_consonant, std::size_t at, char c) {
    if (c == 'y') return at == 0 || !previous_is_consonant;
    return !is_vowel_letter(c);
}

bool is_consonant(string_view word, std::size_t at) {
    bool consonant = false;
    for (std::size_t i = 0; i <= at; ++i) consonant = is_consonant_after(consonant, i, word[i]);
    return consonant;
}

// The number of vowel-consonant pairs, the m of [C](VC){m}[V].
int measure(string_view stem) {
    int pairs = 0;
    bool consonant = true;
    for (std::size_t i = 0; i < stem.size(); ++i) {
        const bool before = consonant;
        consonant = is_consonant_after(before, i, stem[i]);
        if (i > 0 && !before && consonant) ++pairs;
    }
    return pairs;
}

bool contains_vowel(string_view stem) {
    bool consonant = true;
    for (std::size_t i = 0; i < stem.size(); ++i) {
        consonant = is_consonant_after(consonant, i, stem[i]);
        if (!consonant) return true;
    }
    return false;
}

bool ends_double_consonant(string_view word) {
    const std::size_t n = word.size();
    return n >= 2 && word[n - 1] == word[n - 2] && is_consonant(word, n - 1);
}

bool ends_consonant_vowel_consonant(string_view word) {
    const std::size_t n = word.size();
    if (n == 2) return !is_consonant(word, 0) && is_consonant(word, 1);
    if (n < 3) return false;
    const char last = word[n - 1];
    return is_consonant(word, n - 3) && !is_consonant(word, n - 2) && is_consonant(word, n - 1) && last != 'w' &&
           last != 'x' && last != 'y';
}

// The word being stemmed: a view whose ending can be cut or replaced in place.
class Word {
  public:
    Word(char* data, std::size_t length) : data_(data), length_(length) {}

    string_view text() const { return {data_, length_}; }
    std::size_t size() const { return length_; }
    bool ends(string_view suffix) const { return text().ends_with(suffix); }
    string_view without(std::size_t count) const { return {data_, length_ - count}; }
    char last() const { return data_[length_ - 1]; }

    void replace(std::size_t count, string_view replacement) {
        length_ -= count;
        std::memcpy(data_ + length_, replacement.data(), replacement.size());
        length_ += replacement.size();
    }

  private:
    char* data_;
    std::size_t length_;
};

// Applies the first rule whose suffix fits, if its stem has a measure over `more_than`.
template <std::size_t N>
void apply_first(Word& word, const std::array<Rule, N>& rules, int more_than) {
    for (const Rule& rule : rules) {
        if (!word.ends(rule.suffix)) continue;
        if (measure(word.without(rule.suffix.size())) > more_than) word.replace(rule.suffix.size(), rule.replacement);
        return;
    }
}

void step1a(Word& word) {
    if (word.size() == 4 && word.ends("ies")) return word.replace(3, "ie");
    apply_first(word, k_step1a, -1);
}

// Repairs the end after -ed or -ing was removed.
void step1b_tidy(Word& word) {
    if (word.ends("at") || word.ends("bl") || word.ends("iz")) return word.replace(0, "e");
    if (ends_double_consonant(word.text())) {
        const char last = word.last();
        if (last != 'l' && last != 's' && last != 'z') word.replace(1, "");
        return;
    }
    if (measure(word.text()) == 1 && ends_consonant_vowel_consonant(word.text())) word.replace(0, "e");
}

void step1b(Word& word) {
    if (word.ends("ied")) return word.size() == 4 ? word.replace(3, "ie") : word.replace(3, "i");
    if (word.ends("eed")) {
        if (measure(word.without(3)) > 0) word.replace(3, "ee");
        return;
    }
    const std::size_t count = word.ends("ed") ? 2 : word.ends("ing") ? 3 : 0;
    if (count == 0 || !contains_vowel(word.without(count))) return;
    word.replace(count, "");
    step1b_tidy(word);
}

void step1c(Word& word) {
    if (!word.ends("y")) return;
    const string_view stem = word.without(1);
    if (stem.size() > 1 && is_consonant(stem, stem.size() - 1)) word.replace(1, "i");
}

void step2(Word& word) {
    while (word.ends("alli") && measure(word.without(4)) > 0) word.replace(4, "al");
    for (const Rule& rule : k_step2) {
        if (!word.ends(rule.suffix)) continue;
        if (measure(word.without(rule.suffix.size())) > 0) word.replace(rule.suffix.size(), rule.replacement);
        return;
    }
    if (word.ends("fulli")) {
        if (measure(word.without(5)) > 0) word.replace(5, "ful");
    } else if (word.ends("logi")) {
        // The l counts with the stem here, so that short ones as in "geologi" qualify.
        if (measure(word.without(3)) > 0) word.replace(4, "log");
    }
}

void step4(Word& word) {
    for (const string_view suffix : k_step4) {
        if (!word.ends(suffix)) continue;
        const string_view stem = word.without(suffix.size());
        if (measure(stem) <= 1) return;
        if (suffix == "ion" && stem.back() != 's' && stem.back() != 't') return;
        return word.replace(suffix.size(), "");
    }
}

void step5(Word& word) {
    if (word.ends("e")) {
        const string_view stem = word.without(1);
        const int m = measure(stem);
        if (m > 1 || (m == 1 && !ends_consonant_vowel_consonant(stem))) word.replace(1, "");
    }
    if (word.ends("ll") && measure(word.without(1)) > 1) word.replace(1, "");
}

}  // namespace

std::size_t porter_stem(char* data, std::size_t length) {
    Word word(data, length);
    for (const Irregular& irregular : k_irregular) {
        if (word.text() != irregular.word) continue;
        word.replace(length, irregular.stem);
        return word.size();
    }
    if (length <= 2) return length;
    step1a(word);
    step1b(word);
    step1c(word);
    step2(word);
    apply_first(word, k_step3, 0);
    step4(word);
    step5(word);
    return word.size();
}

}  // namespace newsnlp::terms
