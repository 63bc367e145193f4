// Features of terms and pairs, from the sentences that they stand in.
#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/ranker/features.hpp"

namespace newsnlp::ranker {
namespace {

constexpr std::uint32_t k_never = 999;

// What a term gathers over the sentences that it stands in.
struct Gathered {
    float nearness = 0, top_quality = 0, quality = 0, lead = 0, pairs_again = 0;
    float top_score = -9, weighted_score = 0, score = 0, top_rank = k_never, top_three = 0, offset = k_never;
    std::uint32_t second = k_never;
    std::uint32_t seen = Document::k_none;
};

// The place of each sentence when they are put in order of score, ties by position.
std::vector<std::uint32_t> ranks_of(const float* scores, std::size_t count) {
    std::vector<std::uint32_t> order(count);
    std::iota(order.begin(), order.end(), 0U);
    std::stable_sort(order.begin(), order.end(),
                     [&](std::uint32_t a, std::uint32_t b) { return scores[a] > scores[b]; });
    std::vector<std::uint32_t> ranks(count);
    for (std::uint32_t place = 0; place < count; ++place) ranks[order[place]] = place;
    return ranks;
}

// How much a sentence says of what the text says often, without any training.
float quality_of(const Document& document, std::size_t i) noexcept {
    float sum = 0;
    for (std::uint32_t k = document.bounds[i]; k < document.bounds[i + 1]; ++k) {
        const DocumentTerm& term = document.terms[document.tokens[k]];
        sum += std::log(static_cast<float>(term.count)) * term.rarity;
    }
    return sum / static_cast<float>(std::max(1U, document.words(i)) + 5);
}

void gather_sentence(const Document& document, std::uint32_t i, float score, std::uint32_t rank,
                     std::vector<Gathered>& gathered) noexcept {
    const float quality = quality_of(document, i);
    const float weighted = std::exp(4 * score);
    for (std::uint32_t k = document.bounds[i]; k < document.bounds[i + 1]; ++k) {
        Gathered& one = gathered[document.tokens[k]];
        one.weighted_score += weighted;
        one.score += score;
        one.top_score = std::max(one.top_score, score);
        one.top_rank = std::min(one.top_rank, static_cast<float>(rank));
        one.top_three += rank < 3;
        one.offset = std::min(one.offset, static_cast<float>(k - document.bounds[i]));
        if (one.seen == i) continue;
        if (one.seen != Document::k_none && one.second == k_never) one.second = i;
        one.seen = i;
        one.nearness += 1.0F / (1.0F + static_cast<float>(i));
        one.top_quality = std::max(one.top_quality, quality);
        one.quality += quality;
        one.lead += i < 3;
    }
}

void write_term(const Document& document, const DocumentTerm& term, const Gathered& one, float* out) noexcept {
    const auto count = static_cast<float>(term.count);
    const auto sentences = static_cast<float>(term.sentences);
    const auto words = static_cast<float>(document.tokens.size());
    const auto size = static_cast<float>(document.size());
    const float values[] = {count,
                            sentences,
                            static_cast<float>(term.first),
                            static_cast<float>(term.place),
                            term.rarity,
                            static_cast<float>(term.capitals) / count,
                            static_cast<float>(term.length),
                            term.digit ? 1.0F : 0.0F,
                            one.nearness,
                            one.top_quality,
                            one.quality / sentences,
                            one.lead,
                            static_cast<float>(one.second),
                            static_cast<float>(term.last) / size,
                            words,
                            size,
                            one.pairs_again / count,
                            count / words,
                            one.top_score,
                            one.weighted_score,
                            one.score / count,
                            one.top_rank,
                            one.top_three,
                            one.offset};
    static_assert(std::size(values) == k_term_features.size());
    std::copy(std::begin(values), std::end(values), out);
}

}  // namespace

void term_features(const Document& document, const float* scores, float* out) {
    std::vector<Gathered> gathered(document.terms.size());
    const std::vector<std::uint32_t> ranks = ranks_of(scores, document.size());
    for (std::uint32_t i = 0; i < document.size(); ++i) gather_sentence(document, i, scores[i], ranks[i], gathered);
    for (const DocumentPair& pair : document.pairs) {
        if (pair.sentences < 2) continue;
        gathered[pair.left].pairs_again += static_cast<float>(pair.sentences);
        gathered[pair.right].pairs_again += static_cast<float>(pair.sentences);
    }
    for (std::size_t t = 0; t < document.terms.size(); ++t, out += k_term_features.size()) {
        write_term(document, document.terms[t], gathered[t], out);
    }
}

void pair_features(const Document& document, const float* scores, const float* values, float* out) {
    std::vector<float> top(document.terms.size(), -9);
    for (std::size_t i = 0; i < document.size(); ++i) {
        for (std::uint32_t k = document.bounds[i]; k < document.bounds[i + 1]; ++k) {
            top[document.tokens[k]] = std::max(top[document.tokens[k]], scores[i]);
        }
    }
    const auto words = static_cast<float>(document.tokens.size());
    for (const DocumentPair& pair : document.pairs) {
        const DocumentTerm& left = document.terms[pair.left];
        const DocumentTerm& right = document.terms[pair.right];
        const auto sentences = static_cast<float>(pair.sentences);
        const float row[] = {sentences,
                             static_cast<float>(pair.first),
                             pair.nearness,
                             sentences / static_cast<float>(left.sentences),
                             sentences / static_cast<float>(right.sentences),
                             left.rarity,
                             right.rarity,
                             static_cast<float>(left.capitals) / static_cast<float>(left.count),
                             static_cast<float>(right.capitals) / static_cast<float>(right.count),
                             words,
                             values[pair.left],
                             values[pair.right],
                             values[pair.left] * values[pair.right],
                             top[pair.left],
                             top[pair.right]};
        static_assert(std::size(row) == k_pair_features.size());
        out = std::copy(std::begin(row), std::end(row), out);
    }
}

}  // namespace newsnlp::ranker
