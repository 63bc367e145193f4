#include "core/summaries/selection.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <queue>

#include "core/base/interrupt.hpp"

namespace newsnlp::summaries {
namespace {

constexpr double k_last = -1e300;

std::size_t count_tokens(const Rows& counts, std::size_t row) {
    double sum = 0.0;
    for (std::size_t k = counts.begin(row); k < counts.end(row); ++k) sum += counts.values[k];
    return static_cast<std::size_t>(sum);
}

// The mean probability of each row's tokens, updated when probabilities change.
class MeanProbabilities {
  public:
    MeanProbabilities(const Rows& counts, const std::vector<double>& probabilities)
        : counts_(counts), probabilities_(probabilities) {
        for (std::size_t row = 0; row < counts.n_rows; ++row) means_.push_back(mean(row));
    }
    void refresh(std::size_t row) { means_[row] = mean(row); }
    double operator[](std::size_t row) const { return means_[row]; }

  private:
    double mean(std::size_t row) const {
        double sum = 0.0, tokens = 0.0;
        base::poll_interrupt(counts_.end(row) - counts_.begin(row) + 1);
        for (std::size_t k = counts_.begin(row); k < counts_.end(row); ++k) {
            sum += counts_.values[k] * probabilities_[counts_.term(k)];
            tokens += counts_.values[k];
        }
        return tokens > 0.0 ? sum / tokens : 0.0;
    }
    const Rows& counts_;
    const std::vector<double>& probabilities_;
    std::vector<double> means_;
};

struct LikelyTerm {
    double probability;
    std::size_t term;
};

struct LessLikely {
    bool operator()(const LikelyTerm& a, const LikelyTerm& b) const {
        return a.probability < b.probability || (a.probability == b.probability && a.term > b.term);
    }
};

// A row in the queue of its length. Gains only fall, so one that was computed before the last row was taken is an upper
// bound, and is computed again only when it is the largest (Minoux 1978).
struct KlEntry {
    double gain;
    std::size_t row;
    std::size_t taken;  // rows taken when the gain was computed
};

struct SmallerGain {
    bool operator()(const KlEntry& a, const KlEntry& b) const {
        return a.gain < b.gain || (a.gain == b.gain && a.row > b.row);
    }
};

// What each row would add to sum of probability * log(count in the summary), as counts grow.
class LogGains {
  public:
    LogGains(const Rows& counts, const double* probabilities, double smoothing)
        : counts_(counts), probabilities_(probabilities), smoothing_(smoothing), held_(counts.n_terms, 0.0) {}
    void hold(std::size_t row) {
        for (std::size_t k = counts_.begin(row); k < counts_.end(row); ++k) held_[counts_.term(k)] += counts_.values[k];
    }
    double gain(std::size_t row) const {
        double sum = 0.0;
        base::poll_interrupt(16 * (counts_.end(row) - counts_.begin(row) + 1));
        for (std::size_t k = counts_.begin(row); k < counts_.end(row); ++k) {
            const std::size_t term = counts_.term(k);
            const double before = held_[term] + smoothing_;
            sum += probabilities_[term] * std::log((before + counts_.values[k]) / before);
        }
        return sum;
    }

  private:
    const Rows& counts_;
    const double* probabilities_;
    double smoothing_;
    std::vector<double> held_;
};

// Calls `refresh` once for every row that shares a term with `row`.
template <typename Refresh>
void for_neighbours(const Choice& choice, std::size_t row, std::vector<std::uint32_t>& marks, Refresh&& refresh) {
    const auto mark = static_cast<std::uint32_t>(choice.taken().size());
    const Postings& postings = choice.postings();
    for (std::size_t k = choice.unit().begin(row); k < choice.unit().end(row); ++k) {
        const std::size_t term = choice.unit().term(k);
        for (std::size_t p = postings.starts[term]; p < postings.starts[term + 1]; ++p) {
            const std::uint32_t other = postings.rows[p];
            if (marks[other] == mark) continue;
            marks[other] = mark;
            refresh(other);
        }
    }
}

}  // namespace

Choice::Choice(const Rows& unit, double max_similarity, const Budget& budget)
    : unit_(unit),
      postings_(unit),
      max_similarity_(max_similarity),
      budget_(budget),
      open_(unit.n_rows, 1),
      similarity_(unit.n_rows, 0.0),
      sums_(unit.n_rows, 0.0) {
    for (std::size_t row = 0; row < unit.n_rows; ++row) open_[row] = cost(row)[0] == 1;
}

bool Choice::open(std::size_t row) {
    if (open_[row] && ((filling_ && !budget_.fits(row)) || similarity_[row] > max_similarity_)) open_[row] = 0;
    return open_[row] != 0;
}

bool Choice::take(std::size_t row) {
    open_[row] = 0;
    if (!budget_.fits(row)) {
        if (!filling_) begin_filling();
        return false;
    }
    budget_.spend(row);
    taken_.push_back(row);
    spread_similarity(row);
    return true;
}

// Fragments are left out if the summary has, or can have, a row that is not one.
void Choice::begin_filling() {
    filling_ = true;
    bool sound = std::any_of(taken_.begin(), taken_.end(), [&](std::size_t row) { return stands_alone(row); });
    for (std::size_t row = 0; row < unit_.n_rows && !sound; ++row) sound = stands_alone(row) && open(row);
    for (std::size_t row = 0; row < unit_.n_rows && sound; ++row) open_[row] = open_[row] && stands_alone(row);
}

void Choice::spread_similarity(std::size_t row) {
    touched_.clear();
    for (std::size_t k = unit_.begin(row); k < unit_.end(row); ++k) {
        const std::size_t term = unit_.term(k);
        if (unit_.values[k] == 0.0) continue;
        base::poll_interrupt(postings_.starts[term + 1] - postings_.starts[term]);
        for (std::size_t p = postings_.starts[term]; p < postings_.starts[term + 1]; ++p) {
            if (sums_[postings_.rows[p]] == 0.0) touched_.push_back(postings_.rows[p]);
            sums_[postings_.rows[p]] += unit_.values[k] * postings_.values[p];
        }
    }
    for (const std::uint32_t other : touched_) {
        similarity_[other] = std::max(similarity_[other], sums_[other]);
        sums_[other] = 0.0;
    }
}

void choose_ranked(Choice& choice, const double* scores) {
    std::vector<std::size_t> order(choice.unit().n_rows);
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(),
                     [scores](std::size_t a, std::size_t b) { return scores[a] > scores[b]; });
    for (const std::size_t row : order) {
        if (choice.spent()) return;
        if (choice.open(row)) choice.take(row);
    }
}

void choose_marginal(Choice& choice, const double* scores, double relevance) {
    const std::size_t n = choice.unit().n_rows;
    while (!choice.spent()) {
        std::size_t best = n;
        double best_value = 0.0;
        base::poll_interrupt(4 * n);
        for (std::size_t row = 0; row < n; ++row) {
            if (!choice.open(row)) continue;
            const double value = relevance * scores[row] - (1.0 - relevance) * choice.similarity(row);
            if (best == n || value > best_value) best = row, best_value = value;
        }
        if (best == n) return;
        choice.take(best);
    }
}

void choose_sumbasic(Choice& choice, const Rows& counts, std::vector<double> probabilities, const double* bias) {
    const Postings& postings = choice.postings();
    MeanProbabilities means(counts, probabilities);
    std::vector<std::uint32_t> marks(counts.n_rows, 0);
    // The likeliest term comes first; an entry whose probability has changed since is skipped.
    std::priority_queue<LikelyTerm, std::vector<LikelyTerm>, LessLikely> queue;
    for (std::size_t term = 0; term < counts.n_terms; ++term) queue.push({probabilities[term], term});
    while (!choice.spent() && !queue.empty()) {
        const LikelyTerm likeliest = queue.top();
        if (likeliest.probability != probabilities[likeliest.term]) {
            queue.pop();
            continue;
        }
        std::size_t best = counts.n_rows;
        for (std::size_t p = postings.starts[likeliest.term]; p < postings.starts[likeliest.term + 1]; ++p) {
            const std::size_t row = postings.rows[p];
            if (!choice.open(row)) continue;
            if (best == counts.n_rows || means[row] * bias[row] > means[best] * bias[best]) best = row;
        }
        base::poll_interrupt(16 + postings.starts[likeliest.term + 1] - postings.starts[likeliest.term]);
        if (best == counts.n_rows) {
            queue.pop();  // no open row has the term, and none will
            continue;
        }
        if (!choice.take(best)) continue;
        for (std::size_t k = counts.begin(best); k < counts.end(best); ++k) {
            double& probability = probabilities[counts.term(k)];
            probability *= probability;
            queue.push({probability, counts.term(k)});
        }
        for_neighbours(choice, best, marks, [&means](std::size_t row) { means.refresh(row); });
    }
    // Rows without any term come last, in order.
    for (std::size_t row = 0; row < counts.n_rows; ++row)
        if (counts.begin(row) == counts.end(row) && choice.open(row)) choice.take(row);
}

void choose_kl(Choice& choice, const Rows& counts, const double* probabilities, double smoothing) {
    LogGains gains(counts, probabilities, smoothing);
    std::map<std::size_t, std::priority_queue<KlEntry, std::vector<KlEntry>, SmallerGain>> by_length;
    for (std::size_t row = 0; row < counts.n_rows; ++row)
        by_length[count_tokens(counts, row)].push({gains.gain(row), row, 0});
    const Postings& postings = choice.postings();
    std::size_t used = 0;
    for (std::size_t term = 0; term < counts.n_terms; ++term) used += postings.starts[term] < postings.starts[term + 1];
    double held = smoothing * static_cast<double>(used);
    while (!choice.spent()) {
        std::size_t best = counts.n_rows;
        std::size_t best_length = 0;
        double best_value = 0.0;
        for (auto& [length, queue] : by_length) {
            const std::size_t taken = choice.taken().size();
            while (!queue.empty() && (!choice.open(queue.top().row) || queue.top().taken != taken)) {
                const std::size_t row = queue.top().row;
                queue.pop();
                if (choice.open(row)) queue.push({gains.gain(row), row, taken});
            }
            if (queue.empty()) continue;
            const double log_total = std::log(std::max(held + static_cast<double>(length), 1e-300));
            // A row without terms would leave the summary's distribution uniform, which is close to any other.
            const double value = length > 0 ? queue.top().gain - log_total : k_last;
            const bool earlier = value == best_value && queue.top().row < best;
            if (best == counts.n_rows || value > best_value || earlier) {
                best = queue.top().row;
                best_value = value;
                best_length = length;
            }
        }
        if (best == counts.n_rows) return;
        if (!choice.take(best)) continue;
        gains.hold(best);
        held += static_cast<double>(best_length);
    }
}

std::vector<double> best_containment(const Rows& rows, const Rows& others, const double* weights) {
    const Postings postings(others);
    std::vector<double> shared(others.n_rows, 0.0), best(rows.n_rows, 0.0);
    std::vector<std::uint32_t> touched;
    for (std::size_t i = 0; i < rows.n_rows; ++i) {
        double total = 0.0;
        touched.clear();
        for (std::size_t k = rows.begin(i); k < rows.end(i); ++k) {
            const std::size_t term = rows.term(k);
            if (weights[term] <= 0.0) continue;
            total += weights[term];
            base::poll_interrupt(4 + postings.starts[term + 1] - postings.starts[term]);
            for (std::size_t p = postings.starts[term]; p < postings.starts[term + 1]; ++p) {
                if (shared[postings.rows[p]] == 0.0) touched.push_back(postings.rows[p]);
                shared[postings.rows[p]] += weights[term];
            }
        }
        for (const std::uint32_t other : touched) {
            best[i] = std::max(best[i], shared[other] / total);
            shared[other] = 0.0;
        }
    }
    return best;
}

}  // namespace newsnlp::summaries
