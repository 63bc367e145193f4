// The closed classes of English words that features use: function words, speech verbs, cues of captions and links.
#pragma once

#include <cstddef>
#include <cstdint>

namespace newsnlp::ranker {

enum WordClass : std::uint16_t {
    k_pronoun_class = 1,         // refers back: "he", "their"
    k_demonstrative_class = 2,   // "this", "those", "both"
    k_connective_class = 4,      // answers what was said before: "but", "however"
    k_personal_class = 8,        // "I", "we"
    k_address_class = 16,        // "you"
    k_speech_class = 32,         // attributes: "said", "according"
    k_time_class = 64,           // "Monday", "June", "yesterday"
    k_auxiliary_class = 128,     // "is", "has", "did"
    k_modal_class = 256,         // "will", "could"
    k_definite_class = 512,      // "the"
    k_caption_class = 1024,      // "pictured", "left", "Getty"
    k_link_class = 2048,         // "read", "subscribe", "newsletter"
    k_organization_class = 4096  // stands for a name given before: "company", "ministry", "spokesman"
};

inline constexpr std::size_t k_longest_word = 48;  // what comes after in a longer one does not count

struct Word {
    std::uint32_t codes[k_longest_word];  // in lower case
    std::size_t size = 0;
};

// Removes plural and the most common verb endings, after Harman's S stemmer; words with other letters are unchanged.
void stem(Word& word) noexcept;

// Returns FNV-1a over code points, its halves folded: two words are one term if their hashes agree.
std::uint64_t hash_of(const Word& word) noexcept;

// Returns the classes of the words whose stem has this hash.
std::uint16_t classes_of(std::uint64_t hash) noexcept;

}  // namespace newsnlp::ranker
