// Linear models over the terms of a text: terms are found, weighted and added up, and no matrix is built.
#pragma once

#include <array>
#include <memory>
#include <vector>

#include "core/terms/vocabulary.hpp"

namespace newsnlp::topics {

// The terms of one kind (words, characters) with what each of them adds to every topic.
class TermBlock {
  public:
    // `weights` holds topics numbers a term; `idf` one, or is null for ones. Of words, only the first `lead` that are
    // not stop words count. `telling`, unless null, flags the terms that indicate what a text is about; the values of a
    // text with few of these are reduced, see `damping`.
    TermBlock(std::shared_ptr<const terms::Vocabulary> vocabulary, const double* weights, std::size_t topics,
              const double* idf, bool sublinear, terms::Norm norm, std::size_t lead,
              const std::uint8_t* telling = nullptr);

    const terms::Vocabulary& vocabulary() const noexcept { return *vocabulary_; }
    std::size_t topics() const noexcept { return topics_; }
    // The value of a term that occurs this often, before idf and norm.
    double frequency(std::uint32_t count) const noexcept {
        if (count < frequencies_.size()) return frequencies_[count];
        return sublinear_ ? terms::damped_count(count) : static_cast<double>(count);
    }
    terms::Norm norm() const noexcept { return norm_; }
    // The factor for the values of a text with these distinct nodes: 1 - 1/n^2 for n telling terms, so that a single
    // one decides nothing and a headline almost as much as a long text.
    double damping(const std::uint32_t* nodes, std::size_t count) const noexcept {
        if (telling_.empty()) return 1.0;
        std::size_t n = 0;
        for (std::size_t k = 0; k < count; ++k) n += telling_[nodes[k]];
        return n == 0 ? 0.0 : 1.0 - 1.0 / static_cast<double>(n * n);
    }
    std::size_t lead() const noexcept { return lead_; }
    // By node of the vocabulary, `stride` numbers each: its idf, then its weights, zeros for a node that is not a term.
    // Together they take one or two cache lines per term.
    const double* records() const noexcept { return records_.data(); }
    const double* record(std::uint32_t node) const noexcept { return records_.data() + node * stride_; }
    std::size_t stride() const noexcept { return stride_; }

  private:
    std::shared_ptr<const terms::Vocabulary> vocabulary_;
    std::size_t topics_;
    std::size_t stride_;
    bool sublinear_;
    terms::Norm norm_;
    std::size_t lead_;
    std::array<double, 32> frequencies_{};  // of small counts
    base::Buffer<double> records_;
    std::vector<std::uint8_t> telling_;  // by node; empty if nothing is damped
};

// One occurrence of a term in a text and what it adds, topic by topic, in `values` of Contributions.
struct Occurrence {
    std::uint32_t block;
    std::uint32_t column;
    std::size_t start;  // in code points of the text as given
    std::size_t end;
};

struct Contributions {
    std::vector<Occurrence> occurrences;  // by start, then end, then block
    std::vector<double> values;           // topics numbers each
};

// Blocks on one vocabulary: a text's terms are looked up once for all of them.
struct BlockGroup {
    const terms::Vocabulary* vocabulary;
    std::vector<std::uint32_t> blocks;  // their numbers
    std::size_t lead;                   // the greatest of theirs
};

class LinearScorer {
  public:
    LinearScorer(std::vector<std::shared_ptr<const TermBlock>> blocks, std::vector<double> bias);

    std::size_t topics() const noexcept { return bias_.size(); }
    const std::vector<std::shared_ptr<const TermBlock>>& blocks() const noexcept { return blocks_; }
    const std::vector<BlockGroup>& groups() const noexcept { return groups_; }
    const std::vector<double>& bias() const noexcept { return bias_; }
    // Every occurrence of a known term in one text.
    Contributions contributions(const terms::Texts& text, const simd::Kernels& kernels) const;

  private:
    std::vector<std::shared_ptr<const TermBlock>> blocks_;
    std::vector<BlockGroup> groups_;
    std::vector<double> bias_;
};

}  // namespace newsnlp::topics
