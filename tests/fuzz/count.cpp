// Counts, columns and rows of a fit, and the rows of its vocabulary, against
// counts in maps.
#include <algorithm>
#include <map>

#include "core/terms/vocabulary.hpp"
#include "fuzz.hpp"

namespace newsnlp::fuzz {
namespace {

using Row = std::map<std::string, std::int64_t>;

void check_rows(const terms::Csr& csr, const std::vector<Row>& rows, const std::vector<std::string>& names) {
    std::size_t k = 0;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        for (const auto& [term, count] : rows[i]) {  // a map's order is that of the columns
            if (!std::binary_search(names.begin(), names.end(), term)) continue;
            check(k < csr.size && names[csr.indices.as<std::uint32_t>()[k]] == term, "a term");
            check(csr.data.as<std::int64_t>()[k++] == count, "a count");
        }
        check(csr.indptr.as<std::int32_t>()[i + 1] == static_cast<std::int32_t>(k), "a row's end");
    }
}

void run(Input input) {
    const terms::Analysis analysis = input.analysis();
    const std::size_t choice = input.pool();
    const std::int64_t min_df = 1 + input.choose(2);
    Store store;
    std::vector<Row> rows;
    std::map<std::string, std::int64_t> frequencies;
    while (!input.empty()) {
        const std::vector<std::uint32_t> codes = input.text(100);
        store.add(codes);
        rows.emplace_back();
        for (const std::string& term : naive_terms(codes, analysis)) ++rows.back()[term];
        for (const auto& [term, count] : rows.back()) ++frequencies[term];
    }
    std::vector<std::string> names;
    for (const auto& [term, frequency] : frequencies) {
        if (frequency >= min_df) names.push_back(term);
    }
    for (const simd::Kernels* kernels : all_kernels()) {
        base::ThreadPool pool = make_pool(choice);
        const auto counts = std::make_shared<terms::TermCounts>(analysis, true);
        counts->add(store.texts(), *kernels, pool);
        counts->tally_frequencies();
        const auto texts = static_cast<std::int64_t>(rows.size());
        const auto columns = std::make_shared<terms::Columns>(counts, min_df, texts, *kernels, pool);
        check(columns->size() == names.size(), "number of columns");
        const terms::Vocabulary vocabulary(columns);
        base::Buffer<std::uint8_t> blob;
        base::Buffer<std::int64_t> offsets;
        vocabulary.write_names(blob, offsets);
        for (std::size_t i = 0; i < names.size(); ++i) {
            const std::string name(reinterpret_cast<const char*>(blob.data()) + offsets[i],
                                   reinterpret_cast<const char*>(blob.data()) + offsets[i + 1]);
            check(name == names[i], "a name");
        }
        check_rows(terms::make_rows(counts->take_rows(), *columns, {}, *kernels, pool), rows, names);
        check_rows(vocabulary.count(store.texts(), {}, *kernels, pool), rows, names);
    }
}

const Target target("count", run);

}  // namespace

}  // namespace newsnlp::fuzz
