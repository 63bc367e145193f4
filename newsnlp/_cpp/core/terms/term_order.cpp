#include "core/terms/term_order.hpp"

#include <algorithm>
#include <bit>
#include <vector>

namespace newsnlp::terms {
namespace {

// The first eight bytes of a string as a number that sorts as the string does.
std::uint64_t prefix_of(std::string_view word) noexcept {
    std::uint64_t prefix = 0;
    std::memcpy(&prefix, word.data(), std::min<std::size_t>(word.size(), 8));
    return std::endian::native == std::endian::little ? __builtin_bswap64(prefix) : prefix;
}

// Word nodes in the order of their strings. The first bytes of a word and its number share 64 bits, which are sorted
// fast; the few words that agree there are compared in full.
base::Buffer<std::uint32_t> sort_words(const TermIndex& index, const simd::Kernels& kernels) {
    const std::size_t count = index.words();
    base::Buffer<std::uint32_t> words;
    base::Buffer<std::uint64_t> keys;
    base::Buffer<std::uint64_t> scratch;
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
    base::Buffer<std::uint32_t> sorted;
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

// The children of each node.
struct Children {
    base::Buffer<std::uint32_t> starts;  // where a node's children start in `keys`
    base::Buffer<std::uint64_t> keys;    // last word, or its rank, << 32 | node
};

// Groups the children of each node, in any order, with their last words.
Children group_children(const TermIndex& index) {
    Children children;
    const std::uint32_t size = index.size();
    base::Buffer<std::uint32_t>& starts = children.starts;
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

// Puts the children of each node in the order of their last words' ranks.
void sort_children(Children& children, const base::Buffer<std::uint32_t>& words, const simd::Kernels& kernels,
                   base::ThreadPool& pool) {
    const std::size_t nodes = children.starts.size() - 2;
    base::Buffer<std::uint32_t> ranks;  // of word nodes
    ranks.resize(nodes);
    for (std::uint32_t rank = 0; rank < words.size(); ++rank) ranks[words[rank]] = rank;
    std::vector<base::Buffer<std::uint64_t>> scratches(pool.threads());
    const std::size_t step = pool.grain() / 4 + 1;
    pool.run((nodes + step - 1) / step, [&](std::size_t worker, std::size_t chunk) {
        const std::uint32_t* starts = children.starts.data();
        const std::size_t end = std::min((chunk + 1) * step, nodes);
        for (std::size_t i = starts[chunk * step]; i < starts[end]; ++i) {
            const std::uint64_t key = children.keys[i];
            children.keys[i] = (std::uint64_t{ranks[key >> 32]} << 32) | static_cast<std::uint32_t>(key);
        }
        for (std::size_t node = chunk * step; node < end; ++node) {
            const std::size_t count = starts[node + 1] - starts[node];
            if (count < 2) continue;
            kernels.sort_wide(children.keys.data() + starts[node], count, scratches[worker].reserve(count));
        }
    });
}

// Appends a node of `length` words, fewer than `longest`, and all n-grams that start with it, in order.
void walk(const Children& children, std::uint32_t node, std::size_t length, std::size_t longest,
          base::Buffer<std::uint32_t>& out) {
    out.push_back(node);
    const std::uint64_t* keys = children.keys.data() + children.starts[node];
    const std::size_t count = children.starts[node + std::size_t{1}] - children.starts[node];
    if (length + 1 < longest) {
        for (std::size_t i = 0; i < count; ++i) {
            walk(children, static_cast<std::uint32_t>(keys[i]), length + 1, longest, out);
        }
    } else {
        std::uint32_t* end = out.extend(count);
        for (std::size_t i = 0; i < count; ++i) end[i] = static_cast<std::uint32_t>(keys[i]);
    }
}

void keep_marked(base::Buffer<std::uint32_t>& nodes, const base::Buffer<std::uint8_t>& marks) {
    std::size_t kept = 0;
    for (const std::uint32_t node : nodes) {
        nodes[kept] = node;
        kept += marks[node];
    }
    nodes.resize(kept);
}

}  // namespace

base::Buffer<std::uint32_t> sort_nodes(const TermIndex& index, const base::Buffer<std::uint8_t>& marks,
                                       std::size_t longest, const simd::Kernels& kernels, base::ThreadPool& pool) {
    base::Buffer<std::uint32_t> words;
    Children children;
    const bool grams = index.words() < index.size();
    pool.run(grams ? 2 : 1, [&](std::size_t, std::size_t task) {
        if (task == 0) {
            words = sort_words(index, kernels);
        } else {
            children = group_children(index);
        }
    });
    if (!grams) {
        keep_marked(words, marks);
        return words;
    }
    sort_children(children, words, kernels, pool);
    std::vector<base::Buffer<std::uint32_t>> walks(pool.threads());
    base::Buffer<std::uint32_t> order;
    order.reserve(index.size());
    const std::size_t step = pool.grain() / 32 + 1;
    pool.run((words.size() + step - 1) / step, [&](std::size_t worker, std::size_t chunk) {
        base::Buffer<std::uint32_t>& nodes = walks[worker];
        nodes.clear();
        const std::size_t end = std::min((chunk + 1) * step, words.size());
        for (std::size_t i = chunk * step; i < end; ++i) walk(children, words[i], 1, longest, nodes);
        keep_marked(nodes, marks);
        std::uint32_t* out = nullptr;
        pool.in_turn(chunk, [&] { out = order.extend(nodes.size()); });
        std::copy(nodes.begin(), nodes.end(), out);
    });
    return order;
}

}  // namespace newsnlp::terms
