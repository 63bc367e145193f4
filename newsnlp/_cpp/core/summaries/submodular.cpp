#include "core/summaries/submodular.hpp"

#include <algorithm>
#include <cmath>
#include <queue>

#include "core/base/interrupt.hpp"

namespace newsnlp::summaries {
namespace {

constexpr std::size_t k_only_bounded = static_cast<std::size_t>(-1);
constexpr double k_rounding = 1.0 + 1e-9;  // gains that differ by less are equal: the first one is taken

struct Proposal {
    double value;
    std::size_t row;
    std::size_t taken;  // how many rows were taken when the value was computed; k_only_bounded before
};

struct Worse {
    bool operator()(const Proposal& a, const Proposal& b) const {
        return a.value < b.value || (a.value == b.value && a.row > b.row);
    }
};

// Dividing by fewer words would prefer fragments, whose little content costs almost nothing.
constexpr std::int64_t k_fewest_words = 5;

// Takes rows by (gain(row) + bonus) / words^exponent until none is open; `take(row)` tells the objective.
template <typename Objective>
void take_greedily(Choice& choice, double exponent, const double* bonus, Objective& objective) {
    const auto divisor = [&](std::size_t row) {
        return std::pow(static_cast<double>(std::max(choice.cost(row)[1], k_fewest_words)), exponent);
    };
    std::priority_queue<Proposal, std::vector<Proposal>, Worse> queue;
    // The first gain is only bounded, so that the gains of most rows need not be computed.
    for (std::size_t row = 0; row < choice.unit().n_rows; ++row)
        queue.push({(objective.bound(row) + bonus[row]) / divisor(row), row, k_only_bounded});
    while (!queue.empty() && !choice.spent()) {
        Proposal best = queue.top();
        queue.pop();
        if (!choice.open(best.row)) continue;
        if (best.taken != choice.taken().size()) {
            best.value = (objective.gain(best.row) + bonus[best.row]) / divisor(best.row);
            best.taken = choice.taken().size();
            if (!queue.empty() && queue.top().value > best.value * k_rounding) {
                queue.push(best);
                continue;
            }
        }
        if (choice.take(best.row)) objective.take(best.row);
    }
}

class SubmodularObjective {
  public:
    SubmodularObjective(const Choice& choice, const std::vector<std::size_t>& groups, double saturation,
                        double diversity, const double* bias)
        : unit_(choice.unit()),
          postings_(choice.postings()),
          groups_(groups),
          saturation_(saturation),
          diversity_(diversity),
          bias_(bias),
          totals_(unit_.n_rows, 0.0),
          covered_(unit_.n_rows, 0.0),
          similarity_(unit_.n_rows, 0.0),
          rewards_(unit_.n_rows, 0.0),
          group_rewards_(groups.empty() ? 0 : *std::max_element(groups.begin(), groups.end()) + 1, 0.0),
          cosines_(unit_.n_rows, 0.0) {
        std::vector<double> plain(unit_.n_terms, 0.0), weighted(unit_.n_terms, 0.0);
        for (std::size_t i = 0; i < unit_.n_rows; ++i)
            for (std::size_t k = unit_.begin(i); k < unit_.end(i); ++k) {
                plain[unit_.term(k)] += unit_.values[k];
                weighted[unit_.term(k)] += unit_.values[k] * bias[i];
            }
        for (std::size_t i = 0; i < unit_.n_rows; ++i)
            for (std::size_t k = unit_.begin(i); k < unit_.end(i); ++k) {
                totals_[i] += unit_.values[k] * plain[unit_.term(k)];
                similarity_[i] += unit_.values[k] * weighted[unit_.term(k)];
            }
        for (std::size_t i = 0; i < unit_.n_rows; ++i)
            rewards_[i] = similarity_[i] * bias[i] / static_cast<double>(unit_.n_rows);
    }

    // Without the caps.
    double bound(std::size_t row) const { return similarity_[row] + diversity_ * std::sqrt(rewards_[row]); }

    double gain(std::size_t row) {
        double sum = 0.0;
        for_likes(row, [&](std::size_t i, double cosine) {
            const double cap = saturation_ * totals_[i];
            sum += bias_[i] * (std::min(covered_[i] + cosine, cap) - std::min(covered_[i], cap));
        });
        const double held = group_rewards_[groups_[row]];
        return sum + diversity_ * (std::sqrt(held + rewards_[row]) - std::sqrt(held));
    }

    void take(std::size_t row) {
        for_likes(row, [&](std::size_t i, double cosine) { covered_[i] += cosine; });
        group_rewards_[groups_[row]] += rewards_[row];
    }

  private:
    template <typename Work>
    void for_likes(std::size_t row, Work&& work) {
        touched_.clear();
        for (std::size_t k = unit_.begin(row); k < unit_.end(row); ++k) {
            if (unit_.values[k] == 0.0) continue;
            const std::size_t term = unit_.term(k);
            base::poll_interrupt(postings_.starts[term + 1] - postings_.starts[term]);
            for (std::size_t p = postings_.starts[term]; p < postings_.starts[term + 1]; ++p) {
                const std::uint32_t other = postings_.rows[p];
                if (cosines_[other] == 0.0) touched_.push_back(other);
                cosines_[other] += unit_.values[k] * postings_.values[p];
            }
        }
        for (const std::uint32_t other : touched_) {
            work(other, cosines_[other]);
            cosines_[other] = 0.0;
        }
    }

    const Rows& unit_;
    const Postings& postings_;
    const std::vector<std::size_t>& groups_;
    double saturation_, diversity_;
    const double* bias_;
    std::vector<double> totals_, covered_, similarity_, rewards_, group_rewards_, cosines_;
    std::vector<std::uint32_t> touched_;
};

class CoverageObjective {
  public:
    CoverageObjective(const Rows& concepts, const double* weights, const double* bias)
        : concepts_(concepts), bias_(bias), left_(weights, weights + concepts.n_terms) {}

    double gain(std::size_t row) const {
        double sum = 0.0;
        base::poll_interrupt(concepts_.end(row) - concepts_.begin(row) + 1);
        for (std::size_t k = concepts_.begin(row); k < concepts_.end(row); ++k) sum += left_[concepts_.term(k)];
        return sum * bias_[row];
    }
    double bound(std::size_t row) const { return gain(row); }
    void take(std::size_t row) {
        for (std::size_t k = concepts_.begin(row); k < concepts_.end(row); ++k) left_[concepts_.term(k)] = 0.0;
    }

  private:
    const Rows& concepts_;
    const double* bias_;
    std::vector<double> left_;
};

// The group whose centre is nearest to each row, by the centres' sums of unit rows scaled to length 1.
class Centres {
  public:
    Centres(const Rows& unit, std::size_t n_groups)
        : unit_(unit), n_groups_(n_groups), postings_(unit), by_term_(unit.n_terms) {}

    void fit(const std::vector<std::size_t>& groups) {
        std::vector<double> sums(n_groups_, 0.0);
        for (std::size_t term = 0; term < unit_.n_terms; ++term) {
            auto& entries = by_term_[term];
            entries.clear();
            for (std::size_t p = postings_.starts[term]; p < postings_.starts[term + 1]; ++p) {
                const std::size_t group = groups[postings_.rows[p]];
                if (sums[group] == 0.0) entries.emplace_back(group, 0.0);
                sums[group] += postings_.values[p];
            }
            for (auto& [group, weight] : entries) {
                weight = sums[group];
                sums[group] = 0.0;
            }
        }
        std::vector<double> squares(n_groups_, 0.0);
        for (const auto& entries : by_term_)
            for (const auto& [group, weight] : entries) squares[group] += weight * weight;
        for (auto& entries : by_term_)
            for (auto& [group, weight] : entries) weight /= std::sqrt(std::max(squares[group], 1e-300));
    }

    std::size_t nearest(std::size_t row, std::size_t otherwise) {
        std::vector<double>& similarity = similarity_;
        similarity.assign(n_groups_, 0.0);
        base::poll_interrupt(n_groups_ + (unit_.end(row) - unit_.begin(row)) * 8);
        for (std::size_t k = unit_.begin(row); k < unit_.end(row); ++k)
            for (const auto& [group, weight] : by_term_[unit_.term(k)]) similarity[group] += unit_.values[k] * weight;
        const auto best = std::max_element(similarity.begin(), similarity.end());
        return *best > 0.0 ? static_cast<std::size_t>(best - similarity.begin()) : otherwise;
    }

  private:
    const Rows& unit_;
    std::size_t n_groups_;
    Postings postings_;
    std::vector<std::vector<std::pair<std::size_t, double>>> by_term_;
    std::vector<double> similarity_;
};

}  // namespace

void choose_submodular(Choice& choice, const std::vector<std::size_t>& groups, double saturation, double diversity,
                       const GreedySettings& settings) {
    SubmodularObjective objective(choice, groups, saturation, diversity, settings.bias);
    take_greedily(choice, settings.exponent, settings.bonus, objective);
}

std::vector<std::size_t> group_rows(const Rows& unit, std::size_t n_groups, int rounds) {
    const std::size_t n = unit.n_rows;
    std::vector<std::size_t> groups(n, 0);
    if (n == 0 || n_groups <= 1) return groups;
    // Neighbouring sentences start in one group, because news texts stay with a matter for a while.
    for (std::size_t i = 0; i < n; ++i) groups[i] = i * n_groups / n;
    Centres centres(unit, n_groups);
    for (int round = 0; round < rounds; ++round) {
        centres.fit(groups);
        bool changed = false;
        for (std::size_t i = 0; i < n; ++i) {
            const std::size_t nearest = centres.nearest(i, groups[i]);
            changed = changed || nearest != groups[i];
            groups[i] = nearest;
        }
        if (!changed) break;
    }
    return groups;
}

void choose_coverage(Choice& choice, const Rows& concepts, const double* weights, const GreedySettings& settings) {
    CoverageObjective objective(concepts, weights, settings.bias);
    take_greedily(choice, settings.exponent, settings.bonus, objective);
}

}  // namespace newsnlp::summaries
