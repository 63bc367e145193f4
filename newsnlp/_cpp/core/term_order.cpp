#include "core/term_order.hpp"

#include <algorithm>
#include <bit>

namespace newsnlp {
namespace {

// The first eight bytes of a string as a number that sorts as the string does.
std::uint64_t prefix_of(std::string_view word) noexcept {
    std::uint64_t prefix = 0;
    std::memcpy(&prefix, word.data(), std::min<std::size_t>(word.size(), 8));
    return std::endian::native == std::endian::little ? __builtin_bswap64(prefix) : prefix;
}

// Word nodes in the order of their strings. What fits of a word's first bytes and its number share 64 bits, which sort
// fast; the few words that agree there are compared in full.
Buffer<std::uint32_t> sort_words(const TermIndex& index, const simd::Kernels& kernels) {
    const std::size_t count = index.words();
    Buffer<std::uint32_t> words;
    Buffer<std::uint64_t> keys;
    Buffer<std::uint64_t> scratch;
    words.reserve(count);
    keys.reserve(count);
    scratch.reserve(count);
    const auto number_bits = static_cast<unsigned>(std::bit_width(count));
    const std::uint64_t numbers = (std::uint64_t{1} << number_bits) - 1;
    for (std::uint32_t node = 0; node < index.size(); ++node) {
        if (!index.is_word(node)) continue;
        keys.push_back((prefix_of(index.word(node)) & ~numbers) | words.size());
        words.push_back(node);
    }
    kernels.sort_wide(keys.data(), count, scratch.data());
    Buffer<std::uint32_t> sorted;
    for (const std::uint64_t key : keys) sorted.push_back(words[key & numbers]);
    for (std::size_t i = 0; i < count;) {
        std::size_t end = i + 1;
        while (end < count && ((keys[end] ^ keys[i]) & ~numbers) == 0) ++end;
        if (end - i > 1) {
            std::sort(sorted.data() + i, sorted.data() + end,
                      [&index](std::uint32_t a, std::uint32_t b) { return index.word(a) < index.word(b); });
        }
        i = end;
    }
    return sorted;
}

// Children of each node grouped by a counting sort, each group sorted by the rank of its last word.
class Tree {
  public:
    Tree(const TermIndex& index, const Buffer<std::uint32_t>& words, const simd::Kernels& kernels) : index_(index) {
        ranks_.resize(index.size());
        for (std::uint32_t rank = 0; rank < words.size(); ++rank) ranks_[words[rank]] = rank;
        group_children();
        sort_groups(kernels);
    }

    // Appends a node and all n-grams that start with it; their words number `length` to `longest`.
    void append(std::uint32_t node, std::size_t length, std::size_t longest, Buffer<std::uint32_t>& out) const {
        out.push_back(node);
        if (length == longest) return;
        for (std::size_t i = first_[node]; i < first_[node + 1]; ++i) {
            const auto child = static_cast<std::uint32_t>(children_[i]);
            if (length + 1 == longest) {
                out.push_back(child);
            } else {
                append(child, length + 1, longest, out);
            }
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

Buffer<std::uint32_t> sort_nodes(const TermIndex& index, std::size_t longest, const simd::Kernels& kernels) {
    Buffer<std::uint32_t> words = sort_words(index, kernels);
    if (index.words() == index.size()) return words;
    Buffer<std::uint32_t> order;
    order.reserve(index.size());
    const Tree tree(index, words, kernels);
    for (const std::uint32_t word : words) tree.append(word, 1, longest, order);
    return order;
}

}  // namespace newsnlp
