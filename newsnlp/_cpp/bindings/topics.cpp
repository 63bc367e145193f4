// Topics: texts in, scores, contributions and evidence out, without a matrix between.
#include <nanobind/nanobind.h>
#include <nanobind/stl/optional.h>
#include <nanobind/stl/shared_ptr.h>
#include <nanobind/stl/string.h>
#include <nanobind/stl/tuple.h>
#include <nanobind/stl/vector.h>

#include <limits>
#include <tuple>

#include "bindings/arrays.hpp"
#include "bindings/texts.hpp"
#include "core/topics/topic_scorer.hpp"

namespace nb = nanobind;
using namespace nb::literals;

namespace newsnlp::bindings {
namespace {

using Flags = Array<std::uint8_t>;
using Longs = Owned<std::int64_t>;
using Doubles = Owned<double>;
using Findings = std::tuple<Doubles, double, Longs, Doubles, Longs, OwnedOffsets, Doubles, Longs>;
using ContributionArrays =
    std::tuple<Owned<std::int32_t>, Owned<std::int32_t>, Owned<std::int64_t>, Owned<std::int64_t>, OwnedMatrix<double>>;

std::shared_ptr<topics::TermBlock> make_block(std::shared_ptr<terms::Vocabulary> vocabulary, const ArrayLike& weights,
                                              const std::optional<ArrayLike>& idf, bool sublinear_tf,
                                              const std::optional<std::string>& norm, std::optional<std::size_t> lead,
                                              const std::optional<Flags>& telling) {
    const auto matrix = as_float64<Matrix<double>>(weights);
    const std::size_t terms = vocabulary->size();
    if (matrix.shape(0) != terms) {
        throw nb::value_error(("`weights` must have one row for each term, " + std::to_string(terms) + ", got " +
                               std::to_string(matrix.shape(0)))
                                  .c_str());
    }
    Idf numbers;
    if (idf) numbers = as_float64<Array<double>>(*idf);
    if (numbers && numbers->size() != terms) {
        throw nb::value_error(("`idf` must have one number for each term, " + std::to_string(terms) + ", got " +
                               std::to_string(numbers->size()))
                                  .c_str());
    }
    if (telling && telling->size() != terms) {
        throw nb::value_error(("`telling` must have one flag for each term, " + std::to_string(terms) + ", got " +
                               std::to_string(telling->size()))
                                  .c_str());
    }
    return std::make_shared<topics::TermBlock>(
        std::move(vocabulary), matrix.data(), matrix.shape(1), numbers ? numbers->data() : nullptr, sublinear_tf,
        parse_norm(norm), lead.value_or(std::numeric_limits<std::size_t>::max()), telling ? telling->data() : nullptr);
}

void check_scorable(const terms::Analysis& analysis) {
    if (analysis.analyzer == terms::Analyzer::tokens)
        throw nb::value_error("a scorer reads texts, not lists of tokens");
}

ContributionArrays contributions(const topics::LinearScorer& self, const Text& text) {
    const base::TextView view = view_text(text);
    const simd::Kernels& kernels = current_kernels();
    const topics::Contributions found = run_free([&] { return self.contributions({&view, 1, nullptr}, kernels); });
    base::Buffer<std::int32_t> blocks;
    base::Buffer<std::int32_t> columns;
    base::Buffer<std::int64_t> starts;
    base::Buffer<std::int64_t> ends;
    for (const topics::Occurrence& occurrence : found.occurrences) {
        blocks.push_back(static_cast<std::int32_t>(occurrence.block));
        columns.push_back(static_cast<std::int32_t>(occurrence.column));
        starts.push_back(static_cast<std::int64_t>(occurrence.start));
        ends.push_back(static_cast<std::int64_t>(occurrence.end));
    }
    base::Buffer<double> values;
    std::copy(found.values.begin(), found.values.end(), values.resize(found.values.size()));
    return {give(std::move(blocks)), give(std::move(columns)), give(std::move(starts)), give(std::move(ends)),
            give_matrix(std::move(values), found.occurrences.size(), self.topics())};
}

std::vector<double> to_vector(const ArrayLike& values) { return take_over(as_float64<Array<double>>(values)); }

std::vector<base::Range> rising_ranges(const Offsets& offsets, std::size_t length, const std::string& name) {
    std::vector<base::Range> ranges = ranges_of(offsets, length, name);
    for (std::size_t i = 1; i < ranges.size(); ++i) {
        if (ranges[i].begin < ranges[i - 1].begin)
            throw nb::value_error((name + "[" + std::to_string(i) + "] begins before the one ahead of it").c_str());
    }
    return ranges;
}

Findings find(const topics::TopicScorer& self, const Text& text, const Offsets& spans, const Offsets& others) {
    const base::TextView view = view_text(text);
    const std::vector<base::Range> news = rising_ranges(spans, view.length, "spans");
    const std::vector<base::Range> rest = rising_ranges(others, view.length, "others");
    base::Buffer<double> logits;
    logits.resize(self.topics());
    topics::Evidence found;
    double novelty = 0.0;
    run_free([&] {
        topics::TopicReader reader(self, current_kernels());
        reader.read(view, logits.data());
        novelty = reader.novelty();
        reader.find_evidence(news, rest, found);
    });
    std::vector<std::int64_t> terms;
    std::vector<double> term_weights;
    for (const topics::TermWeight& term : found.terms) {
        terms.push_back(term.term);
        term_weights.push_back(term.weight);
    }
    std::vector<base::Range> ranges;
    std::vector<double> span_weights;
    for (const topics::SpanWeight& span : found.spans) {
        ranges.push_back(span.span);
        span_weights.push_back(span.weight);
    }
    return {give(std::move(logits)),       novelty,
            give(std::move(terms)),        give(std::move(term_weights)),
            give_indices(found.term_ends), give_offsets(std::move(ranges)),
            give(std::move(span_weights)), give_indices(found.span_ends)};
}

}  // namespace

void bind_topics(nb::module_& m) {
    nb::class_<topics::TermBlock>(m, "TermBlock", "Terms of one kind with their weights for each topic.")
        .def(nb::new_([](std::shared_ptr<terms::Vocabulary> vocabulary, ArrayLike weights, std::optional<ArrayLike> idf,
                         bool sublinear_tf, std::optional<std::string> norm, std::optional<std::size_t> lead,
                         std::optional<Flags> telling) {
                 check_scorable(vocabulary->analysis());
                 if (lead && vocabulary->analysis().analyzer != terms::Analyzer::word) {
                     throw nb::value_error("`lead` counts words and needs an analysis of words");
                 }
                 return make_block(std::move(vocabulary), weights, idf, sublinear_tf, norm, lead, telling);
             }),
             "vocabulary"_a, "weights"_a, nb::kw_only(), "idf"_a = nb::none(), "sublinear_tf"_a = false,
             nb::arg("norm").none() = "l2", "lead"_a = nb::none(), "telling"_a = nb::none());
    nb::class_<topics::LinearScorer>(m, "LinearScorer", "A linear model over the terms of a text.")
        .def(nb::new_([](std::vector<std::shared_ptr<topics::TermBlock>> blocks, ArrayLike bias) {
                 return std::make_shared<topics::LinearScorer>(
                     std::vector<std::shared_ptr<const topics::TermBlock>>(blocks.begin(), blocks.end()),
                     to_vector(bias));
             }),
             "blocks"_a, "bias"_a)
        .def("contributions", &contributions, "text"_a,
             "Return (blocks, columns, starts, ends, values) of every known term's occurrences in one text.");
    nb::class_<topics::TopicScorer>(m, "TopicScorer", "A topic model that is ready to read texts.")
        .def(nb::new_([](std::shared_ptr<topics::LinearScorer> margins, const std::vector<std::size_t>& first_blocks,
                         const std::vector<double>& known_pairs, ArrayLike slopes, ArrayLike intercepts) {
                 if (first_blocks.size() != known_pairs.size())
                     throw nb::value_error("`first_blocks` and `known_pairs` must have one number for each table");
                 std::vector<topics::Table> tables;
                 for (std::size_t t = 0; t < first_blocks.size(); ++t)
                     tables.push_back({first_blocks[t], known_pairs[t]});
                 return std::make_shared<topics::TopicScorer>(std::move(margins), std::move(tables), to_vector(slopes),
                                                              to_vector(intercepts));
             }),
             "margins"_a, "first_blocks"_a, "known_pairs"_a, "slopes"_a, "intercepts"_a)
        .def("find", &find, "text"_a, "spans"_a, "others"_a,
             "Return (logits, novelty, terms, term_weights, term_ends, bounds, span_weights, span_ends) of one text.");
}

}  // namespace newsnlp::bindings
