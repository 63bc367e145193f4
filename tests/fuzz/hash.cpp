// Hashed rows: every build of the inner loops against counts in a map.
#include <cmath>
#include <map>

#include "core/base/murmur3.hpp"
#include "core/base/utf8.hpp"
#include "core/terms/hashing.hpp"
#include "fuzz.hpp"

namespace newsnlp::fuzz {
namespace {

const std::uint8_t* bytes_of(const std::string& term) { return reinterpret_cast<const std::uint8_t*>(term.data()); }

std::map<std::uint32_t, std::int64_t> naive_row(const std::vector<std::string>& terms,
                                                const terms::HashOptions& options) {
    std::map<std::uint32_t, std::int64_t> row;
    for (const std::string& term : terms) {
        const std::string padded = term + std::string(4, '\xFF');
        const auto hash = static_cast<std::int32_t>(base::murmur3_32(bytes_of(padded), term.size()));
        const auto column = static_cast<std::uint32_t>(std::llabs(hash) % options.features);
        row[column] += options.alternate_sign && hash < 0 ? -1 : 1;
    }
    return row;
}

void run(Input input) {
    const terms::Analysis analysis = input.analysis();
    const std::size_t choice = input.pool();
    terms::HashOptions options;
    constexpr std::uint32_t features[] = {1, 2, 7, 16, 1000, 1U << 20, 0x7FFFFFFF};
    options.features = features[input.choose(7)];
    options.alternate_sign = input.choose(2) == 0;
    options.dtype = terms::Dtype::int64;
    Store store;
    std::vector<std::map<std::uint32_t, std::int64_t>> rows;
    bool surrogates = false;
    while (!input.empty()) {
        const std::vector<std::uint32_t> codes = input.text(120);
        const std::vector<std::string> terms = naive_terms(codes, analysis);
        for (const std::string& term : terms)
            surrogates = surrogates || base::utf8::has_surrogate(bytes_of(term), term.size());
        rows.push_back(naive_row(terms, options));
        store.add(codes);
    }
    for (const simd::Kernels* kernels : all_kernels()) {
        base::ThreadPool pool = make_pool(choice);
        try {
            const terms::Csr csr = terms::hash_texts(store.texts(), analysis, options, *kernels, pool);
            check(!surrogates, "a surrogate was hashed");
            std::size_t k = 0;
            for (std::size_t i = 0; i < rows.size(); ++i) {
                for (const auto& [column, count] : rows[i]) {
                    check(k < csr.size && csr.indices.as<std::uint32_t>()[k] == column, "a column");
                    check(csr.data.as<std::int64_t>()[k++] == count, "a value");
                }
                check(csr.indptr.as<std::int32_t>()[i + 1] == static_cast<std::int32_t>(k), "a row's end");
            }
        } catch (const terms::SurrogateError&) {
            check(surrogates, "no surrogate was there");
        }
    }
}

const Target target("hash", run);

}  // namespace

}  // namespace newsnlp::fuzz
