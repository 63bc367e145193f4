#include "core/ranker/trees.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>

namespace newsnlp::ranker {

namespace {

// Rows that go down a tree side by side: their loads do not wait for each other.
constexpr std::size_t k_block = 16;

bool is_leaf(const Trees::Node& node, std::uint32_t place) noexcept { return node.left == place; }

}  // namespace

Trees::Trees(std::vector<Node> nodes, std::vector<double> values, std::vector<std::uint32_t> roots, double base,
             std::size_t width)
    : nodes_(std::move(nodes)), values_(std::move(values)), roots_(std::move(roots)), base_(base), width_(width) {
    if (values_.size() != nodes_.size()) throw std::invalid_argument("trees: one value a node is needed");
    std::vector<std::uint32_t> depth(nodes_.size(), 0);
    for (std::size_t tree = 0; tree < roots_.size(); ++tree) {
        const std::size_t end = tree + 1 < roots_.size() ? roots_[tree + 1] : nodes_.size();
        if (roots_[tree] >= end || end > nodes_.size()) throw std::invalid_argument("trees: roots must rise");
        std::uint32_t deepest = 0;
        for (std::uint32_t i = roots_[tree]; i < end; ++i) {
            deepest = std::max(deepest, depth[i]);
            if (nodes_[i].feature >= width_) throw std::invalid_argument("trees: a node asks for a missing feature");
            if (is_leaf(nodes_[i], i)) continue;
            if (nodes_[i].left < i || nodes_[i].left + std::size_t{1} >= end) {
                throw std::invalid_argument("trees: a node leads outside its tree");
            }
            depth[nodes_[i].left] = depth[nodes_[i].left + 1] = depth[i] + 1;
        }
        depths_.push_back(deepest);
    }
}

void Trees::sum(const float* rows, std::size_t count, double* out) const {
    std::fill(out, out + count, base_);
    for (std::size_t begin = 0; begin < count; begin += k_block) {
        const std::size_t size = std::min(k_block, count - begin);
        const float* const block = rows + begin * width_;
        for (std::size_t tree = 0; tree < roots_.size(); ++tree) {
            std::array<std::uint32_t, k_block> place;
            place.fill(roots_[tree]);
            for (std::uint32_t step = 0; step < depths_[tree]; ++step) {
                for (std::size_t r = 0; r < size; ++r) {
                    const Node& node = nodes_[place[r]];
                    const bool right = static_cast<double>(block[r * width_ + node.feature]) > node.threshold;
                    place[r] = node.left + static_cast<std::uint32_t>(right);
                }
            }
            for (std::size_t r = 0; r < size; ++r) out[begin + r] += values_[place[r]];
        }
    }
}

}  // namespace newsnlp::ranker
