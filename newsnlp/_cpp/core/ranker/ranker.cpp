#include "core/ranker/ranker.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>

#include "core/ranker/features.hpp"

namespace newsnlp::ranker {
namespace {

std::vector<double> sums(const Trees& trees, const std::vector<float>& rows, std::size_t count) {
    std::vector<double> raw(count);
    trees.sum(rows.data(), count, raw.data());
    return raw;
}

// The trees of terms and pairs give log odds.
std::vector<float> probabilities(const Trees& trees, const std::vector<float>& rows, std::size_t count) {
    const std::vector<double> raw = sums(trees, rows, count);
    std::vector<float> values(count);
    for (std::size_t i = 0; i < count; ++i) values[i] = static_cast<float>(1 / (1 + std::exp(-raw[i])));
    return values;
}

constexpr auto k_product_columns = [] {
    std::array<std::size_t, k_product_features.size()> columns{};
    for (std::size_t i = 0; i < columns.size(); ++i) {
        while (k_set_features.at(columns[i]) != k_product_features[i]) ++columns[i];
    }
    return columns;
}();

}  // namespace

float SetWeights::worth(const float* row) const noexcept {
    std::array<float, k_set_features.size()> normal;
    float sum = 0;
    for (std::size_t i = 0; i < normal.size(); ++i) {
        normal[i] = std::clamp((row[i] - means[i]) / scales[i], -k_clip, k_clip);
        sum += weights[i] * normal[i];
    }
    const float* product = products.data();
    for (std::size_t i = 0; i < k_product_columns.size(); ++i) {
        float rest = 0;
        for (std::size_t j = i; j < k_product_columns.size(); ++j) rest += *product++ * normal[k_product_columns[j]];
        sum += rest * normal[k_product_columns[i]];
    }
    return sum;
}

bool SetBudget::allows(const Candidate& candidate) const noexcept {
    if (candidate.size > most) return false;
    if (costs == nullptr) return true;
    std::array<std::int64_t, 3> left = limits;
    for (std::size_t m = 0; m < candidate.size; ++m) {
        for (std::size_t k = 0; k < 3; ++k) {
            const std::int64_t cost = costs[3 * static_cast<std::size_t>(candidate.members[m]) + k];
            if (cost > left[k]) return false;
            left[k] -= cost;
        }
    }
    return true;
}

Candidate ScoredDocument::choose(const SetWeights& sets, const SetBudget& budget) const {
    Candidate best;
    float top = -std::numeric_limits<float>::infinity();
    std::size_t reached = 0;
    const std::size_t least = std::min(budget.least, k_most_members);
    Candidates candidates({&document, features.data(), scores.data(), terms.data(), pairs.data()}, sets.pool);
    candidates.each([&](const Candidate& candidate, const float* row) {
        const std::size_t size = std::min(candidate.size, least);
        if (size < reached || !budget.allows(candidate)) return;
        const float worth = sets.worth(row);
        if (size == reached && worth <= top) return;
        reached = size;
        top = worth;
        best = candidate;
    });
    return best;
}

Background view_background(const std::uint8_t* bytes, std::size_t size) {
    if (size != Background::k_size) throw std::invalid_argument("background: a table of 65536 bytes is needed");
    return {bytes};
}

Ranker::Ranker(std::vector<std::uint8_t> background, Trees sentences, Trees terms, Trees pairs, SetWeights sets)
    : background_(std::move(background)),
      sentences_(std::move(sentences)),
      terms_(std::move(terms)),
      pairs_(std::move(pairs)),
      sets_(std::move(sets)) {
    view_background(background_.data(), background_.size());
    const std::size_t width = k_set_features.size();
    if (sentences_.width() != k_sentence_features.size() || terms_.width() != k_term_features.size() ||
        pairs_.width() != k_pair_features.size() || sets_.weights.size() != width || sets_.means.size() != width ||
        sets_.scales.size() != width || sets_.products.size() != k_products || sets_.pool == 0) {
        throw std::invalid_argument("ranker: the parts do not fit the features");
    }
}

ScoredDocument Ranker::study(const base::TextView& text, std::vector<base::Range> sentences) const {
    ScoredDocument study;
    if (sentences.empty()) return study;
    const Background background = view_background(background_.data(), background_.size());
    study.document = read_document(text, std::move(sentences), background);
    const Document& document = study.document;
    study.features.resize(document.size() * k_sentence_features.size());
    sentence_features(text, document, study.features.data());
    const std::vector<double> scores = sums(sentences_, study.features, document.size());
    study.scores.assign(scores.begin(), scores.end());
    std::vector<float> rows(document.terms.size() * k_term_features.size());
    term_features(document, study.scores.data(), rows.data());
    study.terms = probabilities(terms_, rows, document.terms.size());
    rows.resize(document.pairs.size() * k_pair_features.size());
    pair_features(document, study.scores.data(), study.terms.data(), rows.data());
    study.pairs = probabilities(pairs_, rows, document.pairs.size());
    return study;
}

}  // namespace newsnlp::ranker
