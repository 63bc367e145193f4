// Rows of a corpus, made by one thread and by three while earlier ones are kept or dropped, against rows of sorted
// numbers. A made-up word represents its number: its four letters sort like the numbers. Most corpora are a few texts;
// a rare one is so large that its matrix grows while its blocks of counts end.
#include <algorithm>
#include <iterator>
#include <random>
#include <unordered_map>

#include "core/terms/vocabulary.hpp"
#include "fuzz.hpp"

namespace newsnlp::fuzz {
namespace {

constexpr std::uint32_t k_letters = 4;
constexpr std::size_t k_all_kept = std::size_t{1} << 28;

struct Size {
    bool large;
    std::size_t words;              // of the corpus
    std::uint32_t different_words;  // at most
    std::size_t longest_text;       // in words
};

constexpr std::uint32_t k_most_different = 9000;

struct Corpus {
    Store store;
    std::vector<std::vector<std::uint32_t>> rows;  // the terms of each text, with repetitions, sorted
};

// One corpus in 65,536 is large; a file of zeros asks for one.
Size choose_size(Input& input) {
    const bool large = input.choose(256) == 0 && input.choose(256) == 0;
    if (large) return {true, 400000 + 2000 * input.choose(200), k_most_different, 900};
    return {false, input.choose(120), 1 + input.choose(40), 1 + input.choose(30)};
}

// A word's number makes its term, and the next word's that of the pair: "ab" comes before "ab cd", and that before
// "ac".
std::uint32_t term_of(std::uint32_t word, std::uint32_t next) { return word * (k_most_different + 1) + next; }

Corpus make_corpus(std::uint64_t seed, const Size& size) {
    std::mt19937_64 random(seed);
    Corpus corpus;
    for (std::size_t made = 0; made < size.words;) {
        std::vector<std::uint32_t> codes;
        std::vector<std::uint32_t>& row = corpus.rows.emplace_back();
        const std::size_t count = random() % size.longest_text;
        std::uint32_t before = 0;
        for (std::size_t i = 0; i < count; ++i) {
            const auto word = static_cast<std::uint32_t>(1 + random() % (1 + random() % size.different_words));
            for (std::uint32_t letter = 0, scale = 26 * 26 * 26; letter < k_letters; ++letter, scale /= 26)
                codes.push_back('a' + word / scale % 26);
            codes.push_back(' ');
            row.push_back(term_of(word, 0));
            if (i > 0) row.push_back(term_of(before, word));
            before = word;
        }
        std::sort(row.begin(), row.end());
        corpus.store.add(codes);
        made += count + 1;
    }
    return corpus;
}

struct Expected {
    std::vector<std::int64_t> columns;
    std::vector<std::int64_t> counts;
    std::vector<std::int64_t> ends{0};
    std::size_t terms = 0;
};

Expected count_plainly(const Corpus& corpus, std::uint32_t min_df) {
    std::vector<std::uint32_t> distinct;  // of each text
    for (const auto& row : corpus.rows) std::unique_copy(row.begin(), row.end(), std::back_inserter(distinct));
    std::sort(distinct.begin(), distinct.end());
    Expected expected;
    std::unordered_map<std::uint32_t, std::int64_t> column_of;
    for (auto term = distinct.begin(); term != distinct.end();) {
        const auto next = std::upper_bound(term, distinct.end(), *term);
        if (next - term >= min_df) column_of[*term] = static_cast<std::int64_t>(expected.terms++);
        term = next;
    }
    for (const auto& row : corpus.rows) {
        for (std::size_t i = 0; i < row.size(); ++i) {
            const auto column = column_of.find(row[i]);
            if (column == column_of.end()) continue;
            if (i > 0 && row[i] == row[i - 1]) {
                ++expected.counts.back();
                continue;
            }
            expected.columns.push_back(column->second);
            expected.counts.push_back(1);
        }
        expected.ends.push_back(static_cast<std::int64_t>(expected.counts.size()));
    }
    return expected;
}

template <typename T>
void check_equal(const base::Pages& pages, const std::vector<std::int64_t>& numbers, const char* what) {
    const T* values = pages.as<T>();
    for (std::size_t i = 0; i < numbers.size(); ++i) check(values[i] == static_cast<T>(numbers[i]), what);
}

void check_rows(const terms::Csr& csr, const Expected& expected) {
    check(csr.size == expected.counts.size(), "number of values");
    const bool wide = csr.wide;
    wide ? check_equal<std::int64_t>(csr.indices, expected.columns, "a column")
         : check_equal<std::int32_t>(csr.indices, expected.columns, "a column");
    wide ? check_equal<std::int64_t>(csr.indptr, expected.ends, "a row's end")
         : check_equal<std::int32_t>(csr.indptr, expected.ends, "a row's end");
    if (csr.dtype == terms::Dtype::int64) check_equal<std::int64_t>(csr.data, expected.counts, "a count");
    if (csr.dtype == terms::Dtype::float64) check_equal<double>(csr.data, expected.counts, "a count");
    if (csr.dtype == terms::Dtype::float32) check_equal<float>(csr.data, expected.counts, "a count");
}

void run(Input input) {
    const std::uint64_t seed = input.seed();
    const Size size = choose_size(input);
    const std::uint32_t min_df = input.choose(4) == 0 ? 2 : 1;
    const Corpus corpus = make_corpus(seed, size);
    const Expected expected = count_plainly(corpus, min_df);
    const auto texts = static_cast<std::int64_t>(corpus.rows.size());
    const simd::Kernels& kernels = *all_kernels().back();
    terms::Analysis analysis;
    analysis.max_n = 2;
    std::vector<terms::Csr> kept;
    for (const std::size_t threads : {size.large || input.choose(8) == 0 ? 3U : 1U, 1U}) {
        terms::CountOptions options;
        options.dtype = static_cast<terms::Dtype>(input.choose(3));
        options.index_limit = input.choose(3) == 0 ? size.words : options.index_limit;
        base::ThreadPool pool(threads);
        const auto counts = std::make_shared<terms::TermCounts>(analysis, true);
        counts->add(corpus.store.texts(), kernels, pool);
        counts->tally_frequencies();
        const auto columns = std::make_shared<terms::Columns>(counts, min_df, texts, kernels, pool);
        check(columns->size() == expected.terms, "number of columns");
        terms::NodeRows rows = counts->take_rows();
        // Takes the released memory that is kept, so that the matrix grows only from blocks of rows that end.
        base::Pages taken(size.large && input.choose(4) != 0 ? k_all_kept : 1, base::Pages::Kind::lasting);
        taken.back(taken.bytes());
        kept.push_back(terms::make_rows(std::move(rows), *columns, options, kernels, pool));
        check_rows(kept.back(), expected);
        kept.push_back(terms::Vocabulary(columns).count(corpus.store.texts(), options, kernels, pool));
        if (input.choose(2) == 0) kept.erase(kept.begin());
        for (const terms::Csr& csr : kept) check_rows(csr, expected);
    }
}

const Target target("rows", run);

}  // namespace

}  // namespace newsnlp::fuzz
