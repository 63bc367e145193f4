#include "core/topics/scoring.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <tuple>

#include "core/terms/term_offsets.hpp"
#include "core/topics/block_reader.hpp"

namespace newsnlp::topics {
TermBlock::TermBlock(std::shared_ptr<const terms::Vocabulary> vocabulary, const double* weights, std::size_t topics,
                     const double* idf, bool sublinear, terms::Norm norm, std::size_t lead, const std::uint8_t* telling)
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
    if (telling == nullptr) return;
    telling_.resize(table.columns.size());
    for (std::size_t column = 0; column < vocabulary_->size(); ++column)
        telling_[table.nodes[column]] = telling[column] == 0 ? 0 : 1;
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

Contributions LinearScorer::contributions(const terms::Texts& text, const simd::Kernels& kernels) const {
    Contributions found;
    std::vector<double> shares;
    for (const BlockGroup& group : groups_) {
        GroupReader reader(*this, group, kernels);
        reader.read(text, 0);
        const base::Buffer<std::uint32_t>& nodes = group.vocabulary->table().nodes;
        for (std::size_t k = 0; k < group.blocks.size(); ++k) {
            BlockReader& opened = reader.blocks()[k];
            opened.index_terms();
            const TermBlock& block = opened.block();
            for (const auto& located : locate_terms(text.views[0], block.vocabulary(), kernels, block.lead())) {
                found.occurrences.push_back({group.blocks[k], located.column, located.start, located.end});
                shares.push_back(opened.share(nodes[located.column]));
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
