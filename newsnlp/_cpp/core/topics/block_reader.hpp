// The terms of a text that the blocks of a model know, and their values, from which scores and evidence are computed.
#pragma once

#include <memory>
#include <vector>

#include "core/terms/search.hpp"
#include "core/topics/scoring.hpp"

namespace newsnlp::topics {

// The distinct terms that one block finds in a text, their values and the norm of the values.
class BlockReader {
  public:
    BlockReader(const TermBlock& block, const simd::Kernels& kernels) : block_(block), kernels_(kernels) {}

    void read(const terms::TermSearch& search);
    // Adds the block's share to every topic's score.
    void add_scores(double* scores);
    const TermBlock& block() const noexcept { return block_; }
    // The nodes of the terms, ascending.
    const base::Buffer<std::uint32_t>& nodes() const noexcept { return nodes_; }
    // The value of all occurrences of the k-th term together.
    double value(std::size_t k) const noexcept { return values_[k] * scale_; }
    // Makes `find` and `share` ready for the text that was read.
    void index_terms();
    // The position in `nodes` of a term that is among them.
    std::size_t find(std::uint32_t node) const noexcept {
        std::size_t slot = slot_of(node);
        while (nodes_[slots_[slot]] != node) slot = (slot + 1) & (slots_.size() - 1);
        return slots_[slot];
    }
    // The value of one occurrence of a term.
    double share(std::uint32_t node) const noexcept { return shares_[find(node)]; }

  private:
    std::size_t slot_of(std::uint32_t node) const noexcept {
        return node * 2654435769U >> slot_shift_;  // Fibonacci hashing
    }

    const TermBlock& block_;
    const simd::Kernels& kernels_;
    base::Buffer<std::uint32_t> terms_;  // one an occurrence
    base::Buffer<std::uint32_t> nodes_;
    base::Buffer<std::uint32_t> counts_;
    base::Buffer<double> values_;
    base::Buffer<double> sums_;
    base::Buffer<double> shares_;        // of one occurrence, by term
    base::Buffer<std::uint32_t> slots_;  // a hash table of the terms
    unsigned slot_shift_ = 0;
    double scale_ = 1.0;
};

// One thread's state for reading texts with the blocks of a group.
class GroupReader {
  public:
    GroupReader(const LinearScorer& scorer, const BlockGroup& group, const simd::Kernels& kernels);

    void read(const terms::Texts& texts, std::size_t i);
    void add_scores(double* scores);
    const terms::TermSearch& search() const noexcept { return search_; }
    // The readers of the group's blocks, in order.
    std::vector<BlockReader>& blocks() noexcept { return blocks_; }

  private:
    std::size_t lead_;
    terms::TermSearch search_;
    std::vector<BlockReader> blocks_;
};

}  // namespace newsnlp::topics
