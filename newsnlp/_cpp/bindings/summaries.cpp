// Summaries: sentence terms, sentence scores, choice within a budget, and ROUGE with the oracle that it measures.
#include <nanobind/nanobind.h>
#include <nanobind/stl/array.h>
#include <nanobind/stl/optional.h>
#include <nanobind/stl/string.h>
#include <nanobind/stl/tuple.h>
#include <nanobind/stl/vector.h>

#include <algorithm>
#include <optional>
#include <string>
#include <tuple>

#include "bindings/arrays.hpp"
#include "bindings/sparse_rows.hpp"
#include "bindings/texts.hpp"
#include "core/summaries/lsa.hpp"
#include "core/summaries/ranking.hpp"
#include "core/summaries/rouge.hpp"
#include "core/summaries/selection.hpp"
#include "core/summaries/sentence_terms.hpp"
#include "core/summaries/submodular.hpp"

namespace nb = nanobind;
using namespace nb::literals;

namespace newsnlp::bindings {
using namespace summaries;

namespace {

constexpr int k_group_rounds = 10;

using Ints = Array<std::int32_t>;
using Longs = Array<std::int64_t>;
using Doubles = Array<double>;
using Flags = Array<bool>;
using Words = nb::typed<nb::list, nb::str>;
using TokenArrays =
    std::tuple<Owned<std::int64_t>, Owned<std::int32_t>, Owned<std::int32_t>, Owned<std::int32_t>, Words>;

TokenArrays tokenize(const Strings& texts, const WordSet& stop_words, bool stem) {
    const CollectedTexts collected = view_texts(texts);
    SentenceTerms out = run_free([&] { return sentence_terms(collected.views, stop_words, stem); });
    nb::list terms;
    for (const std::string& term : out.terms) terms.append(decode_str(term));
    return {give(std::move(out.starts)), give(std::move(out.ids)), give(std::move(out.token_indices)),
            give(std::move(out.lengths)), Words(terms)};
}

SparseRows count(const Longs& starts, const Ints& ids, std::size_t n_terms) {
    // Terms in order are rows as well; counting keeps the distinct ones.
    const SparseRows tokens(take_over(starts), take_over(ids), std::vector<double>(ids.size()), n_terms);
    return run_free([&] {
        CountedRows out = count_terms(tokens.starts().data(), tokens.n_rows(), tokens.ids().data());
        return SparseRows(std::move(out.starts), std::move(out.ids), std::move(out.counts), n_terms);
    });
}

void bind_sentence_terms(nb::module_& m) {
    nb::class_<WordSet>(m, "WordSet", "An immutable set of lower-case words.")
        .def(
            "__init__",
            [](WordSet* set, const Words& words) {
                new (set) WordSet();
                for (nb::handle word : words) set->add(encode_str(word, "a stop word"));
            },
            "words"_a)
        .def("__len__", &WordSet::size)
        .def("__contains__", [](const WordSet& set, const std::string& word) { return set.contains(word); });
    m.def("sentence_terms", &tokenize, "texts"_a, "stop_words"_a, "stem"_a,
          "Return (starts, ids, token_indices, lengths, terms): the terms of each text in order, without stop words.");
    m.def(
        "sentence_costs",
        [](const Strings& texts) {
            const CollectedTexts collected = view_texts(texts);
            std::vector<std::int64_t> costs = run_free([&] { return sentence_costs(collected.views); });
            return give_matrix(std::move(costs), collected.views.size(), 3);
        },
        "texts"_a, "Return the costs of each text: 1, its words, its characters with a joining blank; shape (n, 3).");
    m.def("count_terms", &count, "starts"_a, "ids"_a, "n_terms"_a,
          "Return rows of the distinct terms, ascending, and how often each occurs in its row.");
    m.def(
        "unit_rows",
        [](const SparseRows& rows, const Doubles& weights) {
            const double* term_weights = rows.per_term(weights);
            return run_free([&] { return rows.with_values(unit_rows(rows.view(), term_weights)); });
        },
        "rows"_a, "weights"_a, "Return the rows with values * weights, each scaled to length 1.");
}

void bind_walks(nb::module_& m) {
    m.def(
        "lexrank",
        [](const SparseRows& rows, std::optional<double> threshold, double damping, const Doubles& restart,
           double tolerance, int max_steps) {
            const Walk walk{damping, tolerance, max_steps, rows.per_row(restart)};
            return give_unlocked([&] {
                return threshold ? lexrank_discrete(rows.view(), *threshold, walk)
                                 : lexrank_continuous(rows.view(), walk);
            });
        },
        "rows"_a, "threshold"_a.none(), "damping"_a, "restart"_a, "tolerance"_a, "max_steps"_a,
        "Return LexRank's shares for unit rows; continuous where `threshold` is None.");
    m.def(
        "textrank",
        [](const SparseRows& rows, const Ints& lengths, double damping, const Doubles& restart, double tolerance,
           int max_steps) {
            require(lengths.size() == rows.n_rows(), "lengths must have one number for each row");
            const Walk walk{damping, tolerance, max_steps, rows.per_row(restart)};
            return give_unlocked([&] { return textrank(rows.view(), lengths.data(), walk); });
        },
        "rows"_a, "lengths"_a, "damping"_a, "restart"_a, "tolerance"_a, "max_steps"_a,
        "Return TextRank's shares by term overlap over the logs of the lengths.");
}

void bind_scores(nb::module_& m) {
    m.def(
        "luhn",
        [](const SparseRows& rows, const Ints& token_indices, int gap) {
            require(token_indices.size() == rows.ids().size(), "token_indices must have one number for each id");
            return give_unlocked([&] { return luhn(rows.view(), token_indices.data(), gap); });
        },
        "rows"_a, "token_indices"_a, "gap"_a, "Return the score of each row's best cluster of significant tokens.");
    m.def(
        "strongest_terms",
        [](const SparseRows& rows, std::size_t count) {
            StrongestTerms out = run_free([&] { return strongest_terms(rows.view(), count); });
            return std::make_tuple(give(std::move(out.ids)), give(std::move(out.values)));
        },
        "rows"_a, "count"_a,
        "Return (ids, values), `count` for each row: its terms with the largest positive values; -1 if it has fewer.");
    m.def(
        "lsa_salience",
        [](const SparseRows& rows, std::size_t dimensions, double share) {
            return give_unlocked([&] { return lsa_salience(rows.view(), dimensions, share); });
        },
        "rows"_a, "dimensions"_a, "share"_a, "Return the share of each row in the leading singular directions.");
    m.def(
        "best_containment",
        [](const SparseRows& rows, const SparseRows& others, const Doubles& weights) {
            require(others.n_terms() == rows.n_terms(), "both must have the same terms");
            const double* term_weights = rows.per_term(weights);
            return give_unlocked([&] { return best_containment(rows.view(), others.view(), term_weights); });
        },
        "rows"_a, "others"_a, "weights"_a,
        "Return the share of each row's term weight that the best matching row of `others` has.");
}

// Takes rows within limits: a row whose cosine with a taken one is above `max_similarity` repeats it, and fragments do
// not fill the rest of a budget. Immutable.
class Selector {
  public:
    Selector(SparseRows unit, double max_similarity, Costs costs, Flags fragments, Limits limits)
        : rows(std::move(unit)),
          max_similarity_(max_similarity),
          costs_(costs),
          fragments_(fragments),
          limits_(limits) {
        require(costs.shape(0) == rows.n_rows(), "costs must have three numbers for each row");
        require(fragments.size() == rows.n_rows(), "fragments must have one flag for each row");
    }

    template <typename Work>
    Owned<std::int64_t> run(Work&& work) const {
        return give_indices(run_free([&] {
            const Rows unit = rows.view();
            Choice choice(unit, max_similarity_, {costs_.data(), fragments_.data(), limits_});
            work(choice);
            return choice.taken();
        }));
    }

    SparseRows rows;

  private:
    double max_similarity_;
    Costs costs_;
    Flags fragments_;
    Limits limits_;
};

void bind_selector(nb::module_& m) {
    nb::class_<Selector>(m, "Selector",
                         "Takes rows within limits; each method returns the rows that it takes, in its order.")
        .def(nb::init<SparseRows, double, Costs, Flags, Limits>(), "unit"_a, "max_similarity"_a, "costs"_a,
             "fragments"_a, "limits"_a)
        .def(
            "ranked",
            [](const Selector& self, const Doubles& scores) {
                const double* values = self.rows.per_row(scores);
                return self.run([=](Choice& choice) { choose_ranked(choice, values); });
            },
            "scores"_a, "Take the best score first.")
        .def(
            "marginal",
            [](const Selector& self, const Doubles& scores, double relevance) {
                const double* values = self.rows.per_row(scores);
                return self.run([=](Choice& choice) { choose_marginal(choice, values, relevance); });
            },
            "scores"_a, "relevance"_a, "Take by maximal marginal relevance.")
        .def(
            "sumbasic",
            [](const Selector& self, const Doubles& counts, const Doubles& probabilities, const Doubles& bias) {
                const SparseRows counted = self.rows.with_values(take_over(counts));
                const Rows rows = counted.view();
                const double* shares = self.rows.per_row(bias);
                const double* first = self.rows.per_term(probabilities);
                std::vector<double> start(first, first + rows.n_terms);
                return self.run([&](Choice& choice) { choose_sumbasic(choice, rows, std::move(start), shares); });
            },
            "counts"_a, "probabilities"_a, "bias"_a, "Take by SumBasic.")
        .def(
            "kl",
            [](const Selector& self, const Doubles& counts, const Doubles& probabilities, double smoothing) {
                require(smoothing > 0.0, "smoothing must be above 0");
                const SparseRows counted = self.rows.with_values(take_over(counts));
                const Rows rows = counted.view();
                const double* wanted = self.rows.per_term(probabilities);
                return self.run([&](Choice& choice) { choose_kl(choice, rows, wanted, smoothing); });
            },
            "counts"_a, "probabilities"_a, "smoothing"_a, "Take by KL-Sum.")
        .def(
            "submodular",
            [](const Selector& self, std::size_t n_groups, double saturation, double diversity, double exponent,
               const Doubles& bias, const Doubles& bonus) {
                const GreedySettings settings{exponent, self.rows.per_row(bias), self.rows.per_row(bonus)};
                return self.run([&](Choice& choice) {
                    const auto groups = group_rows(choice.unit(), n_groups, k_group_rounds);
                    choose_submodular(choice, groups, saturation, diversity, settings);
                });
            },
            "n_groups"_a, "saturation"_a, "diversity"_a, "exponent"_a, "bias"_a, "bonus"_a,
            "Take by Lin and Bilmes' function.")
        .def(
            "coverage",
            [](const Selector& self, const SparseRows& concepts, const Doubles& weights, double exponent,
               const Doubles& bias, const Doubles& bonus) {
                require(concepts.n_rows() == self.rows.n_rows(), "concepts must have as many rows as the selector");
                const double* worth = concepts.per_term(weights);
                const Rows covered = concepts.view();
                const GreedySettings settings{exponent, self.rows.per_row(bias), self.rows.per_row(bonus)};
                return self.run([&](Choice& choice) { choose_coverage(choice, covered, worth, settings); });
            },
            "concepts"_a, "weights"_a, "exponent"_a, "bias"_a, "bonus"_a,
            "Take the rows that cover the most weight of concepts.");
}

// The bytes that ROUGE reads: a character that is not ASCII separates tokens like any other mark.
std::string ascii_of(const base::TextView& text) {
    std::string bytes(text.length, ' ');
    base::with_code_points(text, [&](const auto* codes) {
        for (std::size_t i = 0; i < text.length; ++i)
            if (codes[i] < 0x80) bytes[i] = static_cast<char>(codes[i]);
    });
    return bytes;
}

std::vector<RougeText> tokenize_all(TokenNumbers& numbers, const std::vector<base::TextView>& views) {
    std::vector<RougeText> texts;
    texts.reserve(views.size());
    for (const base::TextView& view : views) texts.push_back(numbers.tokenize(ascii_of(view)));
    return texts;
}

Owned<double> score_rouge(const Strings& candidates, const Strings& references, const std::vector<int>& kinds,
                          bool stem) {
    for (const int kind : kinds) require(kind >= k_rouge_lsum && kind <= 9, "kinds must be from -1 to 9");
    const CollectedTexts a = view_texts(candidates);
    const CollectedTexts b = view_texts(references);
    return give(run_free([&] {
        std::vector<double> scores;
        TokenNumbers numbers(stem);
        const std::vector<RougeText> ours = tokenize_all(numbers, a.views);
        const int longest = kinds.empty() ? 0 : std::max(0, *std::max_element(kinds.begin(), kinds.end()));
        std::vector<RougeReference> theirs;
        for (RougeText& text : tokenize_all(numbers, b.views))
            theirs.emplace_back(std::move(text), static_cast<std::size_t>(longest));
        for (const RougeText& candidate : ours)
            for (const RougeReference& reference : theirs)
                for (const int kind : kinds) {
                    const RougeScore score = reference.score(candidate, kind);
                    scores.insert(scores.end(), {score.precision, score.recall, score.fmeasure});
                }
        return scores;
    }));
}

void bind_rouge(nb::module_& m) {
    m.def(
        "rouge_scores", &score_rouge, "candidates"_a, "references"_a, "kinds"_a, "stem"_a,
        "Return precision, recall, F of every candidate against every reference for every kind, flat in this order.\n\n"
        "Texts must be in lower case. A kind is n of ROUGE-n (1 to 9), 0 for ROUGE-L, -1 for ROUGE-Lsum.");
    m.def(
        "greedy_oracle",
        [](const Strings& sentences, const Strings& references, const Costs& costs, const Limits& limits, bool stem) {
            const CollectedTexts a = view_texts(sentences);
            const CollectedTexts b = view_texts(references);
            require(costs.shape(0) == a.views.size(), "costs must have three numbers for each sentence");
            return give_indices(run_free([&] {
                TokenNumbers numbers(stem);
                const std::vector<RougeText> ours = tokenize_all(numbers, a.views);
                const std::vector<RougeText> theirs = tokenize_all(numbers, b.views);
                return greedy_oracle(ours, theirs, numbers.size(), costs.data(), limits);
            }));
        },
        "sentences"_a, "references"_a, "costs"_a, "limits"_a, "stem"_a,
        "Return the sentences (lower case) that greedily maximise ROUGE-1 F + ROUGE-2 F, in source order.");
}

}  // namespace

void bind_summaries(nb::module_& m) {
    bind_sentence_terms(m);
    bind_walks(m);
    bind_scores(m);
    bind_selector(m);
    bind_rouge(m);
}

}  // namespace newsnlp::bindings
