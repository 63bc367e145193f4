// The choice of a summary: sentences of high value that repeat nothing and do not dangle.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "core/ranker/similarity.hpp"

namespace newsnlp::ranker {

struct ChoiceSettings {
    double dangling;    // off for a sentence that needs the one before it, where that is not taken
    double repetition;  // a sentence with a cosine above this to a chosen one repeats it
    double third;       // gain that a third sentence must bring where the number is free
    double fourth;      // likewise a fourth
};

// The most that a summary may hold. `costs` are three numbers a sentence, null for none; their sums stay within
// `limits`.
struct SetBudget {
    std::size_t most = 0;
    bool free = false;  // the number of sentences, 2 to 4, is the ranker's to settle; `most` does not count
    const std::int64_t* costs = nullptr;
    std::array<std::int64_t, 3> limits{};
};

// Sentences beyond these come by value alone: what they would add to each other is not looked at.
inline constexpr std::size_t k_most_chosen = 8;

// Returns the chosen sentences, the best first. Step by step the sentence that gains most is taken, of equal ones the
// first: its value, less the penalty times how likely it dangles where the sentence before it is not taken, and more by
// what its own follower then no longer loses.
std::vector<std::uint32_t> choose(const std::vector<double>& values, const std::vector<double>& dangling,
                                  Similarity& similarity, const ChoiceSettings& settings, const SetBudget& budget);

}  // namespace newsnlp::ranker
