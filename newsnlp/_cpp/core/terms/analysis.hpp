// How a text becomes terms: the settings of scikit-learn's analyzers, checked by the caller.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace newsnlp::terms {

enum class Analyzer : std::uint8_t { word, character, character_word, tokens };
enum class Accents : std::uint8_t { keep, ascii, unicode };

struct Analysis {
    Analyzer analyzer = Analyzer::word;
    std::uint32_t min_n = 1;
    std::uint32_t max_n = 1;
    std::uint32_t min_letters = 2;  // 1 or 2: the shortest token
    bool lowercase = true;
    Accents accents = Accents::keep;
    std::vector<std::string> stop_words;                     // sorted and distinct, UTF-8
    std::vector<std::pair<std::string, std::string>> stems;  // sorted by word: (token, what it becomes)

    bool operator==(const Analysis&) const = default;
};

}  // namespace newsnlp::terms
