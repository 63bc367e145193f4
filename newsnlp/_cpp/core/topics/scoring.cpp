#include "core/topics/scoring.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <tuple>

#include "core/terms/search.hpp"
#include "core/terms/term_offsets.hpp"

namespace newsnlp::topics {
namespace {

// One thread's way through the blocks of a group.
class GroupReader {
  public:
    GroupReader(const BlockGroup& group, const simd::Kernels& kernels)
        : group_(group), kernels_(kernels), search_(*group.vocabulary, kernels) {}

    void read(const terms::Texts& texts, std::size_t i) { search_.read(texts, i, group_.lead); }

    // Turns to a block: the distinct terms that it sees in the text, their values and the norm of these.
    void open(const TermBlock& block) {
        search_.copy(block.lead(), terms_);
        nodes_.resize(terms_.size());
        counts_.resize(terms_.size());
        for (const std::uint32_t term : terms_) __builtin_prefetch(block.record(term));
        kernels_.sort(terms_.data(), terms_.size(), nodes_.data());
        nodes_.resize(kernels_.run_lengths(terms_.data(), terms_.size(), nodes_.data(), counts_.data()));
        values_.resize(nodes_.size());
        double norm = 0.0;
        for (std::size_t k = 0; k < nodes_.size(); ++k) {
            values_[k] = block.frequency(counts_[k]) * block.record(nodes_[k])[0];
            norm += block.norm() == terms::Norm::l2 ? values_[k] * values_[k] : std::fabs(values_[k]);
        }
        scale_ = 1.0;
        if (block.norm() == terms::Norm::none || norm == 0.0) return;
        scale_ = 1.0 / (block.norm() == terms::Norm::l2 ? std::sqrt(norm) : norm);
    }

    // Adds the open block's share to every topic's score.
    void add_scores(const TermBlock& block, double* scores) {
        std::fill_n(sums_.resize(block.stride()), block.stride(), 0.0);
        kernels_.add_rows(block.records(), block.stride(), nodes_.data(), values_.data(), nodes_.size(), sums_.data());
        for (std::size_t topic = 0; topic < block.topics(); ++topic) scores[topic] += sums_[topic + 1] * scale_;
    }

    // What one occurrence of a term is worth in the open block.
    double share(std::uint32_t node) const {
        const auto k = static_cast<std::size_t>(std::lower_bound(nodes_.begin(), nodes_.end(), node) - nodes_.begin());
        return values_[k] * scale_ / static_cast<double>(counts_[k]);
    }

  private:
    const BlockGroup& group_;
    const simd::Kernels& kernels_;
    terms::TermSearch search_;
    base::Buffer<std::uint32_t> terms_;  // one an occurrence
    base::Buffer<std::uint32_t> nodes_;  // distinct, ascending
    base::Buffer<std::uint32_t> counts_;
    base::Buffer<double> values_;
    base::Buffer<double> sums_;
    double scale_ = 1.0;
};

}  // namespace

TermBlock::TermBlock(std::shared_ptr<const terms::Vocabulary> vocabulary, const double* weights, std::size_t topics,
                     const double* idf, bool sublinear, terms::Norm norm, std::size_t lead)
    : vocabulary_(std::move(vocabulary)),
      topics_(topics),
      stride_((topics + 4) / 4 * 4),
      sublinear_(sublinear),
      norm_(norm),
      lead_(lead) {
    for (std::uint32_t count = 1; count < frequencies_.size(); ++count) {
        frequencies_[count] = sublinear ? terms::damped_count(count) : static_cast<double>(count);
    }
    const terms::Vocabulary::Table& table = vocabulary_->table();
    const std::size_t numbers = table.columns.size() * stride_;
    std::fill_n(records_.resize(numbers), numbers, 0.0);
    for (std::size_t column = 0; column < vocabulary_->size(); ++column) {
        double* record = records_.data() + table.nodes[column] * stride_;
        record[0] = idf == nullptr ? 1.0 : idf[column];
        std::copy_n(weights + column * topics, topics, record + 1);
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
    for (std::uint32_t number = 0; number < blocks_.size(); ++number) {
        const TermBlock& block = *blocks_[number];
        const auto same = [&block](const BlockGroup& group) { return group.vocabulary == &block.vocabulary(); };
        auto group = std::find_if(groups_.begin(), groups_.end(), same);
        if (group == groups_.end()) group = groups_.insert(group, {&block.vocabulary(), {}, 0});
        group->blocks.push_back(number);
        group->lead = std::max(group->lead, block.lead());
    }
}

void LinearScorer::score(const terms::Texts& texts, const simd::Kernels& kernels, base::ThreadPool& pool,
                         double* scores) const {
    const std::vector<std::size_t> chunks = terms::make_chunks(texts, pool);
    std::vector<std::vector<std::unique_ptr<GroupReader>>> workers(std::min(pool.threads(), chunks.size()));
    pool.run(chunks.size() - 1, [&](std::size_t worker, std::size_t chunk) {
        auto& readers = workers[worker];
        if (readers.empty()) {
            for (const BlockGroup& group : groups_) readers.push_back(std::make_unique<GroupReader>(group, kernels));
        }
        for (std::size_t i = chunks[chunk]; i < chunks[chunk + 1]; ++i) {
            double* row = scores + i * topics();
            std::copy(bias_.begin(), bias_.end(), row);
            for (std::size_t g = 0; g < groups_.size(); ++g) {
                readers[g]->read(texts, i);
                for (const std::uint32_t number : groups_[g].blocks) {
                    readers[g]->open(*blocks_[number]);
                    readers[g]->add_scores(*blocks_[number], row);
                }
            }
        }
    });
}

Contributions LinearScorer::contributions(const terms::Texts& text, const simd::Kernels& kernels) const {
    Contributions found;
    std::vector<double> shares;
    for (const BlockGroup& group : groups_) {
        GroupReader reader(group, kernels);
        reader.read(text, 0);
        const base::Buffer<std::uint32_t>& nodes = group.vocabulary->table().nodes;
        for (const std::uint32_t number : group.blocks) {
            const TermBlock& block = *blocks_[number];
            reader.open(block);
            for (const terms::LocatedTerm& place :
                 terms::locate_terms(text.views[0], block.vocabulary(), kernels, block.lead())) {
                found.occurrences.push_back({number, place.column, place.start, place.end});
                shares.push_back(reader.share(nodes[place.column]));
            }
        }
    }
    std::vector<std::size_t> order(shares.size());
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
    const std::vector<Occurrence> unsorted = found.occurrences;
    std::stable_sort(order.begin(), order.end(), [&unsorted](std::size_t a, std::size_t b) {
        const auto key = [](const Occurrence& one) { return std::tuple(one.start, one.end, one.block); };
        return key(unsorted[a]) < key(unsorted[b]);
    });
    for (std::size_t i = 0; i < order.size(); ++i) {
        const Occurrence& occurrence = found.occurrences[i] = unsorted[order[i]];
        const TermBlock& block = *blocks_[occurrence.block];
        const double* weights = block.record(block.vocabulary().table().nodes[occurrence.column]) + 1;
        for (std::size_t topic = 0; topic < topics(); ++topic) {
            found.values.push_back(shares[order[i]] * weights[topic]);
        }
    }
    return found;
}

}  // namespace newsnlp::topics
