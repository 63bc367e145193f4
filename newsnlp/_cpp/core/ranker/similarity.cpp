#include "core/ranker/similarity.hpp"

#include <cmath>

namespace newsnlp::ranker {
namespace {

void to_unit_length(std::vector<float>& vector) noexcept {
    float sum = 0;
    for (const float x : vector) sum += x * x;
    if (sum <= 0) return;
    const float scale = 1 / std::sqrt(sum);
    for (float& x : vector) x *= scale;
}

}  // namespace

Similarity::Similarity(const Document& document) : size_(document.size()) {
    for (auto* vector : {&centroid_, &near_, &frequent_, &lead_, &opening_, &scratch_}) {
        vector->assign(document.terms.size(), 0);
    }
    add_vectors(document);
    for (std::size_t i = 0; i < size_; ++i) {
        add(i, 1, centroid_);
        add(i, 1 / (1 + 0.25F * static_cast<float>(i)), near_);
        if (i < 3) add(i, 1, lead_);
        if (i == 0) add(i, 1, opening_);
    }
    for (std::size_t t = 0; t < document.terms.size(); ++t) {
        const Term& term = document.terms[t];
        if (term.count > 1) frequent_[t] = std::log(static_cast<float>(term.count)) * term.rarity * term.rarity;
    }
    for (auto* vector : {&centroid_, &near_, &frequent_, &lead_}) to_unit_length(*vector);
}

void Similarity::add_vectors(const Document& document) {
    bounds_.reserve(size_ + 1);
    bounds_.push_back(0);
    entries_.reserve(document.tokens.size());
    for (std::size_t i = 0; i < size_; ++i) {
        const auto begin = entries_.size();
        for (std::uint32_t k = document.bounds[i]; k < document.bounds[i + 1]; ++k) scratch_[document.tokens[k]] += 1;
        float squares = 0;
        for (std::uint32_t k = document.bounds[i]; k < document.bounds[i + 1]; ++k) {
            const std::uint32_t t = document.tokens[k];
            if (scratch_[t] <= 0) continue;
            const float weight = scratch_[t] * document.terms[t].rarity * document.terms[t].rarity;
            entries_.push_back({t, weight});
            squares += weight * weight;
            scratch_[t] = 0;
        }
        const float scale = squares > 0 ? 1 / std::sqrt(squares) : 0;
        for (std::size_t e = begin; e < entries_.size(); ++e) entries_[e].weight *= scale;
        bounds_.push_back(static_cast<std::uint32_t>(entries_.size()));
    }
}

float Similarity::dot(std::size_t i, const std::vector<float>& other) const noexcept {
    float sum = 0;
    for (std::uint32_t e = bounds_[i]; e < bounds_[i + 1]; ++e) sum += entries_[e].weight * other[entries_[e].term];
    return sum;
}

void Similarity::add(std::size_t i, float times, std::vector<float>& sum) const noexcept {
    for (std::uint32_t e = bounds_[i]; e < bounds_[i + 1]; ++e) sum[entries_[e].term] += times * entries_[e].weight;
}

float Similarity::between(std::size_t i, std::size_t j) noexcept {
    add(j, 1, scratch_);
    const float sum = dot(i, scratch_);
    for (std::uint32_t e = bounds_[j]; e < bounds_[j + 1]; ++e) scratch_[entries_[e].term] = 0;
    return sum;
}

Similarity::Row Similarity::compare(std::size_t i) {
    return {dot(i, centroid_),
            dot(i, near_),
            dot(i, frequent_),
            dot(i, lead_),
            dot(i, opening_),
            i > 0 ? between(i, i - 1) : -1.0F,
            i + 1 < size_ ? between(i, i + 1) : -1.0F};
}

void Similarity::compare_all(std::size_t i, std::vector<float>& cosines) {
    add(i, 1, scratch_);
    cosines.resize(size_);
    for (std::size_t j = 0; j < size_; ++j) cosines[j] = dot(j, scratch_);
    for (std::uint32_t e = bounds_[i]; e < bounds_[i + 1]; ++e) scratch_[entries_[e].term] = 0;
}

}  // namespace newsnlp::ranker
