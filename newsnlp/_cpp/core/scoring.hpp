// Texts to scores of linear models in one go: terms are found, weighed and added up, and no matrix is built.
#pragma once

#include <memory>
#include <vector>

#include "core/vocabulary.hpp"

namespace newsnlp {

// The terms of one kind (words, characters) with what each of them adds to every topic.
class TermBlock {
  public:
    // `weights` holds topics numbers a term; `idf` one, or is null for ones; of words, only the first `lead` are read.
    TermBlock(std::shared_ptr<const Vocabulary> vocabulary, const double* weights, std::size_t topics,
              const double* idf, bool sublinear, Norm norm, std::size_t lead);

    const Vocabulary& vocabulary() const noexcept { return *vocabulary_; }
    std::size_t topics() const noexcept { return topics_; }
    bool sublinear() const noexcept { return sublinear_; }
    Norm norm() const noexcept { return norm_; }
    std::size_t lead() const noexcept { return lead_; }
    // idf of the column, then its weights: together, so that a term costs one or two lines of cache.
    const double* record(std::uint32_t column) const noexcept { return records_.data() + column * stride_; }

  private:
    std::shared_ptr<const Vocabulary> vocabulary_;
    std::size_t topics_;
    std::size_t stride_;
    bool sublinear_;
    Norm norm_;
    std::size_t lead_;
    Buffer<double> records_;
};

// One occurrence of a term in a text and what it adds, topic by topic, in `values` of Contributions.
struct Occurrence {
    std::uint32_t block;
    std::uint32_t column;
    std::size_t start;  // in code points of the text as given
    std::size_t end;
};

struct Contributions {
    std::vector<Occurrence> occurrences;  // by start, then end
    std::vector<double> values;           // topics numbers each
};

class LinearScorer {
  public:
    LinearScorer(std::vector<std::shared_ptr<const TermBlock>> blocks, std::vector<double> bias);

    std::size_t topics() const noexcept { return bias_.size(); }
    const std::vector<std::shared_ptr<const TermBlock>>& blocks() const noexcept { return blocks_; }
    // Writes topics() scores a text.
    void score(const Texts& texts, const simd::Kernels& kernels, Crew& crew, double* scores) const;
    Contributions contributions(const Texts& text, const simd::Kernels& kernels) const;

  private:
    std::vector<std::shared_ptr<const TermBlock>> blocks_;
    std::vector<double> bias_;
};

}  // namespace newsnlp
