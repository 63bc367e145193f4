#include "core/terms/hashing.hpp"

#include <algorithm>
#include <bit>

#include "core/base/interrupt.hpp"
#include "core/base/sizes.hpp"
#include "core/base/utf8.hpp"

namespace newsnlp::terms {
namespace {

// One thread's state for hashing texts into rows.
class HashWorker {
  public:
    HashWorker(const Analysis& analysis, const TokenFilter& filter, const HashOptions& options,
               const simd::Kernels& kernels)
        : analysis_(analysis), options_(options), kernels_(kernels), reader_(analysis, filter, kernels) {}

    void start_chunk() { rows_.clear(); }
    const RowScratch& rows() const noexcept { return rows_; }

    void add_text(const Texts& texts, std::size_t i) {
        reader_.read(texts, i);
        keys_.clear();
        reader_.each([this](const Spans& spans) { hash(spans); });
        make_keys();
        sorted_.reserve(keys_.size());
        kernels_.sort(keys_.data(), keys_.size(), sorted_.data());
        make_row();
    }

  private:
    void hash(const Spans& spans) {
        std::uint32_t* hashes = keys_.extend(spans.count);
        for (std::size_t begin = 0; begin < spans.count;) {
            const std::size_t size = piece_size(spans, begin);
            const Spans piece{spans.bytes, spans.starts + begin, spans.nexts + begin, spans.gap, size};
            // A step is about a byte.
            base::poll_interrupt(size * (4 + piece.nexts[0] - piece.starts[0]));
            check_surrogates(piece);
            kernels_.murmur3(piece.bytes, piece.starts, piece.nexts, piece.gap, size, hashes + begin);
            begin += size;
        }
    }

    // Spans to hash between two looks for Ctrl-C. N-grams of very many words overlap, so that few of them have more
    // bytes than the text; but kernels hash up to 16 at once.
    static std::size_t piece_size(const Spans& spans, std::size_t begin) {
        constexpr std::size_t most_bytes = std::size_t{1} << 24;
        std::size_t size = std::min<std::size_t>(spans.count - begin, 1024);
        // Every span is part of what they cover together.
        while (size > 16 && size * (spans.nexts[begin + size - 1] - spans.starts[begin]) > most_bytes) size /= 2;
        return size;
    }

    // Words contain no surrogates; other terms may, and so may stems.
    void check_surrogates(const Spans& spans) const {
        if (analysis_.analyzer == Analyzer::word && analysis_.stems.empty()) return;
        for (std::size_t i = 0; i < spans.count; ++i) {
            const std::string_view term = spans[i];
            if (base::utf8::has_surrogate(spans.bytes + spans.starts[i], term.size()))
                throw SurrogateError(std::string(term));
        }
    }

    // |hash| % features, with the sign in the lowest bit; |-2**31| is 2**31 in unsigned arithmetic, as scikit-learn has
    // it.
    void make_keys() {
        const std::uint32_t features = options_.features;
        if (std::has_single_bit(features)) return kernels_.mask_hashes(keys_.data(), keys_.size(), features - 1);
        for (std::uint32_t& key : keys_) {
            const std::uint32_t negative = key >> 31;
            const std::uint32_t magnitude = negative != 0 ? 0U - key : key;
            key = ((magnitude % features) << 1) | negative;
        }
    }

    void make_row() {
        std::uint32_t* columns = rows_.columns.resize(keys_.size());
        std::uint32_t* lengths = rows_.counts.resize(keys_.size());
        const std::size_t runs = kernels_.run_lengths(keys_.data(), keys_.size(), columns, lengths);
        auto* counts = reinterpret_cast<std::int32_t*>(lengths);
        const bool twins = kernels_.split_signs(columns, counts, runs, options_.alternate_sign);
        const std::size_t kept = twins ? join_twins(columns, counts, runs) : runs;
        rows_.add_row(columns, counts, kept, options_.dtype, options_.weighting, kernels_);
    }

    // Adds up the two runs of a column that has terms of both signs.
    static std::size_t join_twins(std::uint32_t* columns, std::int32_t* counts, std::size_t runs) {
        std::size_t kept = 0;
        for (std::size_t i = 0; i < runs; ++i) {
            if (kept > 0 && columns[kept - 1] == columns[i]) {
                counts[kept - 1] += counts[i];
            } else {
                columns[kept] = columns[i];
                counts[kept++] = counts[i];
            }
        }
        return kept;
    }

    const Analysis& analysis_;
    const HashOptions& options_;
    const simd::Kernels& kernels_;
    TermReader reader_;
    base::Buffer<std::uint32_t> keys_;
    base::Buffer<std::uint32_t> sorted_;
    RowScratch rows_;
};

}  // namespace

Csr hash_texts(const Texts& texts, const Analysis& analysis, const HashOptions& options, const simd::Kernels& kernels,
               base::ThreadPool& pool) {
    const TokenFilter filter(analysis);
    const std::vector<std::size_t> chunks = make_chunks(texts, pool);
    std::size_t most = 0;
    for (std::size_t i = 0; i < texts.count; ++i) most = base::saturating_add(most, texts.most_terms(i, analysis));
    CsrBuilder builder(texts.count, most, options.dtype, chunks.size() <= 2);
    std::vector<HashWorker> workers;
    for (std::size_t i = 0; i < pool.threads(); ++i) workers.emplace_back(analysis, filter, options, kernels);
    pool.run(chunks.size() - 1, [&](std::size_t worker, std::size_t chunk) {
        HashWorker& hasher = workers[worker];
        hasher.start_chunk();
        for (std::size_t i = chunks[chunk]; i < chunks[chunk + 1]; ++i) hasher.add_text(texts, i);
        builder.publish(pool, chunk, chunks[chunk], hasher.rows());
    });
    return builder.finish(options.index_limit);
}

}  // namespace newsnlp::terms
