// Whole summaries of one to four of a text's best sentences, and what the ranker knows of each.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

#include "core/ranker/document.hpp"

namespace newsnlp::ranker {

inline constexpr std::size_t k_most_members = 4;

inline constexpr auto k_set_features = std::to_array<std::string_view>(
    {"size", "words", "words_squared",
     // what of the human summary the sentences are thought to hold: terms, pairs
     "terms", "pairs", "terms_at_30", "terms_at_40", "terms_at_55", "terms_at_70", "pairs_at_30", "pairs_at_40",
     "pairs_at_55", "pairs_at_70", "terms_a_word", "pairs_a_word", "terms_twice", "pairs_twice", "terms_certain",
     "terms_of_all", "terms_at_all", "distinct_share",
     // scores of the sentences
     "score", "mean_score", "top_score", "least_score", "score_of_best",
     // places
     "first", "last", "nearness", "mean_index", "neighbours", "lead", "loose_pronouns", "share_of_text",
     // sums and means of sentence features
     "frequent", "opening", "near_centroid", "quotes", "speech", "personal", "rare_share", "capital_share", "digits"});

// The features whose products count too.
inline constexpr auto k_product_features = std::to_array<std::string_view>(
    {"words", "terms", "pairs", "terms_at_40", "pairs_at_40", "terms_twice", "score", "top_score", "least_score",
     "nearness", "mean_index", "neighbours", "lead", "loose_pronouns"});
inline constexpr std::size_t k_products = k_product_features.size() * (k_product_features.size() + 1) / 2;

struct Candidate {
    std::array<std::int32_t, k_most_members> members{-1, -1, -1, -1};  // sentences in order; -1 after the last
    std::size_t size = 0;
};

// What is known of the sentences, terms and pairs of a document.
struct Estimates {
    const Document* document = nullptr;
    const float* features = nullptr;  // of sentences
    const float* scores = nullptr;    // of sentences
    const float* terms = nullptr;     // how likely a human summary has the term
    const float* pairs = nullptr;
};

// Calls `use(candidate, row of set features)` for every set of 1 to 4 of the `pool` best sentences.
class Candidates {
  public:
    Candidates(const Estimates& estimates, std::size_t pool);

    template <typename Use>
    void each(Use&& use) {
        descend(0, use);
    }
    const std::vector<std::uint32_t>& pool() const noexcept { return pool_; }

  private:
    struct Entry {
        std::uint32_t item;
        float value;
    };
    struct Totals {
        float value = 0;    // of the items held, each once
        float twice = 0;    // of every further holding
        float squares = 0;  // of the values of the items held
        float distinct = 0;
    };
    // The terms or pairs of the pool's sentences, each once a sentence, and how often the open set has them.
    struct Cover {
        std::vector<std::vector<Entry>> entries;  // by place in the pool
        std::vector<std::uint8_t> held;
        Totals totals;

        void add(std::size_t place) noexcept;
        void remove(std::size_t place, const Totals& before) noexcept;
    };

    template <typename Use>
    void descend(std::size_t from, Use& use) {
        for (std::size_t place = from; place < pool_.size(); ++place) {
            const Totals terms_before = terms_.totals;
            const Totals pairs_before = pairs_.totals;
            terms_.add(place);
            pairs_.add(place);
            open_[size_++] = place;
            write_row();
            use(candidate_, static_cast<const float*>(row_.data()));
            if (size_ < k_most_members) descend(place + 1, use);
            --size_;
            terms_.remove(place, terms_before);
            pairs_.remove(place, pairs_before);
        }
    }
    void fill_cover(Cover& cover, const float* values, std::size_t items, bool pairs);
    void write_estimates(float words) noexcept;
    void write_scores() noexcept;
    void write_places(float words) noexcept;
    void write_sums(float words) noexcept;
    void write_row() noexcept;

    Estimates estimates_;
    std::vector<std::uint32_t> pool_;
    Cover terms_;
    Cover pairs_;
    float all_terms_ = 0;
    float best_score_ = 0;
    std::array<std::size_t, k_most_members> open_{};
    std::size_t size_ = 0;
    Candidate candidate_;
    std::array<float, k_set_features.size()> row_{};
};

}  // namespace newsnlp::ranker
