// Similarity of sentences: unit vectors of term weights, and what they are compared with.
#pragma once

#include <cstdint>
#include <vector>

#include "core/ranker/document.hpp"

namespace newsnlp::ranker {

// Every comparison is with one vector, so all of it is linear in the text.
class Similarity {
  public:
    explicit Similarity(const Document& document);

    // Cosines of a sentence with all sentences, with those near the top, with the frequent terms and with the first
    // three; with the first, the previous and the next one (-1 if there is none).
    struct Row {
        float centroid, near_centroid, frequent, lead, opening, previous, next;
    };
    Row compare(std::size_t i);

    // Writes the cosine of sentence i with every sentence.
    void compare_all(std::size_t i, std::vector<float>& cosines);

  private:
    struct Entry {
        std::uint32_t term;
        float weight;
    };

    void add_vectors(const Document& document);
    float dot(std::size_t i, const std::vector<float>& other) const noexcept;
    float between(std::size_t i, std::size_t j) noexcept;
    void add(std::size_t i, float times, std::vector<float>& sum) const noexcept;

    std::size_t size_;
    std::vector<Entry> entries_;
    std::vector<std::uint32_t> bounds_;
    std::vector<float> centroid_, near_, frequent_, lead_, opening_, scratch_;
};

}  // namespace newsnlp::ranker
