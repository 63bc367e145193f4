// The ranker of sentences: trained trees over features, and the choice of a summary.
#pragma once

#include <vector>

#include "core/ranker/choice.hpp"
#include "core/ranker/features.hpp"
#include "core/ranker/trees.hpp"

namespace newsnlp::ranker {

struct Ranking {
    std::vector<double> scores;        // of all sentences, 0 to 1
    std::vector<std::uint32_t> order;  // the chosen ones, the best first
};

// A trained ranker: immutable, shared by threads.
class Ranker {
  public:
    // Throws std::invalid_argument if a part does not fit the features or a setting is not a number.
    Ranker(std::vector<std::uint8_t> background, Trees values, Trees dangling, const ChoiceSettings& settings);

    // Scores all sentences of a text and chooses some within a budget.
    Ranking rank(const base::TextView& text, const articles::Parts& parts, const SetBudget& budget,
                 const simd::Kernels& kernels) const;

  private:
    std::vector<std::uint8_t> background_;
    Trees values_;
    Trees dangling_;
    ChoiceSettings settings_;
};

}  // namespace newsnlp::ranker
