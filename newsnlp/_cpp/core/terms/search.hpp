// The terms of a vocabulary that a text has, for a scorer: most n-grams of a text are not terms, so a filter precedes
// the search, and the word index at which each term ends is kept.
#pragma once

#include <vector>

#include "core/terms/lookup.hpp"
#include "core/terms/vocabulary.hpp"

namespace newsnlp::terms {

class TermSearch {
  public:
    TermSearch(const Vocabulary& vocabulary, const simd::Kernels& kernels);

    // Finds the terms of a text; of words, the first `lead` that are not stop words count.
    void read(const Texts& texts, std::size_t i, std::size_t lead);
    // Writes the nodes of what was found within the first `lead` of them, one an occurrence.
    void copy(std::size_t lead, base::Buffer<std::uint32_t>& nodes) const;

    // n-grams of one length with their positions: `ends` counts the words up to their last.
    struct Found {
        base::Buffer<std::uint32_t> nodes;
        base::Buffer<std::uint32_t> ends;
    };
    // The node of each word that was read, k_no_node for an unknown one.
    const base::Buffer<std::uint32_t>& words() const noexcept { return words_; }
    // The n-grams of words that were found, by their length, from 2.
    const std::vector<Found>& grams() const noexcept { return found_; }
    std::size_t shortest() const noexcept { return analysis_.min_n; }

  private:
    void find_words();
    void find_grams(std::size_t n);

    const Analysis& analysis_;
    const Vocabulary::Table& table_;
    const simd::Kernels& kernels_;
    TokenFilter filter_;
    TermReader reader_;
    WordReader word_reader_;
    base::Buffer<std::uint32_t> words_;  // nodes of the tokens that are not stop words
    std::vector<Found> found_;           // by length of the n-grams, from 2
    base::Buffer<std::uint32_t> grams_;  // nodes of the n-grams of the length before, by their first word
    base::Buffer<std::uint32_t> indices_;
};

}  // namespace newsnlp::terms
