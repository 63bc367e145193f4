// Words that decide where an English sentence ends: abbreviations by their roles, and words that begin sentences.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace newsnlp::articles::lexicon {

enum WordRole : std::uint16_t {
    k_title = 1,          // stands before what it belongs to: "Mr.", "Gen.", "e.g."; never ends a sentence
    k_numbered = 2,       // before a number it stands for a word: "No. 5", "p. 55"; else it may end a sentence
    k_month = 4,          // "Nov. 23", and the end of a sentence before a word that begins one
    k_ending = 8,         // may end a sentence: "etc.", "Calif.", "Jr."
    k_corporate = 16,     // as k_ending, and part of a company's name: "Inc.", "Co."
    k_clock = 32,         // "a.m.", "p.m."
    k_starter = 64,       // often the first word of a sentence: "The", "However", "Mr"
    k_speech = 128,       // says who spoke, after a quotation: "said", "asks"
    k_auxiliary = 256,    // a verb that makes the word before it a subject: "has", "weren't"
    k_zone = 512,         // after a clock time it goes on: "EST", "Monday", "time"
    k_time_lead = 1024,   // opens a phrase of time: "At", "By"
    k_name = 4096,        // a name with a stop of its own when in capitals: "the ID. Buzz"
    k_unfinished = 8192,  // ends no heading, as something must follow it: "of", "its", "said"
    k_capital = 2048,     // one of the above only when capitalized: "Ill." the state, not "ill."

    k_endings = k_month | k_ending | k_corporate | k_clock,
    k_abbreviation = k_title | k_endings
};

// Returns the roles of a word in lower case without its final period; 0 for a word that is not listed.
std::uint16_t roles(std::string_view word) noexcept;

// Returns every listed word with its roles, in the order of the list.
std::vector<std::pair<std::string, std::uint16_t>> entries();

}  // namespace newsnlp::articles::lexicon
