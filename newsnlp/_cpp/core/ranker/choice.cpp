#include "core/ranker/choice.hpp"

#include <algorithm>
#include <limits>

namespace newsnlp::ranker {
namespace {

constexpr std::size_t k_least_free = 2;
constexpr std::size_t k_most_free = 4;

class Chooser {
  public:
    Chooser(const std::vector<double>& values, const std::vector<double>& dangling, const ChoiceSettings& settings,
            const SetBudget& budget)
        : values_(values),
          dangling_(dangling),
          settings_(settings),
          budget_(budget),
          taken_(values.size() + 1, 0),
          barred_(values.size(), 0) {}

    std::vector<std::uint32_t> choose(Similarity& similarity) {
        const std::size_t most = std::min(budget_.free ? k_most_free : budget_.most, k_most_chosen);
        std::vector<std::uint32_t> chosen;
        std::vector<float> cosines;
        while (chosen.size() < most) {
            const std::size_t best = find_best();
            if (best == values_.size() || !is_wanted(chosen.size(), gain(best))) break;
            chosen.push_back(static_cast<std::uint32_t>(best));
            take(best);
            similarity.compare_all(best, cosines);
            for (std::size_t i = 0; i < cosines.size(); ++i) {
                if (static_cast<double>(cosines[i]) > settings_.repetition) barred_[i] = 1;
            }
        }
        return chosen;
    }

  private:
    double gain(std::size_t i) const noexcept {
        double sum = values_[i];
        if (i == 0 || taken_[i - 1] == 0) sum -= settings_.dangling * dangling_[i];
        if (taken_[i + 1] != 0) sum += settings_.dangling * dangling_[i + 1];
        return sum;
    }

    std::size_t find_best() const noexcept {
        std::size_t best = values_.size();
        double most = -std::numeric_limits<double>::infinity();
        for (std::size_t i = 0; i < values_.size(); ++i) {
            if (taken_[i] != 0 || barred_[i] != 0 || !fits(i)) continue;
            const double found = gain(i);
            if (found > most) {
                most = found;
                best = i;
            }
        }
        return best;
    }

    bool is_wanted(std::size_t chosen, double gained) const noexcept {
        if (!budget_.free || chosen < k_least_free) return true;
        return gained >= (chosen == k_least_free ? settings_.third : settings_.fourth);
    }

    bool fits(std::size_t i) const noexcept {
        if (budget_.costs == nullptr) return true;
        for (std::size_t k = 0; k < budget_.limits.size(); ++k) {
            if (budget_.costs[3 * i + k] > budget_.limits[k] - spent_[k]) return false;
        }
        return true;
    }

    void take(std::size_t i) noexcept {
        taken_[i] = barred_[i] = 1;
        if (budget_.costs == nullptr) return;
        for (std::size_t k = 0; k < spent_.size(); ++k) spent_[k] += budget_.costs[3 * i + k];
    }

    const std::vector<double>& values_;
    const std::vector<double>& dangling_;
    const ChoiceSettings& settings_;
    const SetBudget& budget_;
    std::vector<std::uint8_t> taken_;  // one more than there are sentences, and the last is never taken
    std::vector<std::uint8_t> barred_;
    std::array<std::int64_t, 3> spent_{};
};

}  // namespace

std::vector<std::uint32_t> choose(const std::vector<double>& values, const std::vector<double>& dangling,
                                  Similarity& similarity, const ChoiceSettings& settings, const SetBudget& budget) {
    return Chooser(values, dangling, settings, budget).choose(similarity);
}

}  // namespace newsnlp::ranker
