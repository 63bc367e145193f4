#include "core/ranker/similarity.hpp"

#include <cmath>

namespace newsnlp::ranker {

Similarity::Similarity(const Document& document)
    : size_(document.size()), references_(document.terms.size()), marked_(document.terms.size(), 0), next_(size_, -1) {
    add_vectors(document);
    for (std::size_t i = 0; i < size_; ++i) {
        const float nearness = 1 / (1 + 0.25F * static_cast<float>(i));
        for (const Entry& entry : entries(i)) {
            References& sums = references_[entry.term];
            sums.centroid += entry.weight;
            sums.near_centroid += nearness * entry.weight;
            if (i < 3) sums.lead += entry.weight;
            if (i == 0) sums.opening += entry.weight;
        }
    }
    for (std::size_t t = 0; t < document.terms.size(); ++t) {
        const Term& term = document.terms[t];
        if (term.count < 2) continue;
        references_[t].frequent = std::log(static_cast<float>(term.count)) * term.rarity * term.rarity;
    }
    for (auto vector : {&References::centroid, &References::near_centroid, &References::frequent, &References::lead}) {
        scale(vector);
    }
    for (std::size_t i = 0; i + 1 < size_; ++i) {
        mark(i);
        next_[i] = dot_marked(i + 1);
        unmark(i);
    }
}

void Similarity::add_vectors(const Document& document) {
    bounds_.reserve(size_ + 1);
    bounds_.push_back(0);
    entries_.reserve(document.tokens.size());
    for (std::size_t i = 0; i < size_; ++i) {
        const auto begin = entries_.size();
        for (std::uint32_t k = document.bounds[i]; k < document.bounds[i + 1]; ++k) marked_[document.tokens[k]] += 1;
        float squares = 0;
        for (std::uint32_t k = document.bounds[i]; k < document.bounds[i + 1]; ++k) {
            const std::uint32_t t = document.tokens[k];
            if (marked_[t] <= 0) continue;
            const float weight = marked_[t] * document.terms[t].rarity * document.terms[t].rarity;
            entries_.push_back({t, weight});
            squares += weight * weight;
            marked_[t] = 0;
        }
        const float scale = squares > 0 ? 1 / std::sqrt(squares) : 0;
        for (std::size_t e = begin; e < entries_.size(); ++e) entries_[e].weight *= scale;
        bounds_.push_back(static_cast<std::uint32_t>(entries_.size()));
    }
}

// Brings one of the vectors to unit length.
void Similarity::scale(float References::* vector) noexcept {
    float squares = 0;
    for (const References& sums : references_) squares += sums.*vector * sums.*vector;
    if (squares <= 0) return;
    const float scale = 1 / std::sqrt(squares);
    for (References& sums : references_) sums.*vector *= scale;
}

void Similarity::mark(std::size_t i) noexcept {
    for (const Entry& entry : entries(i)) marked_[entry.term] = entry.weight;
}

void Similarity::unmark(std::size_t i) noexcept {
    for (const Entry& entry : entries(i)) marked_[entry.term] = 0;
}

float Similarity::dot_marked(std::size_t i) const noexcept {
    float sum = 0;
    for (const Entry& entry : entries(i)) sum += entry.weight * marked_[entry.term];
    return sum;
}

Similarity::Row Similarity::compare(std::size_t i) const noexcept {
    Row row{0, 0, 0, 0, 0, i > 0 ? next_[i - 1] : -1.0F, next_[i]};
    for (const auto& [term, weight] : entries(i)) {
        const References& other = references_[term];
        row.centroid += weight * other.centroid;
        row.near_centroid += weight * other.near_centroid;
        row.frequent += weight * other.frequent;
        row.lead += weight * other.lead;
        row.opening += weight * other.opening;
    }
    return row;
}

void Similarity::compare_all(std::size_t i, std::vector<float>& cosines) {
    mark(i);
    cosines.resize(size_);
    for (std::size_t j = 0; j < size_; ++j) cosines[j] = dot_marked(j);
    unmark(i);
}

}  // namespace newsnlp::ranker
