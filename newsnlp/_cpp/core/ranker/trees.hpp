// Sums of regression trees over rows of numbers, as scikit-learn's HistGradientBoosting makes them, by bit vectors.
// C. Lucchese et al.: QuickScorer: a fast algorithm to rank documents with additive ensembles of regression trees.
// SIGIR 2015.
#pragma once

#include <cstdint>
#include <vector>

#include "core/simd/kernels.hpp"

namespace newsnlp::ranker {

class Trees {
  public:
    // Node i of a tree goes to `left` where row[feature] <= threshold, else to left + 1; a leaf has itself as `left`.
    struct Node {
        double threshold;
        std::uint32_t feature;
        std::uint32_t left;
    };
    static constexpr std::size_t k_most_leaves = 32;

    // `roots` are the trees' first nodes, in order. Throws std::invalid_argument if a node leads outside its tree or
    // backwards or is reached twice or never, if a tree has more than 32 leaves or the sum could exceed 1e9, or if a
    // node uses a feature beyond `width`.
    Trees(const std::vector<Node>& nodes, const std::vector<double>& values, const std::vector<std::uint32_t>& roots,
          double base, std::size_t width);

    std::size_t width() const noexcept { return width_; }

    // Writes one sum for each row: base + the leaf of each tree, added in the order of the trees. The rows come as
    // columns of `stride` numbers, a multiple of 16; a sum is written for each of the `stride` rows.
    void sum(const float* columns, std::size_t stride, const simd::Kernels& kernels, double* out) const;

  private:
    void add_tree(const std::vector<Node>& nodes, const std::vector<double>& values, std::size_t root, std::size_t end);

    std::vector<simd::Split> splits_;
    std::vector<double> leaves_;
    std::vector<std::uint32_t> split_bounds_{0};  // tree t has the splits from [t] to [t + 1] - 1
    std::vector<std::uint32_t> leaf_bounds_{0};
    double base_;
    std::size_t width_;
};

}  // namespace newsnlp::ranker
