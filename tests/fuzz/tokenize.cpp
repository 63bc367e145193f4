// Terms of one text: every build of the inner loops, from every width of code points, against the naive twin.
#include "fuzz.hpp"

namespace newsnlp::fuzz {

namespace {

void run(Input input) {
    const terms::Analysis analysis = input.analysis();
    const std::vector<std::uint32_t> codes = input.text(200);
    const std::vector<std::string> expected = naive_terms(codes, analysis);
    Store store;
    store.add(codes);
    const terms::TokenFilter filter(analysis);
    for (const simd::Kernels* kernels : all_kernels()) {
        terms::TermReader reader(analysis, filter, *kernels);
        reader.read(store.texts(), 0);
        std::size_t k = 0;
        reader.each([&](const terms::Spans& spans) {
            for (std::size_t i = 0; i < spans.count; ++i, ++k) {
                check(k < expected.size() && spans[i] == expected[k], "a term");
            }
        });
        check(k == expected.size(), "number of terms");
    }
}

const Target target("tokenize", run);

}  // namespace

}  // namespace newsnlp::fuzz
