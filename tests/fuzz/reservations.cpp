// Sizes that a caller can make as large as numbers go: bounds must not wrap around to less than the true size.
#include <limits>
#include <new>
#include <random>

#include "core/base/buffer.hpp"
#include "core/terms/csr.hpp"
#include "fuzz.hpp"

namespace newsnlp::fuzz {
namespace {

// Numbers near powers of two, up to the largest.
std::size_t random_size(std::mt19937_64& random) {
    const std::size_t power = std::size_t{1} << (random() % 64);
    return random() % 2 == 0 ? power - random() % 3 : power + random() % 3;
}

template <typename Work>
bool lacks_memory(Work&& work) {
    try {
        work();
        return false;
    } catch (const std::bad_alloc&) {
        return true;
    }
}

void check_matrix(std::size_t most, std::size_t count) {
    terms::RowScratch scratch;
    const terms::Weighting weighting;
    for (std::uint32_t i = 0; i < count; ++i) {
        const std::int32_t once = 1;
        scratch.add_row(&i, &once, 1, terms::Dtype::int64, weighting, simd::scalar_kernels());
    }
    base::ThreadPool pool(1);
    terms::Csr made;
    const bool failed = lacks_memory([&] {
        terms::CsrBuilder builder(count, most, terms::Dtype::int64, false);
        pool.run(1, [&](std::size_t, std::size_t chunk) { builder.publish(pool, chunk, 0, scratch); });
        made = builder.finish(0x7FFFFFFF);
    });
    if (failed) return check(most < count, "a matrix that fits was refused");
    check(made.size == count && made.rows == count, "a matrix of other size");
    for (std::size_t i = 0; i < count; ++i) {
        check(made.indices.as<std::uint32_t>()[i] == i && made.data.as<std::int64_t>()[i] == 1, "a matrix");
    }
}

void check_bound(std::mt19937_64& random) {
    base::TextView view;
    view.length = random_size(random) >> 4;
    terms::Analysis analysis;
    analysis.analyzer = random() % 2 == 0 ? terms::Analyzer::character : terms::Analyzer::character_word;
    analysis.max_n = static_cast<std::uint32_t>(random_size(random) | 1);
    const std::size_t most = terms::Texts{&view, 1, nullptr}.most_terms(0, analysis);
    const std::size_t lengths = std::min<std::size_t>(analysis.max_n, view.length);
    const auto terms = static_cast<unsigned __int128>(view.length - lengths + 1) * lengths;  // fewer than there are
    check(most == std::numeric_limits<std::size_t>::max() || most >= terms, "a bound on terms");
}

void run(Input input) {
    std::mt19937_64 random(input.seed());
    check_matrix(random_size(random), random() % 40);
    check_bound(random);
    base::Buffer<std::uint64_t> buffer;
    buffer.resize(3);
    const std::size_t room = random_size(random);
    if (room < std::size_t{1} << 40) return;
    check(lacks_memory([&] { buffer.extend(room); }) || room < std::size_t{1} << 47, "a buffer larger than memory");
}

const Target target("reservations", run);

}  // namespace
}  // namespace newsnlp::fuzz
