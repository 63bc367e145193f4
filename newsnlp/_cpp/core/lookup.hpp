// From the terms of one text to the nodes of an index. Slots of a whole text are fetched ahead of the look: a table
// that does not fit the cache then costs its bandwidth, not its latency.
#pragma once

#include "core/term_index.hpp"
#include "core/terms.hpp"

namespace newsnlp {

class NodeReader {
  public:
    explicit NodeReader(const Analysis& analysis) : analysis_(analysis) {}

    // Adds the text's terms to the index where they are new.
    void add(const TermReader& reader, TermIndex& index);
    // Looks the text's terms up; those that the index lacks are k_no_node.
    void find(const TermReader& reader, const TermIndex& index);
    // One node an occurrence.
    const Buffer<std::uint32_t>& nodes() const noexcept { return nodes_; }

  private:
    template <typename Word, typename Gram>
    void read(const TermReader& reader, const TermIndex& index, Word&& word, Gram&& gram);
    std::size_t drop_stop_words(std::size_t count, std::uint32_t stop_words);

    const Analysis& analysis_;
    Buffer<WordKey> keys_;
    Buffer<std::uint32_t> words_;  // node of each token
    Buffer<std::uint32_t> grams_;  // nodes of n-grams that are too short to count
    Buffer<std::uint32_t> nodes_;
};

}  // namespace newsnlp
