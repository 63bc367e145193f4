#include "core/terms/search.hpp"

#include <algorithm>

namespace newsnlp::terms {

TermSearch::TermSearch(const Vocabulary& vocabulary, const simd::Kernels& kernels)
    : analysis_(vocabulary.analysis()),
      table_(vocabulary.table()),
      kernels_(kernels),
      filter_(analysis_, true),
      reader_(analysis_, filter_, kernels) {
    if (analysis_.analyzer == Analyzer::word) found_.resize(analysis_.max_n - 1);
}

void TermSearch::read(const Texts& texts, std::size_t i, std::size_t lead) {
    if (table_.index.stop_words() == 0) {
        reader_.read_first(texts, i, lead);
    } else {
        reader_.read(texts, i);
    }
    find_words();
    words_.resize(std::min(words_.size(), lead));
    for (std::size_t n = 2; n < found_.size() + 2; ++n) find_grams(n);
}

void TermSearch::find_words() {
    const TermIndex& index = table_.index;
    word_reader_.read(reader_.tokens(), index, words_, [&index](auto... word) { return index.find_word(word...); });
    const std::uint32_t stop_words = index.stop_words();
    if (stop_words == 0) return;
    words_.resize(static_cast<std::size_t>(
        std::remove_if(words_.begin(), words_.end(), [stop_words](std::uint32_t node) { return node < stop_words; }) -
        words_.begin()));
}

void TermSearch::find_grams(std::size_t n) {
    Found& found = found_[n - 2];
    found.nodes.clear();
    found.ends.clear();
    if (words_.size() < n) return;
    const std::size_t count = words_.size() - n + 1;
    const std::uint32_t* parents = n == 2 ? words_.data() : grams_.data();
    const std::uint32_t* lasts = words_.data() + n - 1;
    const std::size_t passed = table_.filter.match(parents, lasts, count, kernels_, indices_.reserve(count));
    const TermIndex& index = table_.index;
    const std::uint32_t* indices = indices_.data();
    std::uint32_t* nodes = found.nodes.resize(passed);
    std::uint32_t* ends = found.ends.resize(passed);
    for (std::size_t i = 0; i < passed; ++i) index.prefetch_gram(parents[indices[i]], lasts[indices[i]]);
    for (std::size_t i = 0; i < passed; ++i) nodes[i] = index.find_gram(parents[indices[i]], lasts[indices[i]]);
    std::size_t kept = 0;
    for (std::size_t i = 0; i < passed; ++i) {
        ends[kept] = indices[i] + static_cast<std::uint32_t>(n);
        nodes[kept] = nodes[i];
        kept += nodes[kept] != k_no_node;
    }
    found.nodes.resize(kept);
    found.ends.resize(kept);
    if (n > found_.size()) return;
    std::fill_n(grams_.resize(words_.size()), words_.size(), k_no_node);
    for (std::size_t i = 0; i < kept; ++i) grams_[found.ends[i] - n] = found.nodes[i];
}

void TermSearch::copy(std::size_t lead, base::Buffer<std::uint32_t>& nodes) const {
    const std::size_t words = std::min(words_.size(), lead);
    std::size_t most = words;
    for (const Found& found : found_) most += found.nodes.size();
    nodes.resize(most);
    std::size_t count = 0;
    const bool single = analysis_.analyzer != Analyzer::word || analysis_.min_n == 1;
    for (std::size_t i = 0; single && i < words; ++i) {
        nodes[count] = words_[i];
        count += words_[i] != k_no_node;
    }
    for (std::size_t n = std::max<std::size_t>(analysis_.min_n, 2); n < found_.size() + 2; ++n) {
        const Found& found = found_[n - 2];
        for (std::size_t i = 0; i < found.nodes.size() && found.ends[i] <= words; ++i) nodes[count++] = found.nodes[i];
    }
    nodes.resize(count);
}

}  // namespace newsnlp::terms
