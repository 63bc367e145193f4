#include "core/ranker/words.hpp"

#include <algorithm>
#include <string_view>
#include <vector>

namespace newsnlp::ranker {
namespace {

struct Group {
    WordClass word_class;
    std::string_view words;
};

constexpr Group k_groups[] = {
    {k_pronoun_class, "he she it they him them his her hers their theirs its himself herself itself themselves"},
    {k_demonstrative_class, "this that these those such another both neither either others"},
    {k_connective_class,
     "but and however or so yet still meanwhile also then because although though instead moreover nor thus therefore "
     "hence besides furthermore nevertheless nonetheless otherwise similarly likewise indeed too additionally plus"},
    {k_personal_class, "i we my our me us myself ourselves mine ours"},
    {k_address_class, "you your yours yourself"},
    {k_speech_class,
     "said says say told tells added adds according announced reported explained stated asked warned claimed wrote "
     "confirmed insisted argued denied suggested tweeted testified urged revealed admitted"},
    {k_time_class,
     "monday tuesday wednesday thursday friday saturday sunday january february march april june july august september "
     "october november december jan feb aug sept oct nov dec today yesterday tomorrow tonight"},
    {k_auxiliary_class, "is are was were be been being has have had do does did"},
    {k_modal_class, "will would could should may might can must shall"},
    {k_definite_class, "the"},
    {k_caption_class,
     "pictured photo photograph picture image images getty reuters ap afp file caption above below left right seen "
     "shown shows poses credit courtesy via illustration screenshot"},
    {k_link_class,
     "read click watch subscribe sign newsletter follow share related video gallery photos advertisement cookies "
     "comment email twitter facebook instagram youtube whatsapp telegram podcast app download login register copyright "
     "reserved contact website link more here story updated published"},
    {k_organization_class,
     "company firm group team agency ministry government court police officials officer authorities president minister "
     "spokesman spokeswoman spokesperson chief leader department committee bank"},
};

bool ends_in(const Word& word, std::string_view end) noexcept {
    if (end.size() > word.size) return false;
    for (std::size_t i = 0; i < end.size(); ++i) {
        if (word.codes[word.size - end.size() + i] != static_cast<unsigned char>(end[i])) return false;
    }
    return true;
}

struct ClassEntry {
    std::uint64_t hash;
    std::uint16_t classes;
};

// The size of a table that is sparse with all listed words, searched by linear probing.
constexpr std::size_t k_slots = 1024;

std::vector<ClassEntry> make_table() {
    std::vector<ClassEntry> table(k_slots, ClassEntry{0, 0});
    for (auto [word_class, words] : k_groups) {
        while (!words.empty()) {
            const std::size_t end = std::min(words.find(' '), words.size());
            Word word;
            for (const char c : words.substr(0, end)) word.codes[word.size++] = static_cast<unsigned char>(c);
            stem(word);
            const std::uint64_t hash = hash_of(word);
            std::size_t slot = hash % k_slots;
            while (table[slot].classes != 0 && table[slot].hash != hash) slot = (slot + 1) % k_slots;
            table[slot] = {hash, static_cast<std::uint16_t>(table[slot].classes | word_class)};
            words.remove_prefix(std::min(end + 1, words.size()));
        }
    }
    return table;
}

}  // namespace

void stem(Word& word) noexcept {
    if (word.size < 4) return;
    for (std::size_t i = 0; i < word.size; ++i) {
        if (word.codes[i] >= 128) return;
    }
    if (word.size > 4 && ends_in(word, "ies")) {
        word.size -= 2;
        word.codes[word.size - 1] = 'y';
        return;
    }
    if (word.size > 4 && ends_in(word, "sses")) {
        word.size -= 2;
        return;
    }
    if (ends_in(word, "s") && !ends_in(word, "ss") && !ends_in(word, "us") && !ends_in(word, "is")) --word.size;
    if (word.size > 5 && ends_in(word, "ing")) {
        word.size -= 3;
    } else if (word.size > 4 && ends_in(word, "ed")) {
        word.size -= 2;
    }
}

std::uint64_t hash_of(const Word& word) noexcept {
    std::uint64_t hash = 0xCBF29CE484222325U;
    for (std::size_t i = 0; i < word.size; ++i) {
        hash ^= word.codes[i];
        hash *= 0x100000001B3U;
    }
    return hash ^ (hash >> 32);
}

std::uint16_t classes_of(std::uint64_t hash) noexcept {
    static const std::vector<ClassEntry> table = make_table();
    for (std::size_t slot = hash % k_slots; table[slot].classes != 0; slot = (slot + 1) % k_slots) {
        if (table[slot].hash == hash) return table[slot].classes;
    }
    return 0;
}

}  // namespace newsnlp::ranker
