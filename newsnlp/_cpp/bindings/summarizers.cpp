// Sentence terms, sentence scores, choice within a budget.
#include <nanobind/nanobind.h>
#include <nanobind/stl/array.h>
#include <nanobind/stl/optional.h>
#include <nanobind/stl/string.h>
#include <nanobind/stl/tuple.h>

#include <optional>
#include <string>
#include <tuple>

#include "bindings/arrays.hpp"
#include "bindings/texts.hpp"
#include "core/summaries/lsa.hpp"
#include "core/summaries/ranking.hpp"
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

TokenArrays tokenize(nb::handle texts, const WordSet& stop_words, bool stem) {
    const CollectedTexts collected = view_texts(texts);
    SentenceTerms out = run_free([&] { return sentence_terms(collected.views, stop_words, stem); });
    nb::list terms;
    for (const std::string& term : out.terms) terms.append(decode_str(term));
    return {give(std::move(out.starts)), give(std::move(out.ids)), give(std::move(out.token_indices)),
            give(std::move(out.lengths)), Words(terms)};
}

std::tuple<Owned<std::int64_t>, Owned<std::int32_t>, Owned<double>> count(const Longs& starts, const Ints& ids) {
    require(starts.size() > 0 && static_cast<std::size_t>(starts.data()[starts.size() - 1]) == ids.size(),
            "ids must have the length that starts ends with");
    CountedRows out = run_free([&] { return count_terms(starts.data(), starts.size() - 1, ids.data()); });
    return {give(std::move(out.starts)), give(std::move(out.ids)), give(std::move(out.counts))};
}

void bind_terms(nb::module_& m) {
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
          "Return (starts, ids, token_indices, lengths, terms): the terms of each text in order, stop words left out.");
    m.def(
        "sentence_costs",
        [](nb::handle texts) {
            const CollectedTexts collected = view_texts(texts);
            auto* costs = new std::vector<std::int64_t>(run_free([&] { return sentence_costs(collected.views); }));
            nb::capsule owner(costs, [](void* p) noexcept { delete static_cast<std::vector<std::int64_t>*>(p); });
            return nb::ndarray<nb::numpy, std::int64_t, nb::ndim<2>>(costs->data(), {collected.views.size(), 3}, owner);
        },
        "texts"_a, "Return what each text costs: 1, its words, its characters with a joining blank.");
    m.def("count_terms", &count, "starts"_a, "ids"_a,
          "Return (starts, ids, counts): the distinct terms of each row, ascending.");
    m.def(
        "unit_rows",
        [](Longs starts, Ints ids, Doubles values, std::size_t n_terms, const Doubles& weights) {
            const RowsIn in(starts, ids, values, n_terms);
            const double* telling = in.per_term(weights);
            return give_unlocked([&] { return unit_rows(in.rows, telling); });
        },
        "starts"_a, "ids"_a, "values"_a, "n_terms"_a, "weights"_a,
        "Return values * weights with each row scaled to length 1.");
}

void bind_walks(nb::module_& m) {
    m.def(
        "lexrank",
        [](Longs starts, Ints ids, Doubles values, std::size_t n_terms, std::optional<double> threshold, double damping,
           const Doubles& restart, double tolerance, int max_steps) {
            const RowsIn in(starts, ids, values, n_terms);
            const Walk walk{damping, tolerance, max_steps, in.per_row(restart)};
            return give_unlocked([&] {
                return threshold ? lexrank_discrete(in.rows, *threshold, walk) : lexrank_continuous(in.rows, walk);
            });
        },
        "starts"_a, "ids"_a, "values"_a, "n_terms"_a, "threshold"_a.none(), "damping"_a, "restart"_a, "tolerance"_a,
        "max_steps"_a, "Return LexRank's shares for unit rows; continuous where `threshold` is None.");
    m.def(
        "textrank",
        [](Longs starts, Ints ids, Doubles values, std::size_t n_terms, const Ints& lengths, double damping,
           const Doubles& restart, double tolerance, int max_steps) {
            const RowsIn in(starts, ids, values, n_terms);
            require(lengths.size() == in.rows.n_rows, "lengths must have one number a row");
            const Walk walk{damping, tolerance, max_steps, in.per_row(restart)};
            return give_unlocked([&] { return textrank(in.rows, lengths.data(), walk); });
        },
        "starts"_a, "ids"_a, "values"_a, "n_terms"_a, "lengths"_a, "damping"_a, "restart"_a, "tolerance"_a,
        "max_steps"_a, "Return TextRank's shares by term overlap over the logs of the lengths.");
}

void bind_scores(nb::module_& m) {
    m.def(
        "luhn",
        [](Longs starts, Ints ids, Doubles significance, std::size_t n_terms, const Ints& token_indices, int gap) {
            const RowsIn in(starts, ids, significance, n_terms);
            require(token_indices.size() == ids.size(), "token_indices must be as many as ids");
            return give_unlocked([&] { return luhn(in.rows, token_indices.data(), gap); });
        },
        "starts"_a, "ids"_a, "significance"_a, "n_terms"_a, "token_indices"_a, "gap"_a,
        "Return the strength of each row's best cluster of significant tokens.");
    m.def(
        "strongest_terms",
        [](Longs starts, Ints ids, Doubles values, std::size_t n_terms, std::size_t count) {
            const RowsIn in(starts, ids, values, n_terms);
            StrongestTerms out = run_free([&] { return strongest_terms(in.rows, count); });
            return std::make_tuple(give(std::move(out.ids)), give(std::move(out.values)));
        },
        "starts"_a, "ids"_a, "values"_a, "n_terms"_a, "count"_a,
        "Return (ids, values), `count` a row: its terms of highest positive value; -1 where there are fewer.");
    m.def(
        "latent_salience",
        [](Longs starts, Ints ids, Doubles values, std::size_t n_terms, std::size_t dimensions, double share) {
            const RowsIn in(starts, ids, values, n_terms);
            return give_unlocked([&] { return lsa_salience(in.rows, dimensions, share); });
        },
        "starts"_a, "ids"_a, "values"_a, "n_terms"_a, "dimensions"_a, "share"_a,
        "Return how strongly each row takes part in the leading singular directions.");
    m.def(
        "best_containment",
        [](Longs starts, Ints ids, Doubles values, std::size_t n_terms, Longs other_starts, Ints other_ids,
           Doubles other_values, const Doubles& weights) {
            const RowsIn in(starts, ids, values, n_terms);
            const RowsIn others(other_starts, other_ids, other_values, n_terms);
            const double* telling = in.per_term(weights);
            return give_unlocked([&] { return best_containment(in.rows, others.rows, telling); });
        },
        "starts"_a, "ids"_a, "values"_a, "n_terms"_a, "other_starts"_a, "other_ids"_a, "other_values"_a, "weights"_a,
        "Return how much of each row's term weight the best matching other row has.");
}

// What may be chosen: unit rows, from which likeness on a row repeats another, costs, scraps, limits. Immutable.
class Choosing {
  public:
    Choosing(Longs starts, Ints ids, Doubles unit, std::size_t n_terms, double most_alike, Costs costs, Flags scraps,
             Limits limits)
        : in(starts, ids, unit, n_terms), most_alike_(most_alike), costs_(costs), scraps_(scraps), limits_(limits) {
        require(costs.shape(0) == in.rows.n_rows, "costs must have three numbers a row");
        require(scraps.size() == in.rows.n_rows, "scraps must have one flag a row");
    }

    template <typename Work>
    Owned<std::int64_t> run(Work&& work) const {
        return give_rows(run_free([&] {
            Choice choice(in.rows, most_alike_, {costs_.data(), scraps_.data(), limits_});
            work(choice);
            return choice.taken();
        }));
    }

    RowsIn in;

  private:
    double most_alike_;
    Costs costs_;
    Flags scraps_;
    Limits limits_;
};

void bind_choosing(nb::module_& m) {
    nb::class_<Choosing>(m, "Choosing", "Rows, costs, limits; each method returns the rows it takes, in its order.")
        .def(nb::init<Longs, Ints, Doubles, std::size_t, double, Costs, Flags, Limits>(), "starts"_a, "ids"_a, "unit"_a,
             "n_terms"_a, "most_alike"_a, "costs"_a, "scraps"_a, "limits"_a)
        .def(
            "ranked",
            [](const Choosing& self, const Doubles& scores) {
                const double* values = self.in.per_row(scores);
                return self.run([=](Choice& choice) { choose_ranked(choice, values); });
            },
            "scores"_a, "Take the best score first.")
        .def(
            "marginal",
            [](const Choosing& self, const Doubles& scores, double relevance) {
                const double* values = self.in.per_row(scores);
                return self.run([=](Choice& choice) { choose_marginal(choice, values, relevance); });
            },
            "scores"_a, "relevance"_a, "Take by maximal marginal relevance.")
        .def(
            "sumbasic",
            [](const Choosing& self, const Doubles& counts, const Doubles& chances, const Doubles& bias) {
                const Rows rows = self.in.with(counts);
                const double* shares = self.in.per_row(bias);
                const double* first = self.in.per_term(chances);
                std::vector<double> start(first, first + rows.n_terms);
                return self.run([&](Choice& choice) { choose_sumbasic(choice, rows, std::move(start), shares); });
            },
            "counts"_a, "chances"_a, "bias"_a, "Take by SumBasic.")
        .def(
            "kl",
            [](const Choosing& self, const Doubles& counts, const Doubles& chances, double smoothing) {
                require(smoothing > 0.0, "smoothing must be above 0");
                const Rows rows = self.in.with(counts);
                const double* wanted = self.in.per_term(chances);
                return self.run([&](Choice& choice) { choose_kl(choice, rows, wanted, smoothing); });
            },
            "counts"_a, "chances"_a, "smoothing"_a, "Take by KL-Sum.")
        .def(
            "submodular",
            [](const Choosing& self, std::size_t n_groups, double saturation, double diversity, double exponent,
               const Doubles& bias, const Doubles& bonus) {
                const GreedySettings settings{exponent, self.in.per_row(bias), self.in.per_row(bonus)};
                return self.run([&](Choice& choice) {
                    const auto groups = group_rows(choice.unit(), n_groups, k_group_rounds);
                    choose_submodular(choice, groups, saturation, diversity, settings);
                });
            },
            "n_groups"_a, "saturation"_a, "diversity"_a, "exponent"_a, "bias"_a, "bonus"_a,
            "Take by Lin and Bilmes' function.")
        .def(
            "coverage",
            [](const Choosing& self, Longs starts, Ints ids, Doubles values, std::size_t n_concepts,
               const Doubles& weights, double exponent, const Doubles& bias, const Doubles& bonus) {
                const RowsIn concepts(starts, ids, values, n_concepts);
                require(concepts.rows.n_rows == self.in.rows.n_rows, "concepts must have one row a row");
                const double* worth = concepts.per_term(weights);
                const GreedySettings settings{exponent, self.in.per_row(bias), self.in.per_row(bonus)};
                return self.run([&](Choice& choice) { choose_coverage(choice, concepts.rows, worth, settings); });
            },
            "starts"_a, "ids"_a, "values"_a, "n_concepts"_a, "weights"_a, "exponent"_a, "bias"_a, "bonus"_a,
            "Take what covers the most weight of concepts.");
}

}  // namespace

void bind_summarizers(nb::module_& m) {
    bind_terms(m);
    bind_walks(m);
    bind_scores(m);
    bind_choosing(m);
}

}  // namespace newsnlp::bindings
