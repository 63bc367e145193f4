#include "core/lookup.hpp"

namespace newsnlp {

void NodeReader::keep(const Buffer<std::uint32_t>& nodes, std::size_t count) {
    std::uint32_t* out = nodes_.reserve(nodes_.size() + count) + nodes_.size();
    std::size_t kept = 0;
    for (std::size_t i = 0; i < count; ++i) {
        out[kept] = nodes[i];
        kept += nodes[i] != k_no_node;
    }
    nodes_.resize(nodes_.size() + kept);
}

template <typename Word, typename Gram>
void NodeReader::read(const TermReader& reader, const TermIndex& index, Word&& word, Gram&& gram) {
    const Spans spans = reader.tokens();
    nodes_.clear();
    keys_.resize(spans.count);
    words_.resize(spans.count);
    for (std::size_t i = 0; i < spans.count; ++i) {
        keys_[i] = make_word_key(spans.bytes + spans.starts[i], spans.nexts[i] - spans.gap - spans.starts[i]);
        index.prefetch_word(keys_[i]);
    }
    for (std::size_t i = 0; i < spans.count; ++i) {
        words_[i] = word(spans.bytes + spans.starts[i], spans.nexts[i] - spans.gap - spans.starts[i], keys_[i]);
    }
    if (analysis_.analyzer != Analyzer::word || analysis_.min_n == 1) keep(words_, spans.count);
    if (analysis_.analyzer != Analyzer::word || analysis_.max_n == 1) return;
    grams_.resize(spans.count);
    for (std::size_t i = 0; i < spans.count; ++i) grams_[i] = words_[i];
    for (std::size_t n = 2; n <= analysis_.max_n && n <= spans.count; ++n) {
        const std::size_t count = spans.count - n + 1;
        for (std::size_t i = 0; i < count; ++i) index.prefetch_gram(grams_[i], words_[i + n - 1]);
        for (std::size_t i = 0; i < count; ++i) grams_[i] = gram(grams_[i], words_[i + n - 1]);
        if (n >= analysis_.min_n) keep(grams_, count);
    }
}

void NodeReader::add(const TermReader& reader, TermIndex& index) {
    read(
        reader, index,
        [&index](const std::uint8_t* bytes, std::uint32_t length, const WordKey& key) {
            return index.add_word(bytes, length, key);
        },
        [&index](std::uint32_t parent, std::uint32_t last) { return index.add_gram(parent, last); });
}

void NodeReader::find(const TermReader& reader, const TermIndex& index) {
    read(
        reader, index,
        [&index](const std::uint8_t* bytes, std::uint32_t length, const WordKey& key) {
            return index.find_word(bytes, length, key);
        },
        [&index](std::uint32_t parent, std::uint32_t last) {
            return parent == k_no_node || last == k_no_node ? k_no_node : index.find_gram(parent, last);
        });
}

}  // namespace newsnlp
