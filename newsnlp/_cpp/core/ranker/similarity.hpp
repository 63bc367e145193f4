// Similarity of sentences: unit vectors of term weights, and what they are compared with.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/ranker/document.hpp"

namespace newsnlp::ranker {

// Every comparison is with one vector, so all of it is linear in the text.
class Similarity {
  public:
    struct Entry {
        std::uint32_t term;
        float weight;
    };

    explicit Similarity(const Document& document);

    // Cosines of a sentence with all sentences, with those near the top, with the frequent terms and with the first
    // three; with the first, the previous and the next one (-1 if there is none).
    struct Row {
        float centroid, near_centroid, frequent, lead, opening, previous, next;
    };
    Row compare(std::size_t i) const noexcept;

    // Writes the cosine of sentence i with every sentence.
    void compare_all(std::size_t i, std::vector<float>& cosines);

    // The terms of a sentence, each once, with their weights.
    std::span<const Entry> entries(std::size_t i) const noexcept {
        return {entries_.data() + bounds_[i], entries_.data() + bounds_[i + 1]};
    }

  private:
    // What sentences are compared with, by term: one place of memory serves all five.
    struct References {
        float centroid, near_centroid, frequent, lead, opening;
    };

    void add_vectors(const Document& document);
    void scale(float References::* vector) noexcept;
    void mark(std::size_t i) noexcept;
    void unmark(std::size_t i) noexcept;
    float dot_marked(std::size_t i) const noexcept;

    std::size_t size_;
    std::vector<Entry> entries_;
    std::vector<std::uint32_t> bounds_;
    std::vector<References> references_;
    std::vector<float> marked_;  // the weights of one sentence, by term
    std::vector<float> next_;    // by sentence: its cosine with the one after it
};

}  // namespace newsnlp::ranker
