// From the terms of one text to the nodes of an index. The slots of a whole text are prefetched before the lookup: a
// table that does not fit the cache then costs bandwidth, not latency.
#pragma once

#include <algorithm>

#include "core/base/interrupt.hpp"
#include "core/terms/term_index.hpp"
#include "core/terms/tokens.hpp"

namespace newsnlp::terms {

// Calls work(begin, end) for runs of up to 2**14 numbers from 0 to count - 1: what is prefetched stays in the cache,
// and Ctrl-C is polled in a long text.
template <typename Work>
void for_blocks(std::size_t count, Work&& work) {
    constexpr std::size_t k_block = std::size_t{1} << 14;
    for (std::size_t begin = 0; begin < count; begin += k_block) {
        const std::size_t end = std::min(count, begin + k_block);
        work(begin, end);
        base::poll_interrupt(16 * (end - begin));
    }
}

// The nodes of a text's tokens.
class WordReader {
  public:
    // Calls look(bytes, length, key) for each.
    template <typename Look>
    void read(const Spans& tokens, const TermIndex& index, base::Buffer<std::uint32_t>& nodes, Look&& look) {
        const auto length = [&tokens](std::size_t i) { return tokens.nexts[i] - tokens.gap - tokens.starts[i]; };
        WordKey* keys = keys_.resize(tokens.count);
        std::uint32_t* out = nodes.resize(tokens.count);
        for_blocks(tokens.count, [&](std::size_t begin, std::size_t end) {
            for (std::size_t i = begin; i < end; ++i) {
                keys[i] = make_word_key(tokens.bytes + tokens.starts[i], length(i));
                index.prefetch_word(keys[i]);
            }
            for (std::size_t i = begin; i < end; ++i)
                out[i] = look(tokens.bytes + tokens.starts[i], length(i), keys[i]);
        });
    }

  private:
    base::Buffer<WordKey> keys_;
};

class NodeReader {
  public:
    explicit NodeReader(const Analysis& analysis) : analysis_(analysis) {}

    // Adds the text's new terms to the index.
    void add(const TermReader& reader, TermIndex& index);
    // Looks up the text's terms; those that the index lacks are k_no_node.
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
