#include "core/term_order.hpp"

#include <algorithm>
#include <bit>
#include <vector>

namespace newsnlp {
namespace {

// The first eight bytes of a string as a number that sorts as the string does.
std::uint64_t prefix_of(std::string_view word) noexcept {
    std::uint64_t prefix = 0;
    std::memcpy(&prefix, word.data(), std::min<std::size_t>(word.size(), 8));
    return std::endian::native == std::endian::little ? __builtin_bswap64(prefix) : prefix;
}

struct PrefixedWord {
    std::uint64_t prefix;
    std::uint32_t node;
};

std::vector<PrefixedWord> sort_words(const TermIndex& index) {
    std::vector<PrefixedWord> words;
    words.reserve(index.words());
    for (std::uint32_t node = 0; node < index.size(); ++node) {
        if (index.is_word(node)) words.push_back({prefix_of(index.word(node)), node});
    }
    std::sort(words.begin(), words.end(), [&index](const PrefixedWord& a, const PrefixedWord& b) {
        if (a.prefix != b.prefix) return a.prefix < b.prefix;
        return index.word(a.node) < index.word(b.node);
    });
    return words;
}

// Children of each node grouped by a counting sort, each group sorted by the rank of its last word.
class Tree {
  public:
    Tree(const TermIndex& index, const std::vector<PrefixedWord>& words, const simd::Kernels& kernels) : index_(index) {
        ranks_.resize(index.size());
        for (std::uint32_t rank = 0; rank < words.size(); ++rank) ranks_[words[rank].node] = rank;
        group_children();
        sort_groups(kernels);
    }

    void append(std::uint32_t node, Buffer<std::uint32_t>& out) const {
        out.push_back(node);
        for (std::size_t i = first_[node]; i < first_[node + 1]; ++i) {
            append(static_cast<std::uint32_t>(children_[i]), out);
        }
    }

  private:
    void group_children() {
        const std::uint32_t size = index_.size();
        first_.resize(size + std::size_t{2});
        std::fill(first_.begin(), first_.end(), 0);
        for (std::uint32_t node = 0; node < size; ++node) {
            if (!index_.is_word(node)) ++first_[index_.parent(node) + std::size_t{2}];
        }
        for (std::size_t i = 2; i < first_.size(); ++i) first_[i] += first_[i - 1];
        children_.resize(size - index_.words());
        for (std::uint32_t node = 0; node < size; ++node) {
            if (index_.is_word(node)) continue;
            const std::uint64_t rank = ranks_[index_.last_word(node)];
            children_[first_[index_.parent(node) + std::size_t{1}]++] = (rank << 32) | node;
        }
    }

    void sort_groups(const simd::Kernels& kernels) {
        Buffer<std::uint64_t> scratch;
        for (std::uint32_t node = 0; node < index_.size(); ++node) {
            const std::size_t count = first_[node + 1] - first_[node];
            if (count < 2) continue;
            scratch.reserve(count);
            kernels.sort_wide(children_.data() + first_[node], count, scratch.data());
        }
    }

    const TermIndex& index_;
    Buffer<std::uint32_t> ranks_;     // of word nodes
    Buffer<std::uint32_t> first_;     // where a node's children start in children_
    Buffer<std::uint64_t> children_;  // rank of the last word << 32 | node
};

}  // namespace

Buffer<std::uint32_t> sort_nodes(const TermIndex& index, const simd::Kernels& kernels) {
    const std::vector<PrefixedWord> words = sort_words(index);
    Buffer<std::uint32_t> order;
    order.reserve(index.size());
    if (index.words() == index.size()) {
        for (const PrefixedWord& word : words) order.push_back(word.node);
        return order;
    }
    const Tree tree(index, words, kernels);
    for (const PrefixedWord& word : words) tree.append(word.node, order);
    return order;
}

}  // namespace newsnlp
