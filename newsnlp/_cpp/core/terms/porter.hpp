// The Porter stemmer with the departures that NLTK calls its extensions, which is what rouge-score
// stems with. Works in place on lower-case ASCII letters and digits; stateless.
#pragma once

#include <cstddef>

namespace newsnlp::terms {

// Stems `word[0, length)` in place and returns the new length, which is never more than the old one.
std::size_t porter_stem(char* word, std::size_t length);

}  // namespace newsnlp::terms
