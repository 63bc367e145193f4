// Summaries within the limits that a user sets: the ranker's choice first, and the room that is left filled by score.
#pragma once

#include <array>
#include <cstdint>
#include <optional>

#include "core/ranker/ranker.hpp"
#include "core/summaries/sentence_terms.hpp"

namespace newsnlp::ranker {

// The most that a summary may have; all limits hold.
struct Limits {
    static constexpr std::int64_t k_none = std::int64_t{1} << 62;

    std::int64_t sentences = k_none;
    std::int64_t words = k_none;
    std::int64_t characters = k_none;
    std::optional<double> ratio;  // of the sentences of the text

    // The largest sums of costs for a text of this many sentences.
    std::array<std::int64_t, 3> sums(std::size_t n_sentences) const;
};

// Scores the sentences of a text and chooses some within the limits; none if no sentence fits. `stop_words` do not
// count where sentences are compared with each other, and other words count by their stem if `stem`.
Ranking rank_within(const Ranker& ranker, const base::TextView& text, const articles::Parts& parts,
                    const Limits& limits, const summaries::WordSet& stop_words, bool stem,
                    const simd::Kernels& kernels);

}  // namespace newsnlp::ranker
