// Counts of terms over many texts, before any of them is pruned: what CountVectorizer and TfidfVectorizer fit.
#pragma once

#include <memory>
#include <mutex>
#include <vector>

#include "core/terms/csr.hpp"
#include "core/terms/lookup.hpp"
#include "core/terms/term_index.hpp"

namespace newsnlp::terms {

// Counts by node: in how many texts, how often in all.
class NodeCounts {
  public:
    void add(std::uint32_t node, std::int64_t frequency, std::int64_t total);
    // Counts one text's nodes, one an occurrence.
    void add_text(const std::uint32_t* nodes, std::size_t count, std::size_t node_count, const simd::Kernels& kernels);

    base::Buffer<std::int64_t> frequencies;
    base::Buffer<std::int64_t> totals;

  private:
    base::Buffer<std::uint32_t> sorted_;
    base::Buffer<std::uint32_t> values_;
    base::Buffer<std::uint32_t> lengths_;
};

// Rows of nodes, one an occurrence, in blocks that never move.
class NodeRows {
  public:
    struct Row {
        std::uint32_t* nodes;
        std::uint32_t count;
        std::uint32_t block;
    };
    void add(const base::Buffer<std::uint32_t>& nodes);
    // Adds a row of this many nodes, to be filled by the caller.
    std::uint32_t* extend(std::size_t count);
    std::size_t count() const noexcept { return rows_.size(); }
    std::size_t blocks() const noexcept { return blocks_.size(); }
    void free_block(std::size_t block) { blocks_[block] = base::Pages(); }
    const Row& operator[](std::size_t i) const noexcept { return rows_[i]; }
    // Appends the rows of another.
    void append(NodeRows&& other);
    void translate(const base::Buffer<std::uint32_t>& map, base::ThreadPool& pool);
    std::vector<Row>& all() noexcept { return rows_; }
    const std::vector<Row>& all() const noexcept { return rows_; }

  private:
    std::vector<Row> rows_;
    std::vector<base::Pages> blocks_;
    std::size_t block_used_ = 0;  // in nodes, of the last block
};

struct CountOptions {
    Dtype dtype = Dtype::int64;
    std::size_t index_limit = 0x7FFFFFFF;
    Weighting weighting;
};

class TermCounts {
  public:
    TermCounts(Analysis analysis, bool keep_rows) : analysis_(std::move(analysis)), keep_rows_(keep_rows) {
        index_.add_stop_words(indexed_stop_words(analysis_));
    }

    // To be held when reading or changing counts that other threads may use.
    std::mutex& mutex() const noexcept { return mutex_; }

    // Counts more texts; after a failure the counts are unspecified.
    void add(const Texts& texts, const simd::Kernels& kernels, base::ThreadPool& pool);
    void merge(const TermCounts& other);
    // Update frequencies or totals with the rows kept, which are counted only on demand. Throw std::invalid_argument if
    // rows have been taken before that.
    void tally_frequencies();
    void tally_totals();
    // Moves out the rows kept so far, and releases the lookup tables until more texts come.
    NodeRows take_rows();

    const Analysis& analysis() const noexcept { return analysis_; }
    const TermIndex& index() const noexcept { return index_; }
    bool keeps_rows() const noexcept { return keep_rows_; }
    std::size_t text_count() const noexcept { return text_count_; }
    const NodeCounts& counts() const noexcept { return counts_; }
    // Adds one term with its counts, for restoring a saved state.
    void add_term(const std::uint8_t* padded, std::size_t length, std::int64_t frequency, std::int64_t total);
    void add_text_count(std::size_t texts) noexcept { text_count_ += texts; }

  private:
    void count(const Texts& texts, const simd::Kernels& kernels, base::ThreadPool& pool);
    void count_in_parts(const Texts& texts, const simd::Kernels& kernels, base::ThreadPool& pool);
    base::Buffer<std::uint32_t> absorb(const TermIndex& other, const NodeCounts& counts);

    mutable std::mutex mutex_;
    Analysis analysis_;
    bool keep_rows_;
    TermIndex index_;
    NodeCounts counts_;
    NodeRows rows_;
    std::size_t taken_ = 0;                  // rows moved out
    std::size_t rows_with_frequencies_ = 0;  // rows that are in the counts
    std::size_t rows_with_totals_ = 0;
    std::size_t text_count_ = 0;
};

// Adds a name in the form of the analysis, words joined by blanks or one string, to an index. Returns the node.
std::uint32_t add_name(TermIndex& index, const Analysis& analysis, const std::uint8_t* padded, std::size_t length);

}  // namespace newsnlp::terms
