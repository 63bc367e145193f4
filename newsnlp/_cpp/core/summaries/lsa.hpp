// Latent semantic analysis of sentence rows.
#pragma once

#include <cstddef>
#include <vector>

#include "core/summaries/ranking.hpp"

namespace newsnlp::summaries {

// The salience of each row, how strongly it takes part in the text's main topics: sqrt(sum over k of (sigma_k u_ik)^2)
// over the leading singular triples of the rows, those with sigma_k >= share * sigma_1 and at most `dimensions`.
//
// Found by subspace iteration from a fixed start with some extra dimensions; each step is linear in the text times the
// dimensions. Exact if there are no more rows than those dimensions.
std::vector<double> lsa_salience(const Rows& rows, std::size_t dimensions, double share);

}  // namespace newsnlp::summaries
