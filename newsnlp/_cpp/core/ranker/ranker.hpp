// The trained ranker: scores a text's sentences and chooses the summary among whole candidates.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "core/ranker/candidates.hpp"
#include "core/ranker/trees.hpp"

namespace newsnlp::ranker {

// A candidate's worth: the weighted sum of its features, each centred, scaled and clipped, and of products of some.
struct SetWeights {
    std::vector<float> means;
    std::vector<float> scales;
    std::vector<float> weights;
    std::vector<float> products;  // of each product feature with itself and those after it
    std::size_t pool = 0;         // sentences that candidates are made of

    static constexpr float k_clip = 4;
    float worth(const float* row) const noexcept;
};

// What a summary may be: so many sentences, and three sums of costs that are not passed.
struct SetBudget {
    std::size_t least = 1;  // sentences, as far as the limits allow
    std::size_t most = k_most_members;
    const std::int64_t* costs = nullptr;  // three a sentence; null: none are counted
    std::array<std::int64_t, 3> limits{};

    bool allows(const Candidate& candidate) const noexcept;
};

// One text as the ranker judges it.
struct ScoredDocument {
    Document document;
    std::vector<float> features;  // of sentences
    std::vector<float> scores;    // of sentences
    std::vector<float> terms;     // how likely a human summary has the term
    std::vector<float> pairs;

    // The best candidate that the budget allows; empty where none is.
    Candidate choose(const SetWeights& sets, const SetBudget& budget) const;
};

class Ranker {
  public:
    // Throws std::invalid_argument where the parts do not fit the features.
    Ranker(std::vector<std::uint8_t> background, Trees sentences, Trees terms, Trees pairs, SetWeights sets);

    ScoredDocument study(const base::TextView& text, std::vector<base::Range> sentences) const;
    const SetWeights& sets() const noexcept { return sets_; }

  private:
    std::vector<std::uint8_t> background_;
    Trees sentences_;
    Trees terms_;
    Trees pairs_;
    SetWeights sets_;
};

// Views the table; throws std::invalid_argument where `size` is not its size.
Background view_background(const std::uint8_t* bytes, std::size_t size);

}  // namespace newsnlp::ranker
