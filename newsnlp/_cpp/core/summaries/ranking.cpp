#include "core/summaries/ranking.hpp"

#include <algorithm>
#include <cmath>
#include <map>

#include "core/base/interrupt.hpp"
#include "core/base/sizes.hpp"

namespace newsnlp::summaries {
namespace {

using Vector = std::vector<double>;

// Iterates until the shares converge. `step(shares, next)` adds to `next` the shares that follow the edges of rows with
// a positive degree; rows without edges distribute their share over all rows.
template <typename Step>
Vector settle(std::size_t n, const Vector& degrees, const Walk& walk, Step&& step) {
    Vector shares(walk.restart, walk.restart + n);
    Vector outgoing(n), next(n);
    for (int round = 0; round < walk.max_steps; ++round) {
        double stranded = 0.0;
        for (std::size_t i = 0; i < n; ++i) {
            outgoing[i] = degrees[i] > 0.0 ? shares[i] / degrees[i] : 0.0;
            if (degrees[i] <= 0.0) stranded += shares[i];
        }
        std::fill(next.begin(), next.end(), stranded / static_cast<double>(n));
        step(outgoing, next);
        double change = 0.0;
        for (std::size_t i = 0; i < n; ++i) {
            next[i] = (1.0 - walk.damping) * walk.restart[i] + walk.damping * next[i];
            change += std::abs(next[i] - shares[i]);
        }
        shares.swap(next);
        if (change <= walk.tolerance) break;
    }
    return shares;
}

// y += X (X^T x) for the rows X.
class SimilarityProduct {
  public:
    explicit SimilarityProduct(const Rows& rows) : rows_(rows), terms_(rows.n_terms) {}

    void operator()(const Vector& x, Vector& y) {
        std::fill(terms_.begin(), terms_.end(), 0.0);
        for (std::size_t i = 0; i < rows_.n_rows; ++i) {
            if (x[i] == 0.0) continue;
            for (std::size_t k = rows_.begin(i); k < rows_.end(i); ++k) terms_[rows_.term(k)] += rows_.values[k] * x[i];
        }
        for (std::size_t i = 0; i < rows_.n_rows; ++i) {
            double sum = 0.0;
            base::poll_interrupt(4 * (rows_.end(i) - rows_.begin(i) + 1));
            for (std::size_t k = rows_.begin(i); k < rows_.end(i); ++k) sum += rows_.values[k] * terms_[rows_.term(k)];
            y[i] += sum;
        }
    }

  private:
    const Rows& rows_;
    Vector terms_;
};

// The neighbours of each row; if most rows are neighbours, the others are stored instead.
class Neighbours {
  public:
    Neighbours(const Rows& rows, double threshold) : n_(rows.n_rows), degrees_(n_, 0.0), inverted_(n_, 0) {
        const Postings postings(rows);
        Vector cosines(n_, 0.0);
        for (std::size_t i = 0; i < n_; ++i) {
            std::fill(cosines.begin(), cosines.end(), 0.0);
            for (std::size_t k = rows.begin(i); k < rows.end(i); ++k) {
                const std::size_t term = rows.term(k);
                base::poll_interrupt(postings.starts[term + 1] - postings.starts[term]);
                for (std::size_t p = postings.starts[term]; p < postings.starts[term + 1]; ++p)
                    cosines[postings.rows[p]] += rows.values[k] * postings.values[p];
            }
            // A sentence is its own neighbour, as in the paper, even if rounding puts its cosine below 1.
            if (rows.end(i) > rows.begin(i)) cosines[i] = 1.0;
            keep(i, cosines, threshold);
        }
    }

    const Vector& degrees() const { return degrees_; }

    void operator()(const Vector& x, Vector& y) const {
        double total = 0.0;
        for (const double share : x) total += share;
        for (std::size_t i = 0; i < n_; ++i) {
            double sum = 0.0;
            base::poll_interrupt(2 * (starts_[i + 1] - starts_[i] + 1));
            for (std::size_t p = starts_[i]; p < starts_[i + 1]; ++p) sum += x[listed_[p]];
            y[i] += inverted_[i] ? total - sum : sum;
        }
    }

  private:
    void keep(std::size_t row, const Vector& cosines, double threshold) {
        std::size_t near = 0;
        base::poll_interrupt(4 * n_);
        for (const double cosine : cosines) near += cosine >= threshold;
        degrees_[row] = static_cast<double>(near);
        inverted_[row] = 2 * near > n_;
        for (std::size_t j = 0; j < n_; ++j)
            if ((cosines[j] >= threshold) != (inverted_[row] != 0)) listed_.push_back(static_cast<std::uint32_t>(j));
        starts_.push_back(listed_.size());
    }

    std::size_t n_;
    Vector degrees_;
    std::vector<char> inverted_;
    std::vector<std::size_t> starts_{0};
    std::vector<std::uint32_t> listed_;
};

// y_i += sum over j != i of overlap(i, j) / (log |i| + log |j|) x_j, gathered by term and length of j.
class OverlapProduct {
  public:
    OverlapProduct(const Rows& rows, const std::int32_t* lengths) : rows_(rows), class_of_(rows.n_rows) {
        std::map<std::int32_t, std::uint32_t> classes;
        for (std::size_t i = 0; i < rows.n_rows; ++i) classes.try_emplace(lengths[i], 0);
        std::vector<double> logs;
        for (auto& [length, number] : classes) {
            number = static_cast<std::uint32_t>(logs.size());
            logs.push_back(std::log(static_cast<double>(std::max(length, 1))));
        }
        n_classes_ = logs.size();
        for (std::size_t i = 0; i < rows.n_rows; ++i) class_of_[i] = classes[lengths[i]];
        scale_.resize(n_classes_ * n_classes_);
        for (std::size_t a = 0; a < n_classes_; ++a)
            for (std::size_t b = 0; b < n_classes_; ++b) {
                const double sum = logs[a] + logs[b];
                scale_[a * n_classes_ + b] = sum > 0.0 ? 1.0 / sum : 1.0;
            }
        make_slots();
    }

    void operator()(const Vector& x, Vector& y) {
        std::fill(gathered_.begin(), gathered_.end(), 0.0);
        for (std::size_t i = 0; i < rows_.n_rows; ++i)
            for (std::size_t k = rows_.begin(i); k < rows_.end(i); ++k) gathered_[slot_of_[k]] += x[i];
        for (std::size_t i = 0; i < rows_.n_rows; ++i) {
            const double* scale = scale_.data() + class_of_[i] * n_classes_;
            double sum = 0.0;
            for (std::size_t k = rows_.begin(i); k < rows_.end(i); ++k) {
                const std::size_t term = rows_.term(k);
                base::poll_interrupt(slot_starts_[term + 1] - slot_starts_[term]);
                for (std::size_t s = slot_starts_[term]; s < slot_starts_[term + 1]; ++s)
                    sum += scale[slot_class_[s]] * gathered_[s];
            }
            const double own = static_cast<double>(rows_.end(i) - rows_.begin(i)) * scale[class_of_[i]] * x[i];
            // The difference of equal sums may be slightly below zero.
            const double others = sum - own;
            if (others > 1e-12 * sum) y[i] += others;
        }
    }

  private:
    // A slot is a (term, length class) pair that occurs.
    void make_slots() {
        const Postings postings(rows_);
        std::vector<std::size_t> slot_at(n_classes_);
        std::vector<std::size_t> next(rows_.n_rows);
        for (std::size_t i = 0; i < rows_.n_rows; ++i) next[i] = rows_.begin(i);
        slot_of_.resize(rows_.end(rows_.n_rows - 1));
        for (std::size_t term = 0; term < rows_.n_terms; ++term) {
            const std::size_t first = slot_class_.size();
            for (std::size_t p = postings.starts[term]; p < postings.starts[term + 1]; ++p) {
                const std::size_t row = postings.rows[p];
                const std::uint32_t length_class = class_of_[row];
                const std::size_t known = slot_at[length_class];
                const bool found = known >= first && known < slot_class_.size() && slot_class_[known] == length_class;
                if (!found) {
                    slot_at[length_class] = slot_class_.size();
                    slot_class_.push_back(length_class);
                }
                slot_of_[next[row]++] = slot_at[length_class];  // rows list their terms in ascending order
            }
            slot_starts_.push_back(slot_class_.size());
        }
        gathered_.resize(slot_class_.size());
    }

    const Rows& rows_;
    std::vector<std::uint32_t> class_of_;
    std::size_t n_classes_ = 0;
    Vector scale_;
    std::vector<std::size_t> slot_starts_{0};
    std::vector<std::uint32_t> slot_class_;
    std::vector<std::size_t> slot_of_;
    Vector gathered_;
};

}  // namespace

Postings::Postings(const Rows& by_row) : starts(by_row.n_terms + 1, 0) {
    const std::size_t count = by_row.n_rows > 0 ? by_row.end(by_row.n_rows - 1) : 0;
    for (std::size_t k = 0; k < count; ++k) ++starts[by_row.term(k) + 1];
    for (std::size_t t = 0; t < by_row.n_terms; ++t) starts[t + 1] += starts[t];
    rows.resize(count);
    values.resize(count);
    std::vector<std::size_t> next(starts.begin(), starts.end() - 1);
    for (std::size_t i = 0; i < by_row.n_rows; ++i)
        for (std::size_t k = by_row.begin(i); k < by_row.end(i); ++k) {
            const std::size_t p = next[by_row.term(k)]++;
            rows[p] = static_cast<std::uint32_t>(i);
            values[p] = by_row.values[k];
        }
}

std::vector<double> unit_rows(const Rows& counts, const double* weights) {
    if (counts.n_rows == 0) return {};
    Vector out(counts.end(counts.n_rows - 1));
    for (std::size_t i = 0; i < counts.n_rows; ++i) {
        double squares = 0.0;
        for (std::size_t k = counts.begin(i); k < counts.end(i); ++k) {
            out[k] = counts.values[k] * weights[counts.term(k)];
            squares += out[k] * out[k];
        }
        if (squares <= 0.0) continue;
        const double norm = std::sqrt(squares);
        for (std::size_t k = counts.begin(i); k < counts.end(i); ++k) out[k] /= norm;
    }
    return out;
}

StrongestTerms strongest_terms(const Rows& rows, std::size_t count) {
    StrongestTerms out;
    out.ids.assign(base::checked_multiply(rows.n_rows, count), -1);
    out.values.assign(out.ids.size(), 0.0);
    for (std::size_t i = 0; i < rows.n_rows; ++i) {
        std::int32_t* ids = out.ids.data() + i * count;
        double* values = out.values.data() + i * count;
        for (std::size_t k = rows.begin(i); k < rows.end(i); ++k) {
            if (count == 0 || rows.values[k] <= values[count - 1]) continue;
            std::size_t rank = count - 1;
            for (; rank > 0 && rows.values[k] > values[rank - 1]; --rank) {
                ids[rank] = ids[rank - 1];
                values[rank] = values[rank - 1];
            }
            ids[rank] = rows.ids[k];
            values[rank] = rows.values[k];
        }
    }
    return out;
}

std::vector<double> lexrank_continuous(const Rows& rows, const Walk& walk) {
    SimilarityProduct product(rows);
    Vector degrees(rows.n_rows, 0.0);
    product(Vector(rows.n_rows, 1.0), degrees);
    return settle(rows.n_rows, degrees, walk, product);
}

std::vector<double> lexrank_discrete(const Rows& rows, double threshold, const Walk& walk) {
    const Neighbours neighbours(rows, threshold);
    return settle(rows.n_rows, neighbours.degrees(), walk, neighbours);
}

std::vector<double> textrank(const Rows& rows, const std::int32_t* lengths, const Walk& walk) {
    if (rows.n_rows == 0) return {};
    OverlapProduct product(rows, lengths);
    Vector degrees(rows.n_rows, 0.0);
    product(Vector(rows.n_rows, 1.0), degrees);
    return settle(rows.n_rows, degrees, walk, product);
}

std::vector<double> luhn(const Rows& tokens, const std::int32_t* token_indices, int gap) {
    Vector scores(tokens.n_rows, 0.0);
    for (std::size_t i = 0; i < tokens.n_rows; ++i) {
        double count = 0.0;
        std::int32_t first = 0, last = 0;
        for (std::size_t k = tokens.begin(i); k < tokens.end(i); ++k) {
            if (tokens.values[k] <= 0.0) continue;
            const bool near = count > 0.0 && token_indices[k] - last - 1 <= gap;
            if (!near) count = 0.0, first = token_indices[k];
            count += 1.0;
            last = token_indices[k];
            scores[i] = std::max(scores[i], count * count / static_cast<double>(last - first + 1));
        }
    }
    return scores;
}

}  // namespace newsnlp::summaries
