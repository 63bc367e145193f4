#include "core/terms/vocabulary.hpp"

#include <algorithm>
#include <stdexcept>

#include "core/base/interrupt.hpp"
#include "core/base/sizes.hpp"

namespace newsnlp::terms {
namespace {

void set_column(Vocabulary::Table& table, std::uint32_t node, std::uint32_t column) {
    while (table.columns.size() < table.index.size()) table.columns.push_back(simd::k_dropped);
    if (table.columns[node] != simd::k_dropped) {
        throw std::invalid_argument("Duplicate term in vocabulary: columns " + std::to_string(table.columns[node]) +
                                    " and " + std::to_string(column));
    }
    table.columns[node] = column;
    table.nodes.push_back(node);
}

// A table that is only read and stays in the cache is kept sparse: most searches then end at the first slot, which the
// processor predicts.
void finish(Vocabulary::Table& table) {
    constexpr std::size_t k_sparse = std::size_t{1} << 18;  // entries up to which a table is made to stay in the cache
    while (table.columns.size() < table.index.size()) table.columns.push_back(simd::k_dropped);
    std::size_t own = 0;
    while (own < table.columns.size() && table.columns[own] == own) ++own;
    table.is_plain = own == table.columns.size();
    const std::size_t words = table.index.words();
    const std::size_t grams = table.index.size() - words;
    table.index.reserve(std::max(words, std::min(4 * words, k_sparse)), std::max(grams, std::min(2 * grams, k_sparse)));
    table.filter = GramFilter(table.index);
}

// Copies nodes of a fit, together with the nodes that they consist of.
class NodeCopier {
  public:
    NodeCopier(const TermIndex& from, TermIndex& to) : from_(from), to_(to) {
        std::fill_n(copies_.resize(from.size()), from.size(), k_no_node);
    }

    // An n-gram may have as many words as a text: it is added word by word from its longest beginning already there.
    std::uint32_t copy(std::uint32_t node) {
        missing_.clear();
        for (; copies_[node] == k_no_node && !from_.is_word(node); node = from_.parent(node)) missing_.push_back(node);
        std::uint32_t copied = from_.is_word(node) ? copy_word(node) : copies_[node];
        while (!missing_.empty()) {
            node = missing_[missing_.size() - 1];
            missing_.resize(missing_.size() - 1);
            copied = copies_[node] = to_.add_gram(copied, copy_word(from_.last_word(node)));
        }
        return copied;
    }

  private:
    std::uint32_t copy_word(std::uint32_t node) {
        if (copies_[node] != k_no_node) return copies_[node];
        const std::string_view word = from_.word(node);
        const auto length = static_cast<std::uint32_t>(word.size());
        std::copy(word.begin(), word.end(), padded_.resize(length));
        return copies_[node] = to_.add_word(padded_.data(), length, make_word_key(padded_.data(), length));
    }

    const TermIndex& from_;
    TermIndex& to_;
    base::Buffer<std::uint32_t> copies_;   // by node; k_no_node where there is none yet
    base::Buffer<std::uint32_t> missing_;  // the longest first
    base::Buffer<std::uint8_t> padded_;
};

std::shared_ptr<const Vocabulary::Table> copy_columns(const Columns& columns) {
    const std::lock_guard lock(columns.counts().mutex());
    auto table = std::make_shared<Vocabulary::Table>();
    table->index.add_stop_words(indexed_stop_words(columns.counts().analysis()));
    const TermIndex& from = columns.counts().index();
    NodeCopier copier(from, table->index);
    for (std::size_t i = 0; i < columns.size(); ++i) {
        base::poll_interrupt(256);
        set_column(*table, copier.copy(columns.nodes()[i]), static_cast<std::uint32_t>(i));
    }
    finish(*table);
    return table;
}

std::shared_ptr<const Vocabulary::Table> index_names(const Analysis& analysis, const std::uint8_t* blob,
                                                     const std::int64_t* offsets, std::size_t count) {
    auto table = std::make_shared<Vocabulary::Table>();
    table->index.reserve(count, count);
    table->index.add_stop_words(indexed_stop_words(analysis));
    base::Buffer<std::uint8_t> padded;
    std::copy_n(blob, offsets[count], padded.resize(static_cast<std::size_t>(offsets[count])));
    for (std::size_t i = 0; i < count; ++i) {
        const auto length = static_cast<std::size_t>(offsets[i + 1] - offsets[i]);
        base::poll_interrupt(256 + 8 * length);
        const std::uint32_t node = add_name(table->index, analysis, padded.data() + offsets[i], length);
        set_column(*table, node, static_cast<std::uint32_t>(i));
    }
    finish(*table);
    return table;
}

}  // namespace

Vocabulary::Vocabulary(Analysis analysis, const std::uint8_t* blob, const std::int64_t* offsets, std::size_t count)
    : analysis_(std::move(analysis)), size_(count), table_(index_names(analysis_, blob, offsets, count)) {}

Vocabulary::Vocabulary(std::shared_ptr<const Columns> columns)
    : analysis_(columns->counts().analysis()), size_(columns->size()), source_(std::move(columns)) {}

Vocabulary::Vocabulary(const Vocabulary& other, Analysis analysis)
    : analysis_(std::move(analysis)), size_(other.size_) {
    const bool words = analysis_.analyzer == Analyzer::word;
    if (words == (other.analysis_.analyzer == Analyzer::word) &&
        indexed_stop_words(analysis_) == indexed_stop_words(other.analysis_)) {
        other.table();
        table_ = other.table_;
        return;
    }
    // n-grams are indexed by their words, all other terms as whole strings; stop words come first
    base::Buffer<std::uint8_t> blob;
    base::Buffer<std::int64_t> offsets;
    other.write_names(blob, offsets);
    table_ = index_names(analysis_, blob.data(), offsets.data(), size_);
}

const Vocabulary::Table& Vocabulary::table() const {
    const std::lock_guard lock(mutex_);
    if (!table_) {
        table_ = copy_columns(*source_);
        source_.reset();
    }
    return *table_;
}

void Vocabulary::write_names(base::Buffer<std::uint8_t>& blob, base::Buffer<std::int64_t>& offsets) const {
    std::shared_ptr<const Columns> source;
    {
        const std::lock_guard lock(mutex_);
        source = source_;
    }
    std::unique_lock<std::mutex> lock;
    if (source) lock = std::unique_lock(source->counts().mutex());
    const TermIndex& index = source ? source->counts().index() : table().index;
    const base::Buffer<std::uint32_t>& nodes = source ? source->nodes() : table().nodes;
    offsets.push_back(0);
    for (const std::uint32_t node : nodes) {
        base::poll_interrupt(64);
        index.append_name(node, blob);
        offsets.push_back(static_cast<std::int64_t>(blob.size()));
    }
}

Csr Vocabulary::count(const Texts& texts, const CountOptions& options, const simd::Kernels& kernels,
                      base::ThreadPool& pool) const {
    const Table& terms = table();
    const TokenFilter filter(analysis_, true);
    const std::vector<std::size_t> chunks = make_chunks(texts, pool);
    std::size_t most = 0;
    for (std::size_t i = 0; i < texts.count; ++i)
        most = base::saturating_add(most, std::min(texts.most_terms(i, analysis_), size_));
    CsrBuilder builder(texts.count, most, options.dtype, chunks.size() <= 2);
    struct Worker {
        TermReader reader;
        NodeReader nodes;
        RowScratch rows;
    };
    std::vector<Worker> workers;
    for (std::size_t i = 0; i < pool.threads(); ++i) {
        workers.push_back({TermReader(analysis_, filter, kernels), NodeReader(analysis_), {}});
    }
    pool.run(chunks.size() - 1, [&](std::size_t number, std::size_t chunk) {
        Worker& worker = workers[number];
        worker.rows.clear();
        for (std::size_t i = chunks[chunk]; i < chunks[chunk + 1]; ++i) {
            worker.reader.read(texts, i);
            worker.nodes.find(worker.reader, terms.index);
            const base::Buffer<std::uint32_t>& nodes = worker.nodes.nodes();
            worker.rows.add_terms(nodes.data(), nodes.size(), terms.columns_unless_plain(), kernels, options.dtype,
                                  options.weighting);
        }
        builder.publish(pool, chunk, chunks[chunk], worker.rows);
    });
    return builder.finish(options.index_limit);
}

void Vocabulary::document_frequencies(const Texts& texts, const simd::Kernels& kernels, base::ThreadPool& pool,
                                      std::int64_t* frequencies) const {
    const Table& terms = table();
    const TokenFilter filter(analysis_, true);
    const std::vector<std::size_t> chunks = make_chunks(texts, pool);
    std::mutex mutex;
    pool.run(chunks.size() - 1, [&](std::size_t, std::size_t chunk) {
        TermReader reader(analysis_, filter, kernels);
        NodeReader nodes(analysis_);
        RowScratch rows;
        for (std::size_t i = chunks[chunk]; i < chunks[chunk + 1]; ++i) {
            reader.read(texts, i);
            nodes.find(reader, terms.index);
            rows.add_terms(nodes.nodes().data(), nodes.nodes().size(), terms.columns_unless_plain(), kernels,
                           Dtype::float32, {});
        }
        const std::lock_guard lock(mutex);
        for (const std::uint32_t column : rows.indices) ++frequencies[column];
    });
}

}  // namespace newsnlp::terms
