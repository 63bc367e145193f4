#include "core/ranker/ranker.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace newsnlp::ranker {
namespace {

constexpr double k_best_grade = 3;

void check_width(const Trees& trees) {
    if (trees.width() != k_features.size()) throw std::invalid_argument("ranker: the trees have other features");
}

std::vector<double> sum(const Trees& trees, const Columns& columns, const simd::Kernels& kernels) {
    std::vector<double> sums(columns.stride);
    trees.sum(columns.values.data(), columns.stride, kernels, sums.data());
    sums.resize(columns.rows);
    return sums;
}

}  // namespace

Ranker::Ranker(std::vector<std::uint8_t> background, Trees values, Trees dangling, const ChoiceSettings& settings)
    : background_(std::move(background)),
      values_(std::move(values)),
      dangling_(std::move(dangling)),
      settings_(settings) {
    view_background(background_.data(), background_.size());
    check_width(values_);
    check_width(dangling_);
    for (const double setting : {settings.dangling, settings.repetition, settings.third, settings.fourth}) {
        if (!(std::fabs(setting) <= 1e9)) throw std::invalid_argument("ranker: settings must be numbers up to 1e9");
    }
}

Ranking Ranker::rank(const base::TextView& text, const articles::Parts& parts, const SetBudget& budget,
                     const simd::Kernels& kernels) const {
    if (parts.sentences.empty()) return {};
    const Document document = read_document(text, parts, {background_.data()});
    Similarity similarity(document);
    const Columns columns = describe(text, document, similarity);
    const std::vector<double> values = sum(values_, columns, kernels);
    std::vector<double> dangling = sum(dangling_, columns, kernels);
    for (double& share : dangling) share = std::clamp(share, 0.0, 1.0);
    Ranking ranking;
    ranking.order = choose(values, dangling, similarity, settings_, budget);
    for (const double value : values) ranking.scores.push_back(std::clamp(value / k_best_grade, 0.0, 1.0));
    return ranking;
}

}  // namespace newsnlp::ranker
