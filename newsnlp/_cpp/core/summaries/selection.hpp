// Choosing sentences within a budget: by score, by marginal relevance, by SumBasic and by KL-Sum.
//
// Every function takes rows until none is open and returns them in the order of choice; ties go to the earlier row.
// Each proposes its best row whether it fits or not. After the first that does not fit, the choice only fills the rest
// of the budget: further rows were not the next best, so they must fit and be long enough to stand alone.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "core/summaries/ranking.hpp"

namespace newsnlp::summaries {

// The cost of each row (three numbers for each: 1, words, characters), the total budget, and which rows are fragments,
// too short to fill the rest of it. A row that costs more than one sentence cannot be chosen.
struct Budget {
    const std::int64_t* costs;
    const bool* fragments;
    std::array<std::int64_t, 3> left;

    bool fits(std::size_t row) const {
        const std::int64_t* cost = costs + 3 * row;
        return cost[0] <= left[0] && cost[1] <= left[1] && cost[2] <= left[2];
    }
    void spend(std::size_t row) {
        for (std::size_t k = 0; k < 3; ++k) left[k] -= costs[3 * row + k];
    }
};

// The state of a choice: which rows may still be taken, because they do not repeat a taken row and may still fit.
class Choice {
  public:
    // `unit` are rows of length 1; a row whose cosine with a taken one is above `max_similarity` repeats it.
    Choice(const Rows& unit, double max_similarity, const Budget& budget);

    // Whether the row may still be proposed. Once closed, a row stays closed: the rest of the budget only shrinks and
    // similarity only grows.
    bool open(std::size_t row);
    // Takes the best row, or records that it does not fit; after that only the rest of the budget is filled.
    bool take(std::size_t row);

    bool spent() const { return budget_.left[0] <= 0; }
    double similarity(std::size_t row) const { return similarity_[row]; }
    const Rows& unit() const { return unit_; }
    const Postings& postings() const { return postings_; }
    const std::int64_t* cost(std::size_t row) const { return budget_.costs + 3 * row; }
    const std::vector<std::size_t>& taken() const { return taken_; }

  private:
    void begin_filling();
    bool stands_alone(std::size_t row) const { return !budget_.fragments[row]; }
    void spread_similarity(std::size_t row);

    const Rows& unit_;
    Postings postings_;
    double max_similarity_;
    Budget budget_;
    bool filling_ = false;
    std::vector<char> open_;
    std::vector<double> similarity_, sums_;
    std::vector<std::uint32_t> touched_;
    std::vector<std::size_t> taken_;
};

// Best score first.
void choose_ranked(Choice& choice, const double* scores);

// Maximal marginal relevance: relevance * score - (1 - relevance) * (cosine with the most alike row taken).
void choose_marginal(Choice& choice, const double* scores, double relevance);

// SumBasic: takes, from the rows that hold the likeliest term, the one whose tokens are likeliest on average, then
// squares the probabilities of its terms. `counts` has the rows of the choice with term counts, `bias` multiplies
// averages.
void choose_sumbasic(Choice& choice, const Rows& counts, std::vector<double> probabilities, const double* bias);

// KL-Sum: takes the row that brings the summary's term distribution nearest to `probabilities` (the least
// Kullback-Leibler divergence of it from them, with `smoothing` added to each of the summary's counts).
void choose_kl(Choice& choice, const Rows& counts, const double* probabilities, double smoothing);

// The share of each row's weight (the sum of its terms' weights) that the best matching row of `others` has, 0 to 1.
std::vector<double> best_containment(const Rows& rows, const Rows& others, const double* weights);

}  // namespace newsnlp::summaries
