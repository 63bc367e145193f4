#include "core/ranker/trees.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>

namespace newsnlp::ranker {

namespace {

constexpr double k_largest_sum = 1e9;
constexpr char k_too_large[] = "trees: a sum could be larger than 1e9";

// The largest float that is not above a number: a float compares with both in the same way.
float at_most(double number) noexcept {
    const auto nearest = static_cast<float>(number);
    if (static_cast<double>(nearest) <= number) return nearest;
    return std::nextafter(nearest, -std::numeric_limits<float>::infinity());
}

bool is_leaf(const Trees::Node& node, std::size_t index) noexcept { return node.left == index; }

void check(bool holds, const char* message) {
    if (!holds) throw std::invalid_argument(message);
}

}  // namespace

Trees::Trees(const std::vector<Node>& nodes, const std::vector<double>& values, const std::vector<std::uint32_t>& roots,
             double base, std::size_t width)
    : base_(base), width_(width) {
    check(values.size() == nodes.size(), "trees: one value a node is needed");
    check(roots.empty() || roots[0] == 0, "trees: the first root must be 0");
    double largest = std::fabs(base);
    for (std::size_t tree = 0; tree < roots.size(); ++tree) {
        const std::size_t end = tree + 1 < roots.size() ? roots[tree + 1] : nodes.size();
        check(roots[tree] < end && end <= nodes.size(), "trees: roots must rise");
        add_tree(nodes, values, roots[tree], end);
        double most = 0;
        for (std::size_t leaf = leaf_bounds_[tree]; leaf < leaves_.size(); ++leaf) {
            check(std::fabs(leaves_[leaf]) <= k_largest_sum, k_too_large);  // a NaN is not
            most = std::max(most, std::fabs(leaves_[leaf]));
        }
        largest += most;
    }
    check(largest <= k_largest_sum, k_too_large);
}

void Trees::add_tree(const std::vector<Node>& nodes, const std::vector<double>& values, std::size_t root,
                     std::size_t end) {
    std::vector<std::uint32_t> parents(end - root, 0);
    std::vector<std::uint32_t> leaves(end - root, 1);  // under each node
    for (std::size_t i = root; i < end; ++i) {
        check(nodes[i].feature < width_, "trees: a node asks for a missing feature");
        if (is_leaf(nodes[i], i)) continue;
        check(std::isfinite(nodes[i].threshold), "trees: thresholds must be finite");
        const std::size_t left = nodes[i].left;
        check(left > i && left + 1 < end, "trees: a node leads outside its tree");
        ++parents[left - root];
        ++parents[left + 1 - root];
    }
    for (std::size_t i = root + 1; i < end; ++i) {
        check(parents[i - root] == 1, "trees: a node is reached twice or never");
    }
    for (std::size_t i = end; i-- > root;) {
        if (is_leaf(nodes[i], i)) continue;
        const std::size_t left = nodes[i].left - root;
        leaves[i - root] = leaves[left] + leaves[left + 1];
    }
    check(leaves[0] <= k_most_leaves, "trees: a tree has more than 32 leaves");
    std::vector<std::uint32_t> first(end - root, 0);  // leaf under each node, from the left
    const std::size_t begin = leaves_.size();
    leaves_.resize(begin + leaves[0]);
    for (std::size_t i = root; i < end; ++i) {
        const std::uint32_t from = first[i - root];
        if (is_leaf(nodes[i], i)) {
            leaves_[begin + from] = values[i];
            continue;
        }
        const std::size_t left = nodes[i].left - root;
        first[left] = from;
        first[left + 1] = from + leaves[left];
        const std::uint64_t under = ((std::uint64_t{1} << leaves[left]) - 1) << from;
        splits_.push_back({at_most(nodes[i].threshold), nodes[i].feature, static_cast<std::uint32_t>(~under)});
    }
    split_bounds_.push_back(static_cast<std::uint32_t>(splits_.size()));
    leaf_bounds_.push_back(static_cast<std::uint32_t>(leaves_.size()));
}

void Trees::sum(const float* columns, std::size_t stride, const simd::Kernels& kernels, double* out) const {
    std::fill(out, out + stride, base_);
    for (std::size_t begin = 0; begin < stride; begin += simd::k_tree_rows) {
        for (std::size_t tree = 0; tree + 1 < split_bounds_.size(); ++tree) {
            const std::uint32_t first = split_bounds_[tree];
            kernels.add_leaves(splits_.data() + first, split_bounds_[tree + 1] - first,
                               leaves_.data() + leaf_bounds_[tree], columns + begin, stride, out + begin);
        }
    }
}

}  // namespace newsnlp::ranker
