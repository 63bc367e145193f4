// Shards counted apart, by one thread or three, and merged: the same names and
// counts as all texts at once.
#include "core/vocabulary.hpp"
#include "fuzz.hpp"

namespace newsnlp::fuzz {
namespace {

struct Counted {
    std::string names;
    std::vector<std::int64_t> offsets;
    std::vector<std::int64_t> numbers;
    std::size_t texts;

    bool operator==(const Counted&) const = default;
};

Counted read(const std::shared_ptr<TermCounts>& counts, const simd::Kernels& kernels, Crew& crew) {
    const auto texts = static_cast<std::int64_t>(counts->text_count());
    const auto columns = std::make_shared<Columns>(counts, 1, texts, kernels, crew);
    Buffer<std::uint8_t> blob;
    Buffer<std::int64_t> offsets;
    Vocabulary(columns).write_names(blob, offsets);
    Counted counted{std::string(blob.begin(), blob.end()), {offsets.begin(), offsets.end()}, {}, counts->text_count()};
    for (const std::uint32_t node : columns->nodes()) {
        counted.numbers.push_back(counts->counts().frequencies[node]);
        counted.numbers.push_back(counts->counts().totals[node]);
    }
    return counted;
}

}  // namespace

void fuzz_merge(Input input) {
    const Analysis analysis = input.analysis();
    const std::size_t choice = input.crew();
    const std::uint32_t first = input.choose(6);
    Store store;
    std::size_t count = 0;
    for (; !input.empty(); ++count) store.add(input.text(80));
    const simd::Kernels& kernels = *all_kernels().back();
    const std::size_t cut = count == 0 ? 0 : first % (count + 1);
    Crew crew = make_crew(choice);
    const auto whole = std::make_shared<TermCounts>(analysis, false);
    whole->add(store.texts(), kernels, crew);
    const auto left = std::make_shared<TermCounts>(analysis, false);
    left->add(store.texts(0, cut), kernels, crew);
    const auto right = std::make_shared<TermCounts>(analysis, false);
    right->add(store.texts(cut, count - cut), kernels, crew);
    right->merge(*left);
    check(read(whole, kernels, crew) == read(right, kernels, crew), "merged counts");
}

}  // namespace newsnlp::fuzz
