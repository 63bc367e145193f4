// Fuzzes the pipeline: batches of articles with every choice of parts, on threads, and where memory runs out.
//
// A batch on three threads must give what its texts give one by one; evidence and summaries must be within their
// article and its limits. Sometimes an allocation fails, on any thread: the run then ends with bad_alloc or succeeds,
// and the next one is not affected.
#include "core/pipeline/pipeline.hpp"

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <cstdlib>
#include <iterator>
#include <memory>
#include <new>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "fuzz.hpp"

static std::atomic<std::int64_t> g_allocations_left{-1};  // until one fails; below 0 none will

void* operator new(std::size_t size, const std::nothrow_t&) noexcept {
    const bool counted = g_allocations_left.load(std::memory_order_relaxed) >= 0;
    return counted && g_allocations_left-- == 0 ? nullptr : std::malloc(size == 0 ? 1 : size);
}
void* operator new(std::size_t size) {
    void* memory = operator new(size, std::nothrow);
    if (memory == nullptr) throw std::bad_alloc();
    return memory;
}
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }

namespace newsnlp::fuzz {
namespace {

using Random = std::mt19937_64;

constexpr std::size_t k_topics = 3;
constexpr std::string_view k_terms[] = {"the",  "talks", "treaty",    "minister",     "rain",
                                        "fell", "roads", "the talks", "talks resume", "rain fell",
                                        "a",    "2026",  "geneva",    "envoy"};
constexpr std::u32string_view k_pieces[] = {
    U" ",       U" ",     U"\n",      U"\n\n",   U". ",     U"? ",     U"“",         U"” ",      U"(Reuters) ",
    U"BAGHDAD", U"— ",    U"The ",    U"the ",   U"Talks ", U"resume", U"treaty ",   U"rain ",   U"fell ",
    U"roads ",  U"2026 ", U"Geneva ", U"envoy",  U"By ",    U"Jane ",  U"Read more", U"Photo: ", U"newsletter ",
    U"Mr. ",    U"今天",  U"。",      U"\xd800", U"İ",      U"",       U"He said ",  U"closed ", U"minister ",
};

std::shared_ptr<const topics::TopicScorer> make_topics() {
    terms::Analysis analysis;
    analysis.min_letters = 1;
    analysis.max_n = 2;
    std::string blob;
    std::vector<std::int64_t> offsets{0};
    for (const std::string_view term : k_terms) {
        blob += term;
        offsets.push_back(static_cast<std::int64_t>(blob.size()));
    }
    const auto vocabulary = std::make_shared<terms::Vocabulary>(
        analysis, reinterpret_cast<const std::uint8_t*>(blob.data()), offsets.data(), std::size(k_terms));
    std::vector<double> weights;
    for (std::size_t i = 0; i < std::size(k_terms) * k_topics; ++i)
        weights.push_back(0.25 * (static_cast<double>(i * 7 % 17) - 8.0));
    std::vector<std::shared_ptr<const topics::TermBlock>> blocks;
    for (const std::size_t lead : {std::size_t{30}, std::size_t{8}}) {
        blocks.push_back(std::make_shared<topics::TermBlock>(vocabulary, weights.data(), k_topics, nullptr, true,
                                                             terms::Norm::l2, lead));
    }
    const auto margins = std::make_shared<topics::LinearScorer>(blocks, std::vector<double>(k_topics, -0.5));
    return std::make_shared<topics::TopicScorer>(margins, std::vector<topics::Table>{{0, 0.3}},
                                                 std::vector<double>{1.0, 2.0, 0.5}, std::vector<double>(k_topics));
}

// One tree for each of a few features.
ranker::Trees make_trees(std::size_t first) {
    std::vector<ranker::Trees::Node> nodes;
    std::vector<double> values;
    std::vector<std::uint32_t> roots;
    for (std::size_t feature = first; feature < ranker::k_features.size(); feature += 9) {
        const auto root = static_cast<std::uint32_t>(nodes.size());
        roots.push_back(root);
        nodes.push_back({1.0, static_cast<std::uint32_t>(feature), root + 1});
        nodes.push_back({0.0, 0, root + 1});
        nodes.push_back({0.0, 0, root + 2});
        values.insert(values.end(), {0.0, 0.1 * static_cast<double>(feature % 5), 0.3});
    }
    return {nodes, values, roots, 0.5, ranker::k_features.size()};
}

std::shared_ptr<const ranker::Ranker> make_ranker() {
    return std::make_shared<ranker::Ranker>(std::vector<std::uint8_t>(ranker::Background::k_size, 100), make_trees(0),
                                            make_trees(4), ranker::ChoiceSettings{0.5, 0.6, 0.4, 0.8});
}

std::vector<std::uint32_t> random_text(Random& random) {
    std::vector<std::uint32_t> text;
    for (std::size_t pieces = random() % 70; pieces > 0; --pieces) {
        const std::u32string_view piece = k_pieces[random() % std::size(k_pieces)];
        text.insert(text.end(), piece.begin(), piece.end());
        if (piece.empty()) text.push_back(static_cast<std::uint32_t>(random() % 0x3100));
    }
    return text;
}

template <typename T, typename Same>
void check_column(const std::vector<T>& a, const std::vector<T>& b, const char* what, Same&& same) {
    check(std::equal(a.begin(), a.end(), b.begin(), b.end(), same), what);
}

template <typename T, typename Same>
void check_lists(const pipeline::Lists<T>& a, const pipeline::Lists<T>& b, const char* what, Same&& same) {
    check(a.starts == b.starts, what);
    check_column(a.values, b.values, what, same);
}

void check_same(const pipeline::Batch& a, const pipeline::Batch& b) {
    const auto equal = [](const auto& x, const auto& y) { return x == y; };
    const auto is_range = [](const base::Range& x, const base::Range& y) {
        return x.begin == y.begin && x.end == y.end;
    };
    check(a.texts == b.texts && a.topics == b.topics, "the number of results");
    check_column(a.heads, b.heads, "heads", is_range);
    check_lists(a.paragraphs, b.paragraphs, "paragraphs", is_range);
    check_lists(a.boilerplate, b.boilerplate, "boilerplate", is_range);
    check_lists(a.sentences, b.sentences, "sentences", is_range);
    check_lists(a.asides, b.asides, "asides", is_range);
    check_column(a.logits, b.logits, "logits", equal);
    check_column(a.novelty, b.novelty, "novelty", equal);
    check_lists(a.terms, b.terms, "terms", [](const topics::TermWeight& x, const topics::TermWeight& y) {
        return x.term == y.term && x.weight == y.weight;
    });
    check_lists(a.spans, b.spans, "spans", [&](const topics::SpanWeight& x, const topics::SpanWeight& y) {
        return is_range(x.span, y.span) && x.weight == y.weight;
    });
    check_lists(a.scores, b.scores, "scores", equal);
    check_lists(a.chosen, b.chosen, "chosen sentences", equal);
}

void check_evidence(const pipeline::Batch& batch) {
    for (const topics::TermWeight& term : batch.terms.values)
        check(term.term < std::size(k_terms) && term.weight > 0.0, "a term");
    for (std::size_t list = 0; list < batch.spans.size(); ++list) {
        const std::size_t row = list / k_topics;
        for (std::size_t k = batch.spans.begin(list); k < batch.spans.end(list); ++k) {
            const topics::SpanWeight& found = batch.spans.values[k];
            const auto is_found = [&](const base::Range& range) { return range.begin == found.span.begin; };
            const auto sentences = batch.sentences.values.begin();
            const bool known = std::any_of(sentences + batch.sentences.starts[row],
                                           sentences + batch.sentences.starts[row + 1], is_found) ||
                               is_found(batch.heads[3 * row]) || is_found(batch.heads[3 * row + 1]);
            check(known && found.weight > 0.0, "a span");
            const bool first = k == batch.spans.begin(list);
            check(first || found.weight <= batch.spans.values[k - 1].weight, "the order of spans");
        }
    }
}

void check_summaries(const pipeline::Batch& batch, const std::vector<pipeline::Input>& inputs,
                     const std::optional<pipeline::SummaryLimits>& given) {
    for (std::size_t row = 0; row < batch.texts; ++row) {
        const std::size_t sentences = batch.sentences.end(row) - batch.sentences.begin(row);
        check(batch.scores.end(row) - batch.scores.begin(row) == sentences, "the number of scores");
        const std::size_t count = batch.chosen.end(row) - batch.chosen.begin(row);
        check(given || count > 0 || sentences == 0, "a summary without sentences");
        std::vector<base::TextView> chosen;
        for (std::size_t k = batch.chosen.begin(row); k < batch.chosen.end(row); ++k) {
            const std::uint32_t sentence = batch.chosen.values[k];
            check(sentence < sentences, "a chosen sentence");
            check(k == batch.chosen.begin(row) || sentence > batch.chosen.values[k - 1], "the order of sentences");
            const base::Range& range = batch.sentences.values[batch.sentences.begin(row) + sentence];
            const base::TextView& text = inputs[row].text;
            const auto* data = static_cast<const std::uint8_t*>(text.data) + range.begin * text.kind;
            chosen.push_back({data, range.end - range.begin, text.kind, false});
        }
        if (!given) continue;
        std::array<std::int64_t, 3> left = given->limits.sums(sentences);
        const std::vector<std::int64_t> costs = summaries::sentence_costs(chosen);
        for (std::size_t k = 0; k < costs.size(); ++k) left[k % 3] -= costs[k];
        check(std::all_of(left.begin(), left.end(), [](std::int64_t rest) { return rest >= 0; }), "a summary too long");
    }
}

std::optional<pipeline::SummaryLimits> random_limits(Random& random) {
    if (random() % 2 == 0) return std::nullopt;
    pipeline::SummaryLimits given{{}, std::make_shared<summaries::WordSet>(), random() % 2 == 0};
    if (random() % 2 == 0) given.limits.sentences = static_cast<std::int64_t>(1 + random() % 12);
    if (random() % 2 == 0) given.limits.words = static_cast<std::int64_t>(1 + random() % 60);
    if (random() % 2 == 0) given.limits.characters = static_cast<std::int64_t>(1 + random() % 300);
    if (random() % 2 == 0) given.limits.ratio = 0.1 * static_cast<double>(1 + random() % 10);
    return given;
}

void run(Input input) {
    static const auto scorer = make_topics();
    static const auto judge = make_ranker();
    Random random(input.seed());
    Store store;
    for (std::size_t count = 1 + random() % 4; count > 0; --count) store.add(random_text(random));
    std::vector<pipeline::Input> inputs;
    for (std::size_t i = 0; i < store.texts().count; ++i) {
        inputs.push_back({store.texts().views[i], std::nullopt, nullptr});
        if (random() % 5 == 0) inputs.back().headline_end = random() % (inputs.back().text.length + 1);
    }
    const bool with_topics = random() % 4 != 0;
    const bool with_summaries = random() % 3 != 0;
    const auto limits = random_limits(random);
    const pipeline::Pipeline given(with_topics ? scorer : nullptr, with_summaries ? judge : nullptr, limits,
                                   random() % 2 == 0, with_topics && random() % 3 != 0);
    const simd::Kernels& kernels = *all_kernels()[random() % all_kernels().size()];
    pipeline::Batch expected;
    base::ThreadPool alone(1);
    for (const pipeline::Input& one : inputs) expected.append(given.run({one}, 0, kernels, alone));
    check_evidence(expected);
    if (with_summaries) check_summaries(expected, inputs, limits);
    const std::size_t threads = random() % 8 == 0 ? 3 : 1;
    if (random() % 4 == 0) {
        g_allocations_left = static_cast<std::int64_t>(random() % 400);
        try {
            base::ThreadPool pool(threads, nullptr, 40);
            const pipeline::Batch found = given.run(inputs, 0, kernels, pool);
            g_allocations_left = -1;
            check_same(found, expected);
        } catch (const std::bad_alloc&) {
        }
        g_allocations_left = -1;
    }
    base::ThreadPool pool(threads, nullptr, 40);
    check_same(given.run(inputs, 0, kernels, pool), expected);
}

const Target target("pipeline", run);

}  // namespace
}  // namespace newsnlp::fuzz
