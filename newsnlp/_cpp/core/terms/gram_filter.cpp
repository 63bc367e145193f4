#include "core/terms/gram_filter.hpp"

#include <algorithm>
#include <bit>

#include "core/base/pair_hash.hpp"

namespace newsnlp::terms {
namespace {

// One bit is set for each pair; one in sixteen of the pairs that are not terms passes.
constexpr std::size_t k_bits_a_gram = 16;
constexpr unsigned k_least_log = 6;
constexpr unsigned k_most_log = 31;

}  // namespace

GramFilter::GramFilter(const TermIndex& index) {
    const std::size_t grams = index.size() - index.words();
    const auto log = static_cast<unsigned>(std::bit_width(grams * k_bits_a_gram));
    const unsigned bits = std::clamp(log, k_least_log, k_most_log);
    shift_ = 32 - bits;
    const std::size_t words = (std::size_t{1} << bits) / 32;
    std::fill_n(bits_.resize(words), words, 0);
    for (std::uint32_t node = 0; node < index.size(); ++node) {
        if (index.is_word(node)) continue;
        const std::uint32_t bit = base::hash_pair(index.parent(node), index.last_word(node), shift_);
        bits_[bit / 32] |= 1U << (bit % 32);
    }
}

}  // namespace newsnlp::terms
