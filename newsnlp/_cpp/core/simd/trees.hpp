// Sums of regression trees by bit vectors: what each build does with one tree and sixteen rows.
#pragma once

#include <cstddef>
#include <cstdint>

namespace newsnlp::simd {

// Rows that go through a tree side by side.
inline constexpr std::size_t k_tree_rows = 16;

// A node that splits rows: if a row is above the threshold, the leaves under its left child cannot be reached.
struct Split {
    float threshold;
    std::uint32_t feature;
    std::uint32_t reachable;
};

void add_leaves_scalar(const Split* splits, std::size_t count, const double* leaves, const float* columns,
                       std::size_t stride, double* sums);
void add_leaves_avx2(const Split* splits, std::size_t count, const double* leaves, const float* columns,
                     std::size_t stride, double* sums);

}  // namespace newsnlp::simd
