#include "core/ranker/limited.hpp"

#include <algorithm>
#include <cmath>
#include <memory>
#include <vector>

#include "core/summaries/selection.hpp"

namespace newsnlp::ranker {
namespace {

// A sentence repeats another if their cosine is above this.
constexpr double k_same = 0.95;
// Sentences with fewer words, or fewer character pairs in scripts without blanks, do not fill up a summary.
constexpr std::int64_t k_fewest_words = 5;
constexpr std::int32_t k_fewest_pairs = 8;

std::vector<base::TextView> view_sentences(const base::TextView& text, const std::vector<base::Range>& sentences) {
    std::vector<base::TextView> views;
    const auto* data = static_cast<const std::uint8_t*>(text.data);
    for (const base::Range& range : sentences)
        views.push_back({data + range.begin * text.kind, range.end - range.begin, text.kind, text.ascii});
    return views;
}

// How rare each term is among the sentences: its inverse document frequency.
std::vector<double> measure_rarity(const summaries::CountedRows& counts, std::size_t n_terms) {
    std::vector<double> rarity(n_terms, 0.0);
    for (const std::int32_t id : counts.ids) rarity[static_cast<std::size_t>(id)] += 1.0;
    const auto n_sentences = static_cast<double>(counts.starts.size() - 1);
    for (double& number : rarity) number = std::log((1.0 + n_sentences) / (1.0 + number)) + 1.0;
    return rarity;
}

// Takes sentences by score, without repetition, until the limits are spent.
std::vector<std::size_t> fill(const std::vector<base::TextView>& sentences, const std::vector<double>& scores,
                              const std::vector<std::int64_t>& costs, const std::array<std::int64_t, 3>& sums,
                              const summaries::WordSet& stop_words, bool stem) {
    const summaries::SentenceTerms terms = summaries::sentence_terms(sentences, stop_words, stem);
    const summaries::CountedRows counts =
        summaries::count_terms(terms.starts.data(), sentences.size(), terms.ids.data());
    const std::vector<double> rarity = measure_rarity(counts, terms.terms.size());
    summaries::Rows rows{counts.starts.data(), counts.ids.data(), counts.counts.data(), sentences.size(),
                         terms.terms.size()};
    const std::vector<double> unit = summaries::unit_rows(rows, rarity.data());
    rows.values = unit.data();
    const auto fragments = std::make_unique<bool[]>(sentences.size());
    for (std::size_t i = 0; i < sentences.size(); ++i)
        fragments[i] = costs[3 * i + 1] < k_fewest_words && terms.lengths[i] < k_fewest_pairs;
    summaries::Choice choice(rows, k_same, {costs.data(), fragments.get(), sums});
    summaries::choose_ranked(choice, scores.data());
    return choice.taken();
}

}  // namespace

std::array<std::int64_t, 3> Limits::sums(std::size_t n_sentences) const {
    // The slack lets 0.3 * 10 be 3, which it is not quite in binary.
    const double share = ratio.value_or(0.0) * static_cast<double>(n_sentences) + 1e-9;
    const std::int64_t most = ratio ? std::max<std::int64_t>(1, static_cast<std::int64_t>(share)) : k_none;
    return {std::min(sentences, most), words, characters + 1};  // a blank is counted after every sentence
}

Ranking rank_within(const Ranker& ranker, const base::TextView& text, const articles::Parts& parts,
                    const Limits& limits, const summaries::WordSet& stop_words, bool stem,
                    const simd::Kernels& kernels) {
    if (parts.sentences.empty()) return {};
    const std::vector<base::TextView> sentences = view_sentences(text, parts.sentences);
    const std::vector<std::int64_t> costs = summaries::sentence_costs(sentences);
    const std::array<std::int64_t, 3> sums = limits.sums(sentences.size());
    const SetBudget budget{static_cast<std::size_t>(sums[0]), false, costs.data(), sums};
    Ranking ranking = ranker.rank(text, parts, budget, kernels);
    // The chosen come first, in their order, the rest by score.
    std::vector<double> scores = ranking.scores;
    double above = *std::max_element(scores.begin(), scores.end()) + 1.0 + static_cast<double>(ranking.order.size());
    for (const std::uint32_t chosen : ranking.order) scores[chosen] = above--;
    ranking.order.clear();
    for (const std::size_t taken : fill(sentences, scores, costs, sums, stop_words, stem))
        ranking.order.push_back(static_cast<std::uint32_t>(taken));
    return ranking;
}

}  // namespace newsnlp::ranker
