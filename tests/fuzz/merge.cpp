// Shards counted separately, by one thread or three, and merged: the same names and counts as all texts at once.
#include "core/terms/vocabulary.hpp"
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

Counted read(const std::shared_ptr<terms::TermCounts>& counts, const simd::Kernels& kernels, base::ThreadPool& pool) {
    const auto texts = static_cast<std::int64_t>(counts->text_count());
    const auto columns = std::make_shared<terms::Columns>(counts, 1, texts, kernels, pool);
    base::Buffer<std::uint8_t> blob;
    base::Buffer<std::int64_t> offsets;
    terms::Vocabulary(columns).write_names(blob, offsets);
    Counted counted{std::string(blob.begin(), blob.end()), {offsets.begin(), offsets.end()}, {}, counts->text_count()};
    for (const std::uint32_t node : columns->nodes()) {
        counted.numbers.push_back(counts->counts().frequencies[node]);
        counted.numbers.push_back(counts->counts().totals[node]);
    }
    return counted;
}

void run(Input input) {
    const terms::Analysis analysis = input.analysis();
    const std::size_t choice = input.pool();
    const std::uint32_t first = input.choose(6);
    Store store;
    std::size_t count = 0;
    for (; !input.empty(); ++count) store.add(input.text(80));
    const simd::Kernels& kernels = *all_kernels().back();
    const std::size_t cut = count == 0 ? 0 : first % (count + 1);
    base::ThreadPool pool = make_pool(choice);
    const auto whole = std::make_shared<terms::TermCounts>(analysis, false);
    whole->add(store.texts(), kernels, pool);
    const auto left = std::make_shared<terms::TermCounts>(analysis, false);
    left->add(store.texts(0, cut), kernels, pool);
    const auto right = std::make_shared<terms::TermCounts>(analysis, false);
    right->add(store.texts(cut, count - cut), kernels, pool);
    right->merge(*left);
    check(read(whole, kernels, pool) == read(right, kernels, pool), "merged counts");
}

const Target target("merge", run);

}  // namespace

}  // namespace newsnlp::fuzz
