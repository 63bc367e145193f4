// Latent semantic analysis of sentence rows.
#pragma once

#include <cstddef>
#include <vector>

#include "core/summaries/ranking.hpp"

namespace newsnlp::summaries {

// How strongly each row takes part in the text's main topics: sqrt(sum over k of (sigma_k u_ik)^2) over the leading
// singular triples of the rows, those with sigma_k >= share * sigma_1 and at most `dimensions`.
//
// Found by subspace iteration from a fixed start with room to spare, each step as long as the text times the
// dimensions; exact where there are no more rows than that room.
std::vector<double> lsa_salience(const Rows& rows, std::size_t dimensions, double share);

}  // namespace newsnlp::summaries
