// Sentences for summarizers: numbered terms in order, stemmed, without stop words.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "core/base/hash_seed.hpp"
#include "core/base/text.hpp"

namespace newsnlp::summaries {

// A set of words in lower case, UTF-8; looked up without a copy.
class WordSet {
  public:
    void add(std::string_view word) { words_.emplace(word); }
    bool contains(std::string_view word) const { return words_.find(word) != words_.end(); }
    std::size_t size() const { return words_.size(); }

  private:
    std::unordered_set<std::string, base::StringHash, std::equal_to<>> words_;
};

// Rows of terms: row i owns ids[starts[i], starts[i + 1]). Terms are numbered by first occurrence.
struct SentenceTerms {
    std::vector<std::int64_t> starts{0};
    std::vector<std::int32_t> ids;            // repeated terms are repeated
    std::vector<std::int32_t> token_indices;  // the index of each token in its row, counting stop words
    std::vector<std::int32_t> lengths;        // tokens of each row, counting stop words
    std::vector<std::string> terms;           // UTF-8
};

// Splits each text into tokens, drops stop words and stems the rest.
//
// A token is a run of letters, digits and marks in lower case; single letters with a full stop behind each
// ("U.S.") are one token ("u.s"). Scripts written without blanks give overlapping pairs of characters.
// Only words of ASCII letters are stemmed (Porter, with NLTK's extensions).
SentenceTerms sentence_terms(const std::vector<base::TextView>& texts, const WordSet& stop_words, bool stem);

// The cost of each text in a summary: 1, its words (separated by white space), and its characters, with every run of
// white space counted as one blank, plus one for the blank that joins it to the next. Three numbers for each text.
std::vector<std::int64_t> sentence_costs(const std::vector<base::TextView>& texts);

// Rows of distinct terms in ascending order with how often each occurs.
struct CountedRows {
    std::vector<std::int64_t> starts{0};
    std::vector<std::int32_t> ids;
    std::vector<double> counts;
};
CountedRows count_terms(const std::int64_t* starts, std::size_t n_rows, const std::int32_t* ids);

}  // namespace newsnlp::summaries
