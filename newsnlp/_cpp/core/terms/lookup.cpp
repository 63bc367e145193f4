#include "core/terms/lookup.hpp"

namespace newsnlp::terms {

std::size_t NodeReader::drop_stop_words(std::size_t count, std::uint32_t stop_words) {
    if (stop_words == 0) return count;
    std::size_t kept = 0;
    for (std::size_t i = 0; i < count; ++i) {
        words_[kept] = words_[i];
        kept += words_[i] >= stop_words;
    }
    return kept;
}

template <typename Word, typename Gram>
void NodeReader::read(const TermReader& reader, const TermIndex& index, Word&& word, Gram&& gram) {
    word_reader_.read(reader.tokens(), index, words_, word);
    const std::size_t count = drop_stop_words(words_.size(), index.stop_words());
    const bool plain = analysis_.analyzer != Analyzer::word || analysis_.max_n == 1;
    nodes_.clear();
    if (plain || analysis_.min_n == 1) {
        std::uint32_t* out = nodes_.extend(count);
        if (count > 0) std::memcpy(out, words_.data(), count * sizeof(std::uint32_t));
    }
    if (plain) return;
    const std::uint32_t* parents = words_.data();
    for (std::size_t n = 2; n <= analysis_.max_n && n <= count; ++n) {
        const std::size_t grams = count - n + 1;
        const std::uint32_t* last = words_.data() + n - 1;
        nodes_.reserve(nodes_.size() + grams + count);
        std::uint32_t* out = n < analysis_.min_n ? grams_.resize(count) : nodes_.extend(grams);
        if (n > analysis_.min_n) parents = out - grams - 1;
        for_blocks(grams, [&](std::size_t begin, std::size_t end) {
            for (std::size_t i = begin; i < end; ++i) index.prefetch_gram(parents[i], last[i]);
            for (std::size_t i = begin; i < end; ++i) out[i] = gram(parents[i], last[i]);
        });
        parents = out;
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

}  // namespace newsnlp::terms
