// Sums of regression trees over rows of numbers, as scikit-learn's HistGradientBoosting makes them.
#pragma once

#include <cstdint>
#include <vector>

namespace newsnlp::ranker {

class Trees {
  public:
    // Node i of a tree goes to `left` where row[feature] <= threshold, else to left + 1; a leaf has itself as `left`
    // and no number above its threshold.
    struct Node {
        double threshold;
        std::uint32_t feature;
        std::uint32_t left;
    };

    // `roots` are the trees' first nodes, in order. Throws std::invalid_argument where a node leads outside its tree or
    // backwards, or asks for a feature that a row of `width` has not.
    Trees(std::vector<Node> nodes, std::vector<double> values, std::vector<std::uint32_t> roots, double base,
          std::size_t width);

    std::size_t width() const noexcept { return width_; }
    // Writes one sum a row: base + the leaf of each tree, added in the order of the trees.
    void sum(const float* rows, std::size_t count, double* out) const;

  private:
    std::vector<Node> nodes_;
    std::vector<double> values_;
    std::vector<std::uint32_t> roots_;
    std::vector<std::uint32_t> depths_;
    double base_;
    std::size_t width_;
};

}  // namespace newsnlp::ranker
