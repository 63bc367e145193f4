#include "core/scoring.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "core/positions.hpp"

namespace newsnlp {
namespace {

// One thread's way through one block.
class BlockReader {
  public:
    BlockReader(const TermBlock& block, const simd::Kernels& kernels)
        : block_(block),
          table_(block.vocabulary().table()),
          kernels_(kernels),
          filter_(block.vocabulary().analysis(), true),
          reader_(block.vocabulary().analysis(), filter_, kernels),
          nodes_(block.vocabulary().analysis()) {}

    // Finds the distinct terms of a text: columns, counts.
    void read(const Texts& texts, std::size_t i) {
        reader_.read(texts, i);
        reader_.keep_first(block_.lead());
        nodes_.find(reader_, table_.index);
        const Buffer<std::uint32_t>& nodes = nodes_.nodes();
        terms_.resize(nodes.size());
        columns_.resize(nodes.size());
        counts_.resize(nodes.size());
        const std::size_t known = kernels_.translate(nodes.data(), nodes.size(), table_.columns.data(), terms_.data());
        for (std::size_t j = 0; j < known; ++j) __builtin_prefetch(block_.record(terms_[j]));
        kernels_.sort(terms_.data(), known, columns_.data());
        count_ = kernels_.run_lengths(terms_.data(), known, columns_.data(), counts_.data());
    }

    // Value of the k-th distinct term before the norm.
    double value(std::size_t k) const {
        const double idf = block_.record(columns_[k])[0];
        return (block_.sublinear() ? damped_count(counts_[k]) : static_cast<double>(counts_[k])) * idf;
    }

    // Adds the block's share to every topic's score.
    void add_scores(double* scores, std::size_t topics) {
        sums_.assign(topics, 0.0);
        double norm = 0.0;
        for (std::size_t k = 0; k < count_; ++k) {
            const double term = value(k);
            const double* weights = block_.record(columns_[k]) + 1;
            norm += block_.norm() == Norm::l2 ? term * term : std::fabs(term);
            for (std::size_t topic = 0; topic < topics; ++topic) sums_[topic] += term * weights[topic];
        }
        const double scale = scale_of(norm);
        for (std::size_t topic = 0; topic < topics; ++topic) scores[topic] += sums_[topic] * scale;
    }

    // What one occurrence of each distinct term is worth after the norm, by column.
    double share(std::uint32_t column, double scale) const {
        const auto* place = std::lower_bound(columns_.data(), columns_.data() + count_, column);
        const auto k = static_cast<std::size_t>(place - columns_.data());
        return value(k) * scale / static_cast<double>(counts_[k]);
    }
    double scale() const {
        double norm = 0.0;
        for (std::size_t k = 0; k < count_; ++k) {
            norm += block_.norm() == Norm::l2 ? value(k) * value(k) : std::fabs(value(k));
        }
        return scale_of(norm);
    }

  private:
    double scale_of(double norm) const noexcept {
        if (block_.norm() == Norm::none || norm == 0.0) return 1.0;
        return 1.0 / (block_.norm() == Norm::l2 ? std::sqrt(norm) : norm);
    }

    const TermBlock& block_;
    const Vocabulary::Table& table_;
    const simd::Kernels& kernels_;
    TokenFilter filter_;
    TermReader reader_;
    NodeReader nodes_;
    Buffer<std::uint32_t> terms_;
    Buffer<std::uint32_t> columns_;
    Buffer<std::uint32_t> counts_;
    std::size_t count_ = 0;
    std::vector<double> sums_;
};

}  // namespace

TermBlock::TermBlock(std::shared_ptr<const Vocabulary> vocabulary, const double* weights, std::size_t topics,
                     const double* idf, bool sublinear, Norm norm, std::size_t lead)
    : vocabulary_(std::move(vocabulary)),
      topics_(topics),
      stride_(topics + 1),
      sublinear_(sublinear),
      norm_(norm),
      lead_(lead) {
    const std::size_t terms = vocabulary_->size();
    records_.reserve(terms * stride_);
    for (std::size_t i = 0; i < terms; ++i) {
        records_.push_back(idf == nullptr ? 1.0 : idf[i]);
        for (std::size_t topic = 0; topic < topics; ++topic) records_.push_back(weights[i * topics + topic]);
    }
}

LinearScorer::LinearScorer(std::vector<std::shared_ptr<const TermBlock>> blocks, std::vector<double> bias)
    : blocks_(std::move(blocks)), bias_(std::move(bias)) {
    for (const auto& block : blocks_) {
        if (block->topics() != bias_.size()) {
            throw std::invalid_argument("every block must have a weight for each of the " +
                                        std::to_string(bias_.size()) + " topics, got " +
                                        std::to_string(block->topics()));
        }
    }
}

void LinearScorer::score(const Texts& texts, const simd::Kernels& kernels, Crew& crew, double* scores) const {
    const std::vector<std::size_t> chunks = make_chunks(texts, crew);
    std::vector<std::vector<std::unique_ptr<BlockReader>>> workers(std::min(crew.threads(), chunks.size()));
    crew.run(chunks.size() - 1, [&](std::size_t worker, std::size_t chunk) {
        auto& readers = workers[worker];
        if (readers.empty()) {
            for (const auto& block : blocks_) readers.push_back(std::make_unique<BlockReader>(*block, kernels));
        }
        for (std::size_t i = chunks[chunk]; i < chunks[chunk + 1]; ++i) {
            double* row = scores + i * topics();
            std::copy(bias_.begin(), bias_.end(), row);
            for (auto& reader : readers) {
                reader->read(texts, i);
                reader->add_scores(row, topics());
            }
        }
    });
}

Contributions LinearScorer::contributions(const Texts& text, const simd::Kernels& kernels) const {
    Contributions found;
    std::vector<double> shares;
    for (std::uint32_t number = 0; number < blocks_.size(); ++number) {
        const TermBlock& block = *blocks_[number];
        BlockReader reader(block, kernels);
        reader.read(text, 0);
        const double scale = reader.scale();
        for (const Located& place : locate_terms(text.views[0], block.vocabulary(), kernels, block.lead())) {
            found.occurrences.push_back({number, place.column, place.start, place.end});
            shares.push_back(reader.share(place.column, scale));
        }
    }
    std::vector<std::size_t> order(shares.size());
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
    const std::vector<Occurrence> unsorted = found.occurrences;
    std::stable_sort(order.begin(), order.end(), [&unsorted](std::size_t a, std::size_t b) {
        return std::pair(unsorted[a].start, unsorted[a].end) < std::pair(unsorted[b].start, unsorted[b].end);
    });
    for (std::size_t i = 0; i < order.size(); ++i) {
        const Occurrence& occurrence = found.occurrences[i] = unsorted[order[i]];
        const double* weights = blocks_[occurrence.block]->record(occurrence.column) + 1;
        for (std::size_t topic = 0; topic < topics(); ++topic) {
            found.values.push_back(shares[order[i]] * weights[topic]);
        }
    }
    return found;
}

}  // namespace newsnlp
