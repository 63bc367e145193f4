// Fuzzes the ranker of the native core.
//
// Every text lies in a buffer of exactly its size, so that a sanitizer sees one code point too many; the checks are
// those that callers rely on: finite features and scores, a choice within the budget, sums of trees as a walk makes
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
    std::size_t width;

    ranker::Trees trees() const { return {nodes, values, roots, 0.5, width}; }
};

// Trees whose every node is a leaf or parts at a random feature; no deeper than five.
Forest random_forest(Random& random, std::size_t width) {
    Forest forest{{}, {}, {}, width};
    for (std::size_t tree = random() % 4; tree > 0; --tree) {
        forest.roots.push_back(static_cast<std::uint32_t>(forest.nodes.size()));
        std::vector<int> depths{0};
        for (std::size_t i = 0; i < depths.size(); ++i) {
            const auto place = static_cast<std::uint32_t>(forest.roots.back() + i);
            const auto feature = static_cast<std::uint32_t>(random() % width);
            forest.values.push_back(number(random));
            if (depths[i] == 5 || random() % 3 == 0) {
                forest.nodes.push_back({std::numeric_limits<double>::infinity(), feature, place});
                continue;
            }
            const auto left = static_cast<std::uint32_t>(forest.roots.back() + depths.size());
            forest.nodes.push_back({4.0 * number(random), feature, left});
            depths.insert(depths.end(), 2, depths[i] + 1);
        }
    }
    return forest;
}

void check_sums(const Forest& forest, const std::vector<float>& rows) {
    const std::size_t count = rows.size() / forest.width;
    std::vector<double> sums(count);
    forest.trees().sum(rows.data(), count, sums.data());
    for (std::size_t row = 0; row < count; ++row) {
        double sum = 0.5;
        for (std::uint32_t place : forest.roots) {
            while (forest.nodes[place].left != place) {
                const ranker::Trees::Node& node = forest.nodes[place];
                place = node.left + (rows[row * forest.width + node.feature] <= node.threshold ? 0 : 1);
            }
            sum += forest.values[place];
        }
        check(std::fabs(sum - sums[row]) < 1e-9, "a sum of trees");
    }
}

ranker::SetWeights random_sets(Random& random) {
    ranker::SetWeights sets;
    for (std::size_t i = 0; i < ranker::k_set_features.size(); ++i) {
        sets.means.push_back(number(random));
        sets.scales.push_back(number(random) + 1.5F);
        sets.weights.push_back(number(random));
    }
    for (std::size_t i = 0; i < ranker::k_products; ++i) sets.products.push_back(number(random));
    sets.pool = 1 + random() % 9;
    return sets;
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
    for (std::size_t place = random() % 4; place < length; place += random() % 3) {
        const std::size_t end = std::min<std::size_t>(length, place + random() % 90);
        sentences.push_back({place, end});
        place = end;
    }
    return sentences;
}

void check_choice(const ranker::ScoredDocument& study, const ranker::SetWeights& sets, Random& random) {
    std::vector<std::int64_t> costs(3 * study.document.size());
    for (std::int64_t& cost : costs) cost = static_cast<std::int64_t>(random() % 10);
    ranker::SetBudget budget;
    budget.most = 1 + random() % ranker::k_most_members;
    budget.least = 1 + random() % budget.most;
    if (random() % 2 == 0) budget.costs = costs.data();
    for (std::int64_t& limit : budget.limits) limit = static_cast<std::int64_t>(random() % 30);
    const ranker::Candidate chosen = study.choose(sets, budget);
    check(chosen.size <= budget.most && budget.allows(chosen), "a choice beyond the budget");
    check(budget.costs != nullptr || study.document.size() == 0 || chosen.size > 0, "no choice");
    for (std::size_t i = 0; i < chosen.size; ++i) {
        const std::int32_t member = chosen.members[i];
        check(member >= 0 && static_cast<std::size_t>(member) < study.document.size(), "no such sentence");
        check(i == 0 || chosen.members[i - 1] < member, "sentences out of order");
    }
}

template <typename C>
void rank(const std::u32string& code_points, std::uint64_t seed) {
    Random random(seed);
    const std::size_t length = code_points.size();
    const auto text = std::make_unique<C[]>(length);
    for (std::size_t i = 0; i < length; ++i) text[i] = static_cast<C>(code_points[i]);
    const Forest sentences = random_forest(random, ranker::k_sentence_features.size());
    const Forest terms = random_forest(random, ranker::k_term_features.size());
    const Forest pairs = random_forest(random, ranker::k_pair_features.size());
    const ranker::SetWeights sets = random_sets(random);
    const ranker::Ranker ranker(background(), sentences.trees(), terms.trees(), pairs.trees(), sets);
    const ranker::ScoredDocument study =
        ranker.study({text.get(), length, sizeof(C), false}, random_sentences(random, length));
    check(are_finite(study.features) && are_finite(study.scores), "features or scores");
    check(are_finite(study.terms) && are_finite(study.pairs), "terms or pairs");
    check(study.scores.size() == study.document.size(), "number of scores");
    check_sums(sentences, study.features);
    if (study.document.size() > 0) check_choice(study, sets, random);
}

void run(Input input) {
    Random random(input.seed());
    const std::u32string text = random_text(random);
    const std::uint64_t seed = random();
    rank<std::uint8_t>(text, seed);  // wider code points are cut: just another text
    rank<std::uint16_t>(text, seed);
    rank<std::uint32_t>(text, seed);
}

const Target target("ranker", run);

}  // namespace
}  // namespace newsnlp::fuzz
