// From the terms of one text to the nodes of an index. Slots of a whole text are fetched ahead of the look: a table
// that does not fit the cache then costs its bandwidth, not its latency.
#pragma once

#include "core/terms/term_index.hpp"
#include "core/terms/tokens.hpp"

namespace newsnlp::terms {

// The nodes of a text's tokens.
class WordReader {
  public:
    // Asks look(bytes, length, key) for each.
    template <typename Look>
    void read(const Spans& tokens, const TermIndex& index, base::Buffer<std::uint32_t>& nodes, Look&& look) {
        const auto length = [&tokens](std::size_t i) { return tokens.nexts[i] - tokens.gap - tokens.starts[i]; };
        WordKey* keys = keys_.resize(tokens.count);
        std::uint32_t* out = nodes.resize(tokens.count);
        for (std::size_t i = 0; i < tokens.count; ++i) {
            keys[i] = make_word_key(tokens.bytes + tokens.starts[i], length(i));
            index.prefetch_word(keys[i]);
        }
        for (std::size_t i = 0; i < tokens.count; ++i)
            out[i] = look(tokens.bytes + tokens.starts[i], length(i), keys[i]);
    }

  private:
    base::Buffer<WordKey> keys_;
};

class NodeReader {
  public:
    explicit NodeReader(const Analysis& analysis) : analysis_(analysis) {}

    // Adds the text's terms to the index where they are new.
    void add(const TermReader& reader, TermIndex& index);
    // Looks the text's terms up; those that the index lacks are k_no_node.
    void find(const TermReader& reader, const TermIndex& index);
    // One node an occurrence.
    const base::Buffer<std::uint32_t>& nodes() const noexcept { return nodes_; }

  private:
    template <typename Word, typename Gram>
    void read(const TermReader& reader, const TermIndex& index, Word&& word, Gram&& gram);
    std::size_t drop_stop_words(std::size_t count, std::uint32_t stop_words);

    const Analysis& analysis_;
    WordReader word_reader_;
    base::Buffer<std::uint32_t> words_;  // node of each token
    base::Buffer<std::uint32_t> grams_;  // nodes of n-grams that are too short to count
    base::Buffer<std::uint32_t> nodes_;
};

}  // namespace newsnlp::terms
