#include "core/ranker/candidates.hpp"

#include <algorithm>
#include <numeric>
#include <unordered_set>

#include "core/ranker/features.hpp"

namespace newsnlp::ranker {
namespace {

constexpr std::size_t find_feature(std::string_view name) {
    for (std::size_t i = 0; i < k_sentence_features.size(); ++i) {
        if (k_sentence_features[i] == name) return i;
    }
    return k_sentence_features.size();
}

constexpr std::size_t k_frequent = find_feature("frequent");
constexpr std::size_t k_opening = find_feature("opening");
constexpr std::size_t k_near_centroid = find_feature("near_centroid");
constexpr std::size_t k_quotes = find_feature("quotes");
constexpr std::size_t k_speech = find_feature("speech");
constexpr std::size_t k_personal = find_feature("personal_share");
constexpr std::size_t k_rare_words = find_feature("rare_words");
constexpr std::size_t k_capitals = find_feature("capitals");
constexpr std::size_t k_digits = find_feature("digits");
constexpr std::size_t k_opens_pronoun = find_feature("opens_pronoun");
static_assert(std::max({k_frequent, k_opening, k_near_centroid, k_quotes, k_speech, k_personal, k_rare_words,
                        k_capitals, k_digits, k_opens_pronoun}) < k_sentence_features.size());

// What ROUGE would be if the human summary had `length` words: its F1, where `held` words are shared.
float at_length(float held, float words, float length) noexcept { return 2 * held / (words + length); }

// The sentences that do not repeat the words of an earlier one.
std::vector<std::uint32_t> told_first(const Document& document) {
    std::vector<std::uint32_t> fresh;
    std::unordered_set<std::uint64_t> told;
    for (std::uint32_t i = 0; i < document.size(); ++i) {
        std::uint64_t hash = 0;
        for (std::uint32_t k = document.bounds[i]; k < document.bounds[i + 1]; ++k) {
            hash = (hash ^ document.terms[document.tokens[k]].hash) * 0x100000001B3U;
        }
        if (told.insert(hash).second) fresh.push_back(i);
    }
    return fresh;
}

}  // namespace

void Candidates::Cover::add(std::size_t place) noexcept {
    for (const Entry& entry : entries[place]) {
        if (held[entry.item]++ > 0) {
            totals.twice += entry.value;
            continue;
        }
        totals.value += entry.value;
        totals.squares += entry.value * entry.value;
        totals.distinct += 1;
    }
}

void Candidates::Cover::remove(std::size_t place, const Totals& before) noexcept {
    for (const Entry& entry : entries[place]) --held[entry.item];
    totals = before;
}

Candidates::Candidates(const Estimates& estimates, std::size_t pool) : estimates_(estimates) {
    const Document& document = *estimates.document;
    std::vector<std::uint32_t> order = told_first(document);
    const std::size_t count = std::min(pool, order.size());
    std::partial_sort(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(count), order.end(),
                      [&](std::uint32_t a, std::uint32_t b) {
                          return estimates.scores[a] != estimates.scores[b] ? estimates.scores[a] > estimates.scores[b]
                                                                            : a < b;
                      });
    pool_.assign(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(count));
    for (std::size_t place = 0; place < std::min<std::size_t>(3, count); ++place) {
        best_score_ += estimates.scores[pool_[place]];
    }
    std::sort(pool_.begin(), pool_.end());
    fill_cover(terms_, estimates.terms, document.terms.size(), false);
    fill_cover(pairs_, estimates.pairs, document.pairs.size(), true);
    all_terms_ = std::accumulate(estimates.terms, estimates.terms + document.terms.size(), 0.0F);
}

void Candidates::fill_cover(Cover& cover, const float* values, std::size_t items, bool pairs) {
    const Document& document = *estimates_.document;
    const std::vector<std::uint32_t>& source = pairs ? document.token_pairs : document.tokens;
    cover.held.assign(items, 0);
    for (const std::uint32_t i : pool_) {
        std::vector<Entry> entries;
        for (std::uint32_t k = document.bounds[i]; k < document.bounds[i + 1]; ++k) {
            const std::uint32_t item = source[k];
            if (item == Document::k_none || cover.held[item] != 0) continue;
            cover.held[item] = 1;
            entries.push_back({item, values[item]});
        }
        for (std::uint32_t k = document.bounds[i]; k < document.bounds[i + 1]; ++k) {
            if (source[k] != Document::k_none) cover.held[source[k]] = 0;
        }
        cover.entries.push_back(std::move(entries));
    }
}

void Candidates::write_row() noexcept {
    candidate_.size = size_;
    candidate_.members.fill(-1);
    float words = 0;
    for (std::size_t m = 0; m < size_; ++m) {
        candidate_.members[m] = static_cast<std::int32_t>(pool_[open_[m]]);
        words += static_cast<float>(estimates_.document->words(pool_[open_[m]]));
    }
    row_[0] = static_cast<float>(size_);
    row_[1] = words;
    row_[2] = words * words;
    write_estimates(words);
    write_scores();
    write_places(words);
    write_sums(std::max(1.0F, words));
}

void Candidates::write_estimates(float words) noexcept {
    const float terms = terms_.totals.value;
    const float pairs = pairs_.totals.value;
    const float at_least_one = std::max(1.0F, words);
    const float values[] = {terms,
                            pairs,
                            at_length(terms, words, 30),
                            at_length(terms, words, 40),
                            at_length(terms, words, 55),
                            at_length(terms, words, 70),
                            at_length(pairs, words, 30),
                            at_length(pairs, words, 40),
                            at_length(pairs, words, 55),
                            at_length(pairs, words, 70),
                            terms / at_least_one,
                            pairs / at_least_one,
                            terms_.totals.twice,
                            pairs_.totals.twice,
                            terms_.totals.squares,
                            terms / std::max(1e-6F, all_terms_),
                            at_length(terms, words, 10 + all_terms_),
                            terms_.totals.distinct / at_least_one};
    std::copy(std::begin(values), std::end(values), row_.begin() + 3);
}

void Candidates::write_scores() noexcept {
    float sum = 0;
    float top = estimates_.scores[pool_[open_[0]]];
    float least = top;
    for (std::size_t m = 0; m < size_; ++m) {
        const float score = estimates_.scores[pool_[open_[m]]];
        sum += score;
        top = std::max(top, score);
        least = std::min(least, score);
    }
    const float values[] = {sum, sum / static_cast<float>(size_), top, least, best_score_ != 0 ? sum / best_score_ : 0};
    std::copy(std::begin(values), std::end(values), row_.begin() + 21);
}

void Candidates::write_places(float words) noexcept {
    float nearness = 0;
    float mean = 0;
    float neighbours = 0;
    float lead = 0;
    float loose = 0;
    for (std::size_t m = 0; m < size_; ++m) {
        const std::uint32_t i = pool_[open_[m]];
        const bool follows = m > 0 && pool_[open_[m - 1]] + 1 == i;
        nearness += 1 / (1 + static_cast<float>(i));
        mean += static_cast<float>(i);
        neighbours += follows;
        lead += i < 3;
        const float pronoun = estimates_.features[i * k_sentence_features.size() + k_opens_pronoun];
        if (i > 0 && !follows) loose += pronoun;
    }
    const float values[] = {static_cast<float>(pool_[open_[0]]),
                            static_cast<float>(pool_[open_[size_ - 1]]),
                            nearness,
                            mean / static_cast<float>(size_),
                            neighbours,
                            lead,
                            loose,
                            words / static_cast<float>(std::max<std::size_t>(1, estimates_.document->tokens.size()))};
    std::copy(std::begin(values), std::end(values), row_.begin() + 26);
}

void Candidates::write_sums(float words) noexcept {
    const auto sum_of = [&](std::size_t feature) {
        float sum = 0;
        for (std::size_t m = 0; m < size_; ++m) {
            sum += estimates_.features[pool_[open_[m]] * k_sentence_features.size() + feature];
        }
        return sum;
    };
    const auto size = static_cast<float>(size_);
    const float values[] = {sum_of(k_frequent) / size,
                            sum_of(k_opening) / size,
                            sum_of(k_near_centroid) / size,
                            sum_of(k_quotes),
                            sum_of(k_speech),
                            sum_of(k_personal) / size,
                            sum_of(k_rare_words) / words,
                            sum_of(k_capitals) / words,
                            sum_of(k_digits)};
    static_assert(34 + std::size(values) == k_set_features.size());
    std::copy(std::begin(values), std::end(values), row_.begin() + 34);
}

}  // namespace newsnlp::ranker
