// Fuzzes terms, scores, choices and ROUGE of the native core.
//
// Every text is in a buffer of exactly its size, so that a sanitizer sees every read beyond it. The checks are what
// callers rely on: finite scores of 0 or more, distinct rows within the budget, ROUGE between 0 and 1.
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <random>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "core/summaries/lsa.hpp"
#include "core/summaries/ranking.hpp"
#include "core/summaries/rouge.hpp"
#include "core/summaries/selection.hpp"
#include "core/summaries/sentence_terms.hpp"
#include "core/summaries/submodular.hpp"
#include "fuzz.hpp"

namespace newsnlp::fuzz {
namespace {

using namespace summaries;
using Random = std::mt19937_64;
using Doubles = std::vector<double>;

void check_scores(const Doubles& scores, std::size_t count, const char* what) {
    check(scores.size() == count, what);
    for (const double score : scores) check(std::isfinite(score) && score >= 0.0, what);
}

constexpr std::u32string_view k_pieces[] = {
    U" ",    U" ",     U" ",  U"\n",   U".",      U"port",     U"ports",
    U"ship", U"The",   U"of", U"U.S.", U"e.g.",   U"a.b",      U"generalizations",
    U"sky",  U"dying", U"y",  U"yyy",  U"2026",   U"İ",        U"Σ",
    U"ς",    U"港口",  U"กา", U"ँ",     U"\xd800", U"\x10ffff", U"naïve",
    U"'s",   U"_",     U"",
};

std::u32string random_text(Random& random) {
    std::u32string text;
    for (std::size_t i = random() % 25; i > 0; --i) {
        const std::u32string_view piece = k_pieces[random() % std::size(k_pieces)];
        text += piece;
        if (piece.empty()) text += static_cast<char32_t>(random() % 0x110000);
        if (random() % 2 == 0) text += U' ';
    }
    return text;
}

// Texts as CPython would store them, each in memory of exactly its size.
class Store {
  public:
    template <typename Code>
    void add(const std::u32string& text) {
        auto bytes = std::make_unique<std::uint8_t[]>(text.size() * sizeof(Code));
        auto* codes = reinterpret_cast<Code*>(bytes.get());
        for (std::size_t i = 0; i < text.size(); ++i) codes[i] = static_cast<Code>(text[i]);
        views.push_back({bytes.get(), text.size(), sizeof(Code), false});
        kept_.push_back(std::move(bytes));
    }
    std::vector<base::TextView> views;

  private:
    std::vector<std::unique_ptr<std::uint8_t[]>> kept_;
};

Doubles random_numbers(Random& random, std::size_t count) {
    Doubles numbers(count);
    for (double& number : numbers) number = static_cast<double>(random() % 5) / 4.0;
    return numbers;
}

template <typename Work>
void check_choice(const Rows& unit, const std::vector<std::int64_t>& costs, const std::array<std::int64_t, 3>& limits,
                  Work&& work) {
    const auto fragments = std::make_unique<bool[]>(unit.n_rows);
    for (std::size_t row = 0; row < unit.n_rows; ++row) fragments[row] = costs[3 * row + 1] < 5;
    Choice choice(unit, 0.95, {costs.data(), fragments.get(), limits});
    work(choice);
    std::array<std::int64_t, 3> spent{};
    for (const std::size_t row : choice.taken())
        for (std::size_t k = 0; k < 3; ++k) spent[k] += costs[3 * row + k];
    check(std::set(choice.taken().begin(), choice.taken().end()).size() == choice.taken().size(), "distinct rows");
    for (std::size_t k = 0; k < 3; ++k) check(spent[k] <= limits[k], "within the budget");
}

void check_choices(Random& random, const Rows& unit, const Rows& counts, const std::vector<std::int64_t>& costs) {
    const std::size_t n = unit.n_rows;
    const std::array<std::int64_t, 3> limits{static_cast<std::int64_t>(random() % 6),
                                             static_cast<std::int64_t>(random() % 60),
                                             static_cast<std::int64_t>(random() % 300)};
    const Doubles scores = random_numbers(random, n), bias(n, 1.0), none(n, 0.0);
    const Doubles probabilities = random_numbers(random, unit.n_terms), weights = random_numbers(random, unit.n_terms);
    const GreedySettings settings{0.3, bias.data(), none.data()};
    const std::vector<std::size_t> groups = group_rows(unit, 1 + random() % 4, 5);
    check_choice(unit, costs, limits, [&](Choice& c) { choose_ranked(c, scores.data()); });
    check_choice(unit, costs, limits, [&](Choice& c) { choose_marginal(c, scores.data(), 0.7); });
    check_choice(unit, costs, limits, [&](Choice& c) { choose_sumbasic(c, counts, probabilities, bias.data()); });
    check_choice(unit, costs, limits, [&](Choice& c) { choose_kl(c, counts, probabilities.data(), 1e-12); });
    check_choice(unit, costs, limits, [&](Choice& c) { choose_submodular(c, groups, 0.5, 6.0, settings); });
    check_choice(unit, costs, limits, [&](Choice& c) { choose_coverage(c, counts, weights.data(), settings); });
}

void check_rouge(const std::u32string& a, const std::u32string& b) {
    TokenNumbers lexicon(true);
    const auto bytes = [](const std::u32string& text) {
        std::string out;
        for (const char32_t code : text) out += code < 0x80 ? static_cast<char>(code) : ' ';
        return out;
    };
    const RougeText ours = lexicon.tokenize(bytes(a)), theirs = lexicon.tokenize(bytes(b));
    const RougeReference reference(theirs, 3);
    for (int kind = k_rouge_lsum; kind <= 3; ++kind) {
        const RougeScore score = reference.score(ours, kind);
        check(score.precision >= 0 && score.precision <= 1 && score.recall >= 0 && score.recall <= 1, "ROUGE");
    }
    const std::vector<std::int64_t> costs{1, 5, 9, 1, 5, 9};
    check(greedy_oracle({ours, theirs}, {theirs}, lexicon.size(), costs.data(), {1, 9, 9}).size() <= 1, "the oracle");
}

void round(Random& random) {
    Store store;
    std::vector<std::u32string> texts(random() % 12);
    for (std::u32string& text : texts) {
        text = random_text(random);
        const std::uint64_t width = random() % 3;
        width == 0   ? store.add<std::uint8_t>(text)
        : width == 1 ? store.add<std::uint16_t>(text)
                     : store.add<std::uint32_t>(text);
    }
    WordSet stop_words;
    stop_words.add("the");
    const SentenceTerms found = sentence_terms(store.views, stop_words, random() % 2 == 0);
    const std::size_t n = texts.size(), n_terms = found.terms.size();
    const CountedRows counted = count_terms(found.starts.data(), n, found.ids.data());
    const Rows counts{counted.starts.data(), counted.ids.data(), counted.counts.data(), n, n_terms};
    const Doubles values = unit_rows(counts, Doubles(n_terms, 1.5).data());
    const Rows unit{counts.starts, counts.ids, values.data(), n, n_terms};
    const Doubles restart(n, n > 0 ? 1.0 / static_cast<double>(n) : 0.0);
    const Walk walk{0.85, 1e-9, 200, restart.data()};
    std::vector<std::int32_t> lengths;
    for (std::size_t i = 0; i < n; ++i)
        lengths.push_back(static_cast<std::int32_t>(found.starts[i + 1] - found.starts[i]));
    check_scores(lexrank_continuous(unit, walk), n, "continuous LexRank");
    check_scores(lexrank_discrete(unit, 0.1, walk), n, "discrete LexRank");
    check_scores(textrank(counts, lengths.data(), walk), n, "TextRank");
    check_scores(lsa_salience(unit, 1 + random() % 4, 0.8), n, "LSA");
    const Doubles significant = random_numbers(random, found.ids.size());
    const Rows tokens{found.starts.data(), found.ids.data(), significant.data(), n, n_terms};
    check_scores(luhn(tokens, found.token_indices.data(), 4), n, "Luhn");
    check_scores(best_containment(counts, counts, Doubles(n_terms, 1.0).data()), n, "containment");
    check_choices(random, unit, counts, sentence_costs(store.views));
    if (n >= 2) check_rouge(texts[0], texts[1]);
}

void run(Input input) {
    Random random(input.seed());
    round(random);
}

const Target target("summaries", run);

}  // namespace
}  // namespace newsnlp::fuzz
