#include "core/terms/columns.hpp"

#include <algorithm>
#include <atomic>
#include <stdexcept>

#include "core/terms/term_order.hpp"

namespace newsnlp::terms {
namespace {

// Which nodes are columns: n-grams of the lengths that the analysis has, in neither too few nor too many texts. Parents
// have lower numbers than children.
base::Buffer<std::uint8_t> find_columns(const TermCounts& counts, std::int64_t min_df, std::int64_t max_df) {
    const TermIndex& index = counts.index();
    const Analysis& analysis = counts.analysis();
    base::Buffer<std::uint8_t> marks;
    std::fill_n(marks.resize(index.size()), index.size(), std::uint8_t{1});
    if (analysis.analyzer == Analyzer::word && analysis.min_n > 1) {
        base::Buffer<std::uint32_t> lengths;
        lengths.resize(index.size());
        for (std::uint32_t node = 0; node < index.size(); ++node) {
            lengths[node] = index.is_word(node) ? 1 : lengths[index.parent(node)] + 1;
            marks[node] = lengths[node] >= analysis.min_n ? 1 : 0;
        }
    }
    const base::Buffer<std::int64_t>& frequencies = counts.counts().frequencies;
    const auto frequency = [&frequencies](std::uint32_t node) {
        return node < frequencies.size() ? frequencies[node] : 0;
    };
    // A stop word is not a term, unless another part has counted it as a stem.
    for (std::uint32_t node = 0; node < index.stop_words(); ++node) {
        if (frequency(node) == 0) marks[node] = 0;
    }
    if (min_df <= 1 && max_df >= static_cast<std::int64_t>(counts.text_count())) return marks;
    for (std::uint32_t node = 0; node < index.size(); ++node) {
        const bool within = frequency(node) >= min_df && frequency(node) <= max_df;
        marks[node] = within ? marks[node] : 0;
    }
    return marks;
}

}  // namespace

Columns::Columns(std::shared_ptr<const TermCounts> counts, std::int64_t min_df, std::int64_t max_df,
                 const simd::Kernels& kernels, base::ThreadPool& pool)
    : counts_(std::move(counts)) {
    const base::Buffer<std::uint8_t> is_column = find_columns(*counts_, min_df, max_df);
    nodes_ = sort_nodes(counts_->index(), is_column, counts_->analysis().max_n, kernels, pool);
}

Columns::Columns(const Columns& other, const std::int64_t* positions, std::size_t count) : counts_(other.counts_) {
    nodes_.reserve(count);
    for (std::size_t i = 0; i < count; ++i) {
        const bool rising = i == 0 || positions[i] > positions[i - 1];
        if (positions[i] < 0 || static_cast<std::size_t>(positions[i]) >= other.size() || !rising) {
            throw std::invalid_argument("indices must rise and lie within the columns");
        }
        nodes_.push_back(other.nodes_[static_cast<std::size_t>(positions[i])]);
    }
}

Csr make_rows(NodeRows rows, const Columns& columns, const CountOptions& options, const simd::Kernels& kernels,
              base::ThreadPool& pool) {
    base::Buffer<std::uint32_t> column_of;
    const std::size_t nodes = columns.counts().index().size();
    std::fill_n(column_of.resize(nodes), nodes, simd::k_dropped);
    for (std::size_t i = 0; i < columns.size(); ++i) column_of[columns.nodes()[i]] = static_cast<std::uint32_t>(i);
    std::vector<std::atomic<std::size_t>> unread(rows.blocks());  // rows, by block
    std::vector<std::size_t> chunks{0};
    std::size_t most = 0;
    for (std::size_t i = 0, length = 0; i < rows.count(); ++i) {
        length += rows[i].count + 16;
        most += rows[i].count;
        ++unread[rows[i].block];
        if (length < pool.grain() / 4 && i + 1 < rows.count()) continue;
        chunks.push_back(i + 1);
        length = 0;
    }
    CsrBuilder builder(rows.count(), most, options.dtype, chunks.size() <= 2);
    std::vector<RowScratch> scratches(pool.threads());
    pool.run(chunks.size() - 1, [&](std::size_t worker, std::size_t chunk) {
        RowScratch& scratch = scratches[worker];
        scratch.clear();
        for (std::size_t i = chunks[chunk]; i < chunks[chunk + 1]; ++i) {
            scratch.add_terms(rows[i].nodes, rows[i].count, column_of.data(), kernels, options.dtype,
                              options.weighting);
        }
        builder.publish(pool, chunk, chunks[chunk], scratch);
        for (std::size_t i = chunks[chunk]; i < chunks[chunk + 1]; ++i) {
            if (--unread[rows[i].block] == 0) rows.free_block(rows[i].block);
        }
    });
    return builder.finish(options.index_limit);
}

}  // namespace newsnlp::terms
