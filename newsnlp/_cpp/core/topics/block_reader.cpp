#include "core/topics/block_reader.hpp"

#include <algorithm>
#include <bit>
#include <cmath>

namespace newsnlp::topics {

void BlockReader::read(const terms::TermSearch& search) {
    search.copy(block_.lead(), terms_);
    nodes_.resize(terms_.size());
    counts_.resize(terms_.size());
    for (const std::uint32_t term : terms_) __builtin_prefetch(block_.record(term));
    kernels_.sort(terms_.data(), terms_.size(), nodes_.data());
    nodes_.resize(kernels_.run_lengths(terms_.data(), terms_.size(), nodes_.data(), counts_.data()));
    values_.resize(nodes_.size());
    double norm = 0.0;
    for (std::size_t k = 0; k < nodes_.size(); ++k) {
        values_[k] = block_.frequency(counts_[k]) * block_.record(nodes_[k])[0];
        norm += block_.norm() == terms::Norm::l2 ? values_[k] * values_[k] : std::fabs(values_[k]);
    }
    scale_ = block_.damping(nodes_.data(), nodes_.size());
    if (block_.norm() == terms::Norm::none || norm == 0.0) return;
    scale_ /= block_.norm() == terms::Norm::l2 ? std::sqrt(norm) : norm;
}

void BlockReader::add_scores(double* scores) {
    std::fill_n(sums_.resize(block_.stride()), block_.stride(), 0.0);
    kernels_.add_rows(block_.records(), block_.stride(), nodes_.data(), values_.data(), nodes_.size(), sums_.data());
    for (std::size_t topic = 0; topic < block_.topics(); ++topic) scores[topic] += sums_[topic + 1] * scale_;
}

void BlockReader::index_terms() {
    constexpr std::uint32_t k_empty = 0xFFFFFFFF;
    const std::size_t count = nodes_.size();
    const std::size_t slots = std::bit_ceil(2 * count + 2);
    std::fill_n(slots_.resize(slots), slots, k_empty);
    slot_shift_ = static_cast<unsigned>(32 - std::countr_zero(slots));
    shares_.resize(count);
    for (std::size_t k = 0; k < count; ++k) {
        shares_[k] = values_[k] * scale_ / static_cast<double>(counts_[k]);
        std::size_t slot = slot_of(nodes_[k]);
        while (slots_[slot] != k_empty) slot = (slot + 1) & (slots - 1);
        slots_[slot] = static_cast<std::uint32_t>(k);
    }
}

GroupReader::GroupReader(const LinearScorer& scorer, const BlockGroup& group, const simd::Kernels& kernels)
    : lead_(group.lead), search_(*group.vocabulary, kernels) {
    for (const std::uint32_t number : group.blocks) blocks_.emplace_back(*scorer.blocks()[number], kernels);
}

void GroupReader::read(const terms::Texts& texts, std::size_t i) {
    search_.read(texts, i, lead_);
    for (BlockReader& block : blocks_) block.read(search_);
}

void GroupReader::add_scores(double* scores) {
    for (BlockReader& block : blocks_) block.add_scores(scores);
}

}  // namespace newsnlp::topics
