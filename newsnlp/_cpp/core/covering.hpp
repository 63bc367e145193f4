// Choosing sentences that together cover a text: submodular gains, taken greedily.
//
// The greedy choice of a monotone submodular function reaches at least 1 - 1/e of the best there is (Nemhauser et al.
// 1978). Gains only fall, so each is computed again only when its row comes up (Minoux 1978).
#pragma once

#include <cstddef>
#include <vector>

#include "core/ranking.hpp"
#include "core/selection.hpp"

namespace newsnlp::summaries {

struct SubmodularSettings {
    double saturation;  // share of its likeness to the whole text beyond which a row is covered
    double diversity;   // weight of the reward for different groups
    double exponent;    // of the words in the denominator of a gain
    const double* bias; // weight of each row
};

// Lin and Bilmes: coverage sum_i min(sum_{j taken} cos(i, j), saturation * sum_j cos(i, j)) + diversity * sum over
// groups of sqrt(sum of the taken rows' mean likeness), each gain over words^exponent. `groups` numbers each row's.
void choose_submodular(Choice& choice, const std::vector<std::size_t>& groups, const SubmodularSettings& settings);

// Groups of like rows by spherical k-means from evenly spaced rows; a few rounds, ties to the first group.
std::vector<std::size_t> group_rows(const Rows& unit, std::size_t n_groups, int rounds);

// Concepts: the most of the weight of all distinct ids, each counted once, each gain over words^exponent. `concepts`
// has a row of concepts for each row of the choice.
void choose_coverage(Choice& choice, const Rows& concepts, const double* weights, double exponent, const double* bias);

}  // namespace newsnlp::summaries
