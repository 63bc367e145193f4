// Fuzzes the ranker of the native core.
//
// Every text is in a buffer of exactly its size, so that a sanitizer sees every read beyond it. The checks are what
// callers rely on: finite features and scores, a choice within the budget, sums of trees as a walk makes
// them.
#include "core/ranker/ranker.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <limits>
#include <memory>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "core/ranker/features.hpp"
#include "fuzz.hpp"

namespace newsnlp::fuzz {
namespace {

using Random = std::mt19937_64;

float number(Random& random) { return static_cast<float>(random() % 2001) / 1000 - 1; }

bool are_finite(const std::vector<float>& values) {
    for (const float value : values) {
        if (!std::isfinite(value)) return false;
    }
    return true;
}

struct Forest {
    std::vector<ranker::Trees::Node> nodes;
    std::vector<double> values;
    std::vector<std::uint32_t> roots;

    ranker::Trees trees() const { return {nodes, values, roots, 0.5, ranker::k_features.size()}; }
};

// Trees whose nodes are leaves or split at a random feature, at most five deep.
Forest random_forest(Random& random) {
    Forest forest;
    for (std::size_t tree = random() % 4; tree > 0; --tree) {
        forest.roots.push_back(static_cast<std::uint32_t>(forest.nodes.size()));
        std::vector<int> depths{0};
        for (std::size_t i = 0; i < depths.size(); ++i) {
            const auto index = static_cast<std::uint32_t>(forest.roots.back() + i);
            const auto feature = static_cast<std::uint32_t>(random() % ranker::k_features.size());
            forest.values.push_back(number(random));
            if (depths[i] == 5 || random() % 3 == 0) {
                forest.nodes.push_back({0, feature, index});
                continue;
            }
            const auto left = static_cast<std::uint32_t>(forest.roots.back() + depths.size());
            forest.nodes.push_back({4.0 * number(random), feature, left});
            depths.insert(depths.end(), 2, depths[i] + 1);
        }
    }
    return forest;
}

void check_sums(const Forest& forest, const ranker::Columns& columns) {
    std::vector<std::vector<double>> sums;
    for (const simd::Kernels* kernels : all_kernels()) {
        sums.emplace_back(columns.stride);
        forest.trees().sum(columns.values.data(), columns.stride, *kernels, sums.back().data());
    }
    for (std::size_t row = 0; row < columns.rows; ++row) {
        double sum = 0.5;
        for (std::uint32_t node : forest.roots) {
            while (forest.nodes[node].left != node) {
                const double value =
                    static_cast<double>(columns.values[forest.nodes[node].feature * columns.stride + row]);
                node = forest.nodes[node].left + (value <= forest.nodes[node].threshold ? 0 : 1);
            }
            sum += forest.values[node];
        }
        for (const std::vector<double>& each : sums) check(sum == each[row], "a sum of trees");
    }
}

const std::vector<std::uint8_t>& background() {
    static const std::vector<std::uint8_t> table = [] {
        Random random;
        std::vector<std::uint8_t> made(ranker::Background::k_size);
        for (std::uint8_t& rarity : made) rarity = static_cast<std::uint8_t>(random());
        return made;
    }();
    return table;
}

constexpr std::u32string_view k_pieces[] = {
    U" ",     U" ",    U" ",      U"\n",  U"\t",  U"\u00a0", U"\u3000", U".",    U",",      U"?",     U"(",
    U")",     U"\"",   U"“",      U"”",   U"'",   U"’",      U"-",      U"—",    U"The",    U"the",   U"he",
    U"But",   U"said", U"I",      U"not", U"may", U"Monday", U"June",   U"EU",   U"NATO",   U"Paris", U"paris",
    U"Storm", U"rain", U"Élysée", U"ß",   U"İ",   U"2026",   U"3.5",    U"東京", U"Москва", U"a",     U"\xd800",
};

std::u32string random_text(Random& random) {
    std::u32string text;
    for (std::size_t pieces = random() % 200; pieces > 0; --pieces) {
        text += k_pieces[random() % std::size(k_pieces)];
        if (random() % 2 == 0) text += U' ';
        if (random() % 40 == 0) text += static_cast<char32_t>(random() % 0x110000);
    }
    return text;
}

std::vector<base::Range> random_sentences(Random& random, std::size_t length) {
    std::vector<base::Range> sentences;
    for (std::size_t begin = random() % 4; begin < length; begin += random() % 3) {
        const std::size_t end = std::min<std::size_t>(length, begin + random() % 90);
        sentences.push_back({begin, end});
        begin = end;
    }
    return sentences;
}

void check_choice(const ranker::Ranking& ranking, const ranker::SetBudget& budget, std::size_t sentences) {
    check(ranking.scores.size() == sentences, "number of scores");
    for (const double score : ranking.scores) check(score >= 0 && score <= 1, "a score");
    const std::size_t most = budget.free ? 4 : std::min(budget.most, ranker::k_most_chosen);
    check(ranking.order.size() <= most, "too many sentences");
    check(budget.costs != nullptr || sentences == 0 || most == 0 || !ranking.order.empty(), "no choice");
    std::vector<bool> taken(sentences, false);
    std::int64_t spent[3] = {0, 0, 0};
    for (const std::uint32_t sentence : ranking.order) {
        check(sentence < sentences && !taken[sentence], "no such sentence, or twice");
        taken[sentence] = true;
        if (budget.costs == nullptr) continue;
        for (std::size_t k = 0; k < 3; ++k) {
            spent[k] += budget.costs[3 * sentence + k];
            check(spent[k] <= budget.limits[k], "a choice beyond the budget");
        }
    }
}

template <typename C>
void rank(const std::u32string& code_points, std::uint64_t seed) {
    Random random(seed);
    const std::size_t length = code_points.size();
    const auto text = std::make_unique<C[]>(length);
    for (std::size_t i = 0; i < length; ++i) text[i] = static_cast<C>(code_points[i]);
    const base::TextView view{text.get(), length, sizeof(C), false};
    articles::Parts parts;
    parts.sentences = random_sentences(random, length);
    parts.paragraphs = random_sentences(random, length);
    if (length > 0 && random() % 2 == 0) parts.headline = {0, random() % length};
    const Forest values = random_forest(random);
    const Forest dangling = random_forest(random);
    const ranker::ChoiceSettings settings{number(random), number(random), number(random), number(random)};
    const ranker::Ranker judge(background(), values.trees(), dangling.trees(), settings);
    std::vector<std::int64_t> costs(3 * parts.sentences.size());
    for (std::int64_t& cost : costs) cost = static_cast<std::int64_t>(random() % 10);
    ranker::SetBudget budget{random() % 12, random() % 2 == 0, random() % 2 == 0 ? costs.data() : nullptr, {}};
    for (std::int64_t& limit : budget.limits) limit = static_cast<std::int64_t>(random() % 30);
    check_choice(judge.rank(view, parts, budget, *all_kernels().back()), budget, parts.sentences.size());
    if (parts.sentences.empty()) return;
    const ranker::Document document = ranker::read_document(view, parts, {background().data()});
    ranker::Similarity similarity(document);
    const ranker::Columns columns = ranker::describe(view, document, similarity);
    check(are_finite(columns.values), "features");
    check_sums(values, columns);
}

void run(Input input) {
    Random random(input.seed());
    const std::u32string text = random_text(random);
    const std::uint64_t seed = random();
    rank<std::uint8_t>(text, seed);  // wider code points are cut, which gives another text
    rank<std::uint16_t>(text, seed);
    rank<std::uint32_t>(text, seed);
}

const Target target("ranker", run);

}  // namespace
}  // namespace newsnlp::fuzz
