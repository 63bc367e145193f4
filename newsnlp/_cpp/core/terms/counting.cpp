#include "core/terms/counting.hpp"

#include <algorithm>
#include <cstring>
#include <stdexcept>

#include "core/terms/parallel_ngrams.hpp"

namespace newsnlp::terms {
namespace {

constexpr std::size_t k_block_nodes = std::size_t{1} << 19;  // a huge page
constexpr const char* k_taken = "the rows of these counts have been taken";

// The bytes of a word of an index. Readable bytes follow them, at least the buffer's slack.
const std::uint8_t* bytes_of(std::string_view word) noexcept {
    return reinterpret_cast<const std::uint8_t*>(word.data());
}

// The counts of one thread, before those of all threads are merged.
struct Shard {
    Shard(const Analysis& analysis, const TokenFilter& filter, const simd::Kernels& kernels)
        : reader(analysis, filter, kernels), nodes(analysis) {
        index.add_stop_words(indexed_stop_words(analysis));
    }

    TermReader reader;
    NodeReader nodes;
    TermIndex index;
    NodeRows rows;
    std::vector<std::pair<std::size_t, std::size_t>> chunks;  // (chunk, its first row in `rows`)
    NodeCounts counts;
};

void grow(base::Buffer<std::int64_t>& counts, std::size_t size) {
    const std::size_t known = counts.size();
    if (size > known) std::fill_n(counts.resize(size) + known, size - known, 0);
}

}  // namespace

void NodeCounts::add(std::uint32_t node, std::int64_t frequency, std::int64_t total) {
    grow(frequencies, node + std::size_t{1});
    grow(totals, node + std::size_t{1});
    frequencies[node] += frequency;
    totals[node] += total;
}

void NodeCounts::add_text(const std::uint32_t* nodes, std::size_t count, std::size_t node_count,
                          const simd::Kernels& kernels) {
    sorted_.resize(count);
    if (count > 0) std::memcpy(sorted_.data(), nodes, count * sizeof(std::uint32_t));
    kernels.sort(sorted_.data(), count, values_.reserve(count));
    const std::size_t runs = kernels.run_lengths(sorted_.data(), count, values_.data(), lengths_.reserve(count));
    grow(frequencies, node_count);
    grow(totals, node_count);
    for (std::size_t i = 0; i < runs; ++i) {
        ++frequencies[values_[i]];
        totals[values_[i]] += lengths_[i];
    }
}

std::uint32_t* NodeRows::extend(std::size_t count) {
    if (count > UINT32_MAX) throw std::length_error("a text has more than 2**32 - 1 terms");
    if (blocks_.empty() || (block_used_ + count) * sizeof(std::uint32_t) > blocks_.back().bytes()) {
        blocks_.emplace_back(std::max(count, k_block_nodes) * sizeof(std::uint32_t), base::Pages::Kind::scratch);
        block_used_ = 0;
    }
    std::uint32_t* out = blocks_.back().as<std::uint32_t>() + block_used_;
    block_used_ += count;
    rows_.push_back({out, static_cast<std::uint32_t>(count), static_cast<std::uint32_t>(blocks_.size() - 1)});
    return out;
}

void NodeRows::add(const base::Buffer<std::uint32_t>& nodes) {
    std::uint32_t* out = extend(nodes.size());
    if (!nodes.empty()) std::memcpy(out, nodes.data(), nodes.size() * sizeof(std::uint32_t));
}

void NodeRows::append(NodeRows&& other) {
    const auto known = static_cast<std::uint32_t>(blocks_.size());
    for (const Row& row : other.rows_) rows_.push_back({row.nodes, row.count, row.block + known});
    for (base::Pages& block : other.blocks_) blocks_.push_back(std::move(block));
    block_used_ =
        blocks_.empty() ? 0 : blocks_.back().bytes() / sizeof(std::uint32_t);  // blocks taken from elsewhere are full
    other = NodeRows{};
}

void NodeRows::translate(const base::Buffer<std::uint32_t>& map, base::ThreadPool& pool) {
    const std::size_t step = pool.grain() / 256 + 1;
    pool.run((rows_.size() + step - 1) / step, [&](std::size_t, std::size_t chunk) {
        const std::size_t first = chunk * step;
        for (std::size_t r = first; r < std::min(first + step, rows_.size()); ++r) {
            for (std::uint32_t i = 0; i < rows_[r].count; ++i) rows_[r].nodes[i] = map[rows_[r].nodes[i]];
        }
    });
}

// Adds another index with its counts; returns the map from its nodes to ours. Slots are prefetched a block ahead, as in
// NodeReader.
base::Buffer<std::uint32_t> TermCounts::absorb(const TermIndex& other, const NodeCounts& counts) {
    constexpr std::uint32_t k_block = 64;
    base::Buffer<std::uint32_t> map;
    std::fill_n(map.resize(other.size()), other.size(), k_no_node);
    const std::size_t grams = other.size() - other.words();
    index_.reserve(index_.words() + other.words() / 2, index_.size() - index_.words() + grams - grams / 4);
    WordKey keys[k_block];
    for (std::uint32_t start = other.stop_words(); start < other.size(); start += k_block) {
        const std::uint32_t end = std::min(start + k_block, other.size());
        for (std::uint32_t node = start; node < end; ++node) {
            if (other.is_word(node)) {
                const std::string_view word = other.word(node);
                keys[node - start] = make_word_key(bytes_of(word), static_cast<std::uint32_t>(word.size()));
                index_.prefetch_word(keys[node - start]);
            } else {
                index_.prefetch_gram(map[other.parent(node)], map[other.last_word(node)]);
            }
        }
        for (std::uint32_t node = start; node < end; ++node) {
            if (other.is_word(node)) {
                const std::string_view word = other.word(node);
                map[node] =
                    index_.add_word(bytes_of(word), static_cast<std::uint32_t>(word.size()), keys[node - start]);
            } else {
                map[node] = index_.add_gram(map[other.parent(node)], map[other.last_word(node)]);
            }
        }
    }
    for (std::uint32_t node = other.stop_words(); node < counts.frequencies.size(); ++node) {
        counts_.add(map[node], counts.frequencies[node], counts.totals[node]);
    }
    return map;
}

void TermCounts::add(const Texts& texts, const simd::Kernels& kernels, base::ThreadPool& pool) {
    index_.complete();
    const bool grams = analysis_.analyzer == Analyzer::word && analysis_.min_n == 1 && analysis_.max_n > 1;
    const bool fresh = index_.size() == index_.stop_words() && rows_.count() == 0;
    if (grams && fresh && keep_rows_ && pool.threads() > 1) return count_in_parts(texts, kernels, pool);
    count(texts, kernels, pool);
}

// Words come first, in one table for each thread, because they are few and quickly merged. Then each thread counts the
// n-grams of its share of the hashes, so that nothing need be merged.
void TermCounts::count_in_parts(const Texts& texts, const simd::Kernels& kernels, base::ThreadPool& pool) {
    Analysis single = analysis_;
    single.max_n = 1;
    TermCounts words(std::move(single), true);
    words.count(texts, kernels, pool);
    rows_ = add_grams_in_parts(words.index_, words.rows_, analysis_.max_n, pool);
    std::swap(index_, words.index_);
    text_count_ += texts.count;
}

void TermCounts::count(const Texts& texts, const simd::Kernels& kernels, base::ThreadPool& pool) {
    const TokenFilter filter(analysis_, true);
    const std::vector<std::size_t> chunks = make_chunks(texts, pool);
    std::vector<Shard> shards;
    for (std::size_t i = 0; i < pool.threads(); ++i) shards.emplace_back(analysis_, filter, kernels);
    pool.run(chunks.size() - 1, [&](std::size_t worker, std::size_t chunk) {
        Shard& shard = shards[worker];
        shard.chunks.emplace_back(chunk, shard.rows.count());
        shard.index.expect(static_cast<double>(chunks.size()) / (static_cast<double>(chunk) + 0.5));
        for (std::size_t i = chunks[chunk]; i < chunks[chunk + 1]; ++i) {
            shard.reader.read(texts, i);
            shard.nodes.add(shard.reader, shard.index);
            if (keep_rows_) shard.rows.add(shard.nodes.nodes());
            if (keep_rows_) continue;
            const base::Buffer<std::uint32_t>& nodes = shard.nodes.nodes();
            shard.counts.add_text(nodes.data(), nodes.size(), shard.index.size(), kernels);
        }
    });
    std::vector<NodeRows::Row> rows(keep_rows_ ? texts.count : 0);
    for (Shard& shard : shards) {
        if (index_.size() == index_.stop_words()) {
            std::swap(index_, shard.index);
            std::swap(counts_, shard.counts);
        } else {
            const base::Buffer<std::uint32_t> map = absorb(shard.index, shard.counts);
            shard.rows.translate(map, pool);
        }
        if (!keep_rows_) continue;
        const std::size_t base = rows_.count();
        rows_.append(std::move(shard.rows));
        for (const auto& [chunk, first] : shard.chunks) {
            std::copy_n(rows_.all().begin() + static_cast<std::ptrdiff_t>(base + first),
                        chunks[chunk + 1] - chunks[chunk], rows.begin() + static_cast<std::ptrdiff_t>(chunks[chunk]));
        }
    }
    // The rows were added by threads; this brings them into the order of the texts.
    std::copy(rows.begin(), rows.end(), rows_.all().end() - static_cast<std::ptrdiff_t>(rows.size()));
    text_count_ += texts.count;
}

void TermCounts::tally_frequencies() {
    if (rows_with_frequencies_ < taken_) throw std::invalid_argument(k_taken);
    if (rows_with_frequencies_ == taken_ + rows_.count()) return;
    // The last text that a node was seen in decides whether this one counts: no sorting, one cache line for each node.
    struct Tally {
        std::uint32_t last_text;
        std::uint32_t frequency;
    };
    grow(counts_.frequencies, index_.size());
    base::Buffer<Tally> tallies;
    std::fill_n(tallies.resize(index_.size()), index_.size(), Tally{0xFFFFFFFF, 0});
    for (; rows_with_frequencies_ < taken_ + rows_.count(); ++rows_with_frequencies_) {
        const auto text = static_cast<std::uint32_t>(rows_with_frequencies_);
        const NodeRows::Row& row = rows_[rows_with_frequencies_ - taken_];
        for (std::uint32_t i = 0; i < row.count; ++i) {
            Tally& tally = tallies[row.nodes[i]];
            tally.frequency += tally.last_text != text;
            tally.last_text = text;
        }
    }
    for (std::uint32_t node = 0; node < index_.size(); ++node) counts_.frequencies[node] += tallies[node].frequency;
}

void TermCounts::tally_totals() {
    if (rows_with_totals_ < taken_) throw std::invalid_argument(k_taken);
    grow(counts_.totals, index_.size());
    for (; rows_with_totals_ < taken_ + rows_.count(); ++rows_with_totals_) {
        const NodeRows::Row& row = rows_[rows_with_totals_ - taken_];
        for (std::uint32_t i = 0; i < row.count; ++i) ++counts_.totals[row.nodes[i]];
    }
}

NodeRows TermCounts::take_rows() {
    index_.drop_tables();
    taken_ += rows_.count();
    return std::exchange(rows_, NodeRows());
}

void TermCounts::merge(const TermCounts& other) {
    if (other.taken_ > 0) throw std::invalid_argument(k_taken);
    index_.complete();
    const NodeCounts none;  // kept rows are counted later
    const base::Buffer<std::uint32_t> map = absorb(other.index_, keep_rows_ ? none : other.counts_);
    if (keep_rows_) {
        base::Buffer<std::uint32_t> nodes;
        for (std::size_t r = 0, count = other.rows_.count(); r < count; ++r) {  // the other may be this one
            const NodeRows::Row row = other.rows_[r];
            nodes.resize(row.count);
            for (std::uint32_t i = 0; i < row.count; ++i) nodes[i] = map[row.nodes[i]];
            rows_.add(nodes);
        }
    }
    text_count_ += other.text_count_;
}

void TermCounts::add_term(const std::uint8_t* padded, std::size_t length, std::int64_t frequency, std::int64_t total) {
    index_.complete();
    counts_.add(add_name(index_, analysis_, padded, length), frequency, total);
}

std::uint32_t add_name(TermIndex& index, const Analysis& analysis, const std::uint8_t* padded, std::size_t length) {
    const auto add_word = [&](std::size_t start, std::size_t end) {
        const auto size = static_cast<std::uint32_t>(end - start);
        return index.add_word(padded + start, size, make_word_key(padded + start, size));
    };
    if (analysis.analyzer != Analyzer::word) return add_word(0, length);
    std::uint32_t node = k_no_node;
    for (std::size_t start = 0; start <= length;) {
        const auto* blank = static_cast<const std::uint8_t*>(std::memchr(padded + start, ' ', length - start));
        const std::size_t end = blank == nullptr ? length : static_cast<std::size_t>(blank - padded);
        const std::uint32_t last = add_word(start, end);
        node = node == k_no_node ? last : index.add_gram(node, last);
        start = end + 1;
    }
    return node;
}

}  // namespace newsnlp::terms
