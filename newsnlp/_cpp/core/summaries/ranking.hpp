// Scores for all sentences of a text at once: graph centrality and Luhn's clusters.
//
// Sentences come as sparse rows. Every function is pure and uses one thread; sums run in a fixed order, so equal input
// gives bit-identical results.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace newsnlp::summaries {

// Borrowed sparse rows: row i has ids[starts[i], starts[i + 1]) with one value each, ids ascending and distinct.
struct Rows {
    const std::int64_t* starts;
    const std::int32_t* ids;
    const double* values;
    std::size_t n_rows;
    std::size_t n_terms;

    std::size_t begin(std::size_t row) const { return static_cast<std::size_t>(starts[row]); }
    std::size_t end(std::size_t row) const { return static_cast<std::size_t>(starts[row + 1]); }
    std::size_t term(std::size_t at) const { return static_cast<std::size_t>(ids[at]); }
};

// The rows by term: term t is in rows[starts[t], starts[t + 1]) with one value each, rows ascending.
struct Postings {
    explicit Postings(const Rows& by_row);
    std::vector<std::size_t> starts;
    std::vector<std::uint32_t> rows;
    std::vector<double> values;
};

struct Walk {
    double damping;    // share of the steps that follow an edge
    double tolerance;  // stop when the sum of absolute changes is at most this
    int max_steps;
    const double* restart;  // the targets of the other steps: n_rows shares that add up to 1
};

// The values count * weight, with each row scaled to length 1 (rows without weight stay 0).
std::vector<double> unit_rows(const Rows& counts, const double* weights);

// The `count` terms of highest positive value in each row, the highest first, ties to the smaller id: `ids` and
// `values` have `count` entries for each row, -1 and 0 if a row has fewer.
struct StrongestTerms {
    std::vector<std::int32_t> ids;
    std::vector<double> values;
};
StrongestTerms strongest_terms(const Rows& rows, std::size_t count);

// Continuous LexRank: a walk over all pairs by their cosine (unit rows), without forming the pairs: a step is linear in
// the length of the text.
std::vector<double> lexrank_continuous(const Rows& rows, const Walk& walk);

// Discrete LexRank: a walk over the pairs whose cosine is at least `threshold`. Forms the neighbour lists.
std::vector<double> lexrank_discrete(const Rows& rows, double threshold, const Walk& walk);

// TextRank: a walk over all pairs by (shared terms) / (log length + log length). `lengths` are term counts; a pair
// of one-term sentences, where the logs vanish, is divided by 1. Pairs are never formed: each term gathers the walkers
// of sentences of equal length.
std::vector<double> textrank(const Rows& rows, const std::int32_t* lengths, const Walk& walk);

// Luhn: the best cluster of each row, (significant terms)^2 / (tokens from its first to its last); a cluster ends where
// more than `gap` insignificant tokens follow each other. `tokens` are terms in order, with repetitions and a value
// above 0 for significant ones; `token_indices` is the index of each in its row, counting stop words.
std::vector<double> luhn(const Rows& tokens, const std::int32_t* token_indices, int gap);

}  // namespace newsnlp::summaries
