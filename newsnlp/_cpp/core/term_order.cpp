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

// The children of each node, in any order.
struct Children {
    Buffer<std::uint32_t> starts;  // where a node's children start in `keys`
    Buffer<std::uint64_t> keys;    // last word << 32 | node
};

Children group_children(const TermIndex& index) {
    Children children;
    const std::uint32_t size = index.size();
    Buffer<std::uint32_t>& starts = children.starts;
    std::fill_n(starts.resize(size + std::size_t{2}), size + std::size_t{2}, 0);
    for (std::uint32_t node = 0; node < size; ++node) {
        if (!index.is_word(node)) ++starts[index.parent(node) + std::size_t{2}];
    }
    for (std::size_t i = 2; i < starts.size(); ++i) starts[i] += starts[i - 1];
    children.keys.resize(size - index.words());
    for (std::uint32_t node = 0; node < size; ++node) {
        if (index.is_word(node)) continue;
        const std::uint64_t last = index.last_word(node);
        children.keys[starts[index.parent(node) + std::size_t{1}]++] = (last << 32) | node;
    }
    return children;
}

// Walks the n-grams that start with a word in their order. A node's children are sorted when they are met: no two words
// have one in common, so that several threads may walk.
class Walk {
  public:
    Walk(const Buffer<std::uint8_t>& marks, std::size_t longest, const Buffer<std::uint32_t>& ranks, Children& children,
         const simd::Kernels& kernels)
        : marks_(marks), longest_(longest), ranks_(ranks), children_(children), kernels_(kernels) {}

    // Appends what is marked of a node and all n-grams that start with it; it has `length` words, fewer than `longest`.
    void append(std::uint32_t node, std::size_t length) {
        if (marks_[node] != 0) nodes.push_back(node);
        std::uint64_t* keys = children_.keys.data() + children_.starts[node];
        const std::size_t count = children_.starts[node + std::size_t{1}] - children_.starts[node];
        sort(keys, count);
        if (length + 1 == longest_) return append_marked(keys, count);
        for (std::size_t i = 0; i < count; ++i) append(static_cast<std::uint32_t>(keys[i]), length + 1);
    }

    Buffer<std::uint32_t> nodes;

  private:
    void append_marked(const std::uint64_t* keys, std::size_t count) {
        std::uint32_t* place = nodes.reserve(nodes.size() + count) + nodes.size();
        for (std::size_t i = 0; i < count; ++i) {
            *place = static_cast<std::uint32_t>(keys[i]);
            place += marks_[*place];
        }
        nodes.resize(static_cast<std::size_t>(place - nodes.data()));
    }

    void sort(std::uint64_t* keys, std::size_t count) {
        if (count < 2) return;
        for (std::size_t i = 0; i < count; ++i) {
            const std::uint64_t rank = ranks_[keys[i] >> 32];
            keys[i] = (rank << 32) | static_cast<std::uint32_t>(keys[i]);
        }
        kernels_.sort_wide(keys, count, scratch_.reserve(count));
    }

    const Buffer<std::uint8_t>& marks_;
    std::size_t longest_;
    const Buffer<std::uint32_t>& ranks_;  // of word nodes
    Children& children_;
    const simd::Kernels& kernels_;
    Buffer<std::uint64_t> scratch_;
};

}  // namespace

Buffer<std::uint32_t> sort_nodes(const TermIndex& index, const Buffer<std::uint8_t>& marks, std::size_t longest,
                                 const simd::Kernels& kernels, Crew& crew) {
    Buffer<std::uint32_t> words;
    Children children;
    const bool grams = index.words() < index.size();
    crew.run(grams ? 2 : 1, [&](std::size_t, std::size_t task) {
        if (task == 0) {
            words = sort_words(index, kernels);
        } else {
            children = group_children(index);
        }
    });
    if (!grams) {
        const auto* end = std::remove_if(words.begin(), words.end(), [&marks](auto node) { return marks[node] == 0; });
        words.resize(static_cast<std::size_t>(end - words.begin()));
        return words;
    }
    Buffer<std::uint32_t> ranks;
    ranks.resize(index.size());
    for (std::uint32_t rank = 0; rank < words.size(); ++rank) ranks[words[rank]] = rank;
    std::vector<Walk> walks;
    for (std::size_t i = 0; i < crew.threads(); ++i) walks.emplace_back(marks, longest, ranks, children, kernels);
    Buffer<std::uint32_t> order;
    order.reserve(index.size());
    const std::size_t step = crew.grain() / 32 + 1;
    crew.run((words.size() + step - 1) / step, [&](std::size_t worker, std::size_t chunk) {
        Walk& walk = walks[worker];
        walk.nodes.clear();
        const std::size_t end = std::min((chunk + 1) * step, words.size());
        for (std::size_t i = chunk * step; i < end; ++i) walk.append(words[i], 1);
        std::uint32_t* place = nullptr;
        crew.in_turn(chunk, [&] { place = order.extend(walk.nodes.size()); });
        std::copy(walk.nodes.begin(), walk.nodes.end(), place);
    });
    return order;
}

}  // namespace newsnlp
