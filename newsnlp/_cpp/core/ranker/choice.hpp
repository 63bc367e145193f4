// The choice of a summary: sentences of high value that repeat nothing and make sense on their own.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "core/ranker/similarity.hpp"

namespace newsnlp::ranker {

struct ChoiceSettings {
    double dangling;    // penalty for a sentence that needs the one before it, if that one is not taken
    double repetition;  // a sentence whose cosine with a chosen one is above this repeats it
    double third;       // gain that a third sentence must bring if the number is free
    double fourth;      // likewise a fourth
};

// The largest size of a summary. `costs` are three numbers a sentence, null for none; their sums stay within `limits`.
struct SetBudget {
    std::size_t most = 0;
    bool free = false;  // the ranker decides the number of sentences, 2 to 4; `most` is ignored
    const std::int64_t* costs = nullptr;
    std::array<std::int64_t, 3> limits{};
};

// Sentences beyond these are ordered by value alone, without regard to each other.
inline constexpr std::size_t k_most_chosen = 8;

// Returns the chosen sentences, the best first. Each step takes the sentence with the largest gain, the first one of
// ties. The gain is its value, minus the penalty times its probability of dangling if the sentence before it is not
// taken, plus the penalty that its follower no longer incurs.
std::vector<std::uint32_t> choose(const std::vector<double>& values, const std::vector<double>& dangling,
                                  Similarity& similarity, const ChoiceSettings& settings, const SetBudget& budget);

}  // namespace newsnlp::ranker
