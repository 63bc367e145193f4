// Choosing sentences that together cover a text: submodular gains, taken greedily.
//
// The greedy choice of a monotone submodular function reaches at least 1 - 1/e of the best there is (Nemhauser et al.
// 1978). Gains only fall, so each is recomputed only when its row comes up (Minoux 1978).
#pragma once

#include <cstddef>
#include <vector>

#include "core/summaries/ranking.hpp"
#include "core/summaries/selection.hpp"

namespace newsnlp::summaries {

struct GreedySettings {
    double exponent;      // of the words in the denominator of a gain
    const double* bias;   // the weight of each row
    const double* bonus;  // what is added to each row's gain
};

// Lin and Bilmes: coverage sum_i min(sum_{j taken} cos(i, j), saturation * sum_j cos(i, j)) + diversity * sum over
// groups of sqrt(sum of the taken rows' mean similarity). `groups` has the group of each row.
void choose_submodular(Choice& choice, const std::vector<std::size_t>& groups, double saturation, double diversity,
                       const GreedySettings& settings);

// Groups of similar rows by spherical k-means from runs of neighbours; ties to the first group.
std::vector<std::size_t> group_rows(const Rows& unit, std::size_t n_groups, int rounds);

// Concepts: maximizes the weight of all distinct ids, each counted once. `concepts` has a row of concepts for each
// row of the choice.
void choose_coverage(Choice& choice, const Rows& concepts, const double* weights, const GreedySettings& settings);

}  // namespace newsnlp::summaries
