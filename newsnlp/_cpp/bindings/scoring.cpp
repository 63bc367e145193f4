// Fused scoring: texts in, topic scores out.
#include <nanobind/nanobind.h>
#include <nanobind/stl/optional.h>
#include <nanobind/stl/shared_ptr.h>
#include <nanobind/stl/string.h>
#include <nanobind/stl/vector.h>

#include <limits>

#include "bindings/analysis.hpp"
#include "bindings/vectorizers.hpp"
#include "bindings/work.hpp"
#include "core/topics/topic_scorer.hpp"

namespace nb = nanobind;
using namespace nb::literals;

namespace newsnlp::bindings {
namespace {

using Matrix = nb::ndarray<nb::numpy, double, nb::ndim<2>>;
using Weights = nb::ndarray<const double, nb::ndim<2>, nb::c_contig, nb::device::cpu>;
using Flags = nb::ndarray<const std::uint8_t, nb::ndim<1>, nb::c_contig, nb::device::cpu>;
using ContributionArrays = nb::typed<nb::tuple, nb::any, nb::any, nb::any, nb::any, nb::any>;

Matrix to_matrix(base::Buffer<double> values, std::size_t rows, std::size_t columns) {
    auto* kept = new base::Buffer<double>(std::move(values));
    const nb::capsule owner(kept, [](void* pointer) noexcept { delete static_cast<base::Buffer<double>*>(pointer); });
    kept->reserve(1);
    return {kept->data(), {rows, columns}, owner};
}

// Any float dtype as float64: the sums are made in double, and every float16 or float32 is one.
template <typename Array>
Array as_float64(nb::handle values) {
    return nb::cast<Array>(nb::module_::import_("numpy").attr("ascontiguousarray")(values, "float64"));
}

std::shared_ptr<topics::TermBlock> make_block(std::shared_ptr<terms::Vocabulary> vocabulary, nb::handle weights,
                                              nb::handle idf, bool sublinear_tf, const std::optional<std::string>& norm,
                                              std::optional<std::size_t> lead, const std::optional<Flags>& telling) {
    const auto matrix = as_float64<Weights>(weights);
    const std::size_t terms = vocabulary->size();
    if (matrix.shape(0) != terms) {
        throw nb::value_error(("`weights` must have one row a term, " + std::to_string(terms) + ", got " +
                               std::to_string(matrix.shape(0)))
                                  .c_str());
    }
    Idf numbers;
    if (!idf.is_none())
        numbers = as_float64<nb::ndarray<const double, nb::ndim<1>, nb::c_contig, nb::device::cpu>>(idf);
    if (numbers && numbers->size() != terms) {
        throw nb::value_error(
            ("`idf` must hold one number a term, " + std::to_string(terms) + ", got " + std::to_string(numbers->size()))
                .c_str());
    }
    if (telling && telling->size() != terms) {
        throw nb::value_error(("`telling` must hold one flag a term, " + std::to_string(terms) + ", got " +
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

Matrix scores(const topics::LinearScorer& self, nb::handle texts, std::size_t n_threads) {
    const CollectedTexts views = view_any_texts(texts);
    const simd::Kernels& kernels = current_kernels();
    base::Buffer<double> values;
    values.resize(views.views.size() * self.topics());
    run_free(n_threads, [&](base::ThreadPool& pool) { self.score(views.core(), kernels, pool, values.data()); });
    return to_matrix(std::move(values), views.views.size(), self.topics());
}

ContributionArrays contributions(const topics::LinearScorer& self, nb::handle text) {
    const base::TextView view = view_text(text);
    const topics::Contributions found = self.contributions({&view, 1, nullptr}, current_kernels());
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
    return ContributionArrays(nb::make_tuple(to_array(std::move(blocks)), to_array(std::move(columns)),
                                             to_array(std::move(starts)), to_array(std::move(ends)),
                                             to_matrix(std::move(values), found.occurrences.size(), self.topics())));
}

using Bounds = nb::ndarray<const std::int64_t, nb::shape<-1, 2>, nb::c_contig, nb::device::cpu>;
using Numbers = nb::ndarray<const double, nb::ndim<1>, nb::c_contig, nb::device::cpu>;
using Findings = nb::typed<nb::tuple, nb::any, double, nb::any, nb::any, nb::any, nb::any, nb::any, nb::any>;

std::vector<double> to_vector(nb::handle values) {
    const auto numbers = as_float64<Numbers>(values);
    return {numbers.data(), numbers.data() + numbers.size()};
}

std::vector<base::Range> to_ranges(const Bounds& bounds, std::size_t length, const char* name) {
    std::vector<base::Range> ranges;
    std::int64_t begin = 0;
    for (std::size_t i = 0; i < bounds.shape(0); ++i) {
        const std::int64_t* pair = bounds.data() + 2 * i;
        if (pair[0] < begin || pair[1] < pair[0] || static_cast<std::size_t>(pair[1]) > length) {
            throw nb::value_error((std::string("`") + name + "` must be stretches of the text in order, got " +
                                   std::to_string(pair[0]) + " to " + std::to_string(pair[1]))
                                      .c_str());
        }
        begin = pair[0];
        ranges.push_back({static_cast<std::size_t>(pair[0]), static_cast<std::size_t>(pair[1])});
    }
    return ranges;
}

base::Buffer<std::int64_t> to_ends(const std::vector<std::size_t>& ends) {
    base::Buffer<std::int64_t> numbers;
    for (const std::size_t end : ends) numbers.push_back(static_cast<std::int64_t>(end));
    return numbers;
}

Findings find(const topics::TopicScorer& self, nb::handle text, const Bounds& spans, const Bounds& others) {
    const base::TextView view = view_text(text);
    const std::vector<base::Range> news = to_ranges(spans, view.length, "spans");
    const std::vector<base::Range> rest = to_ranges(others, view.length, "others");
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
    base::Buffer<std::int64_t> terms;
    base::Buffer<double> term_weights;
    for (const topics::TermWeight& term : found.terms) {
        terms.push_back(term.term);
        term_weights.push_back(term.weight);
    }
    base::Buffer<std::int64_t> bounds;
    base::Buffer<double> span_weights;
    for (const topics::SpanWeight& span : found.spans) {
        bounds.push_back(static_cast<std::int64_t>(span.span.begin));
        bounds.push_back(static_cast<std::int64_t>(span.span.end));
        span_weights.push_back(span.weight);
    }
    return Findings(nb::make_tuple(to_array(std::move(logits)), novelty, to_array(std::move(terms)),
                                   to_array(std::move(term_weights)), to_array(to_ends(found.term_ends)),
                                   to_array(std::move(bounds)), to_array(std::move(span_weights)),
                                   to_array(to_ends(found.span_ends))));
}

}  // namespace

void bind_scoring(nb::module_& m) {
    nb::class_<topics::TermBlock>(m, "TermBlock", "Terms of one kind with their weights for every topic.")
        .def(nb::new_([](std::shared_ptr<terms::Vocabulary> vocabulary, nb::object weights, nb::object idf,
                         bool sublinear_tf, std::optional<std::string> norm, std::optional<std::size_t> lead,
                         std::optional<Flags> telling) {
                 check_scorable(vocabulary->analysis());
                 if (lead && vocabulary->analysis().analyzer != terms::Analyzer::word) {
                     throw nb::value_error("`lead` counts words: it needs a word analysis");
                 }
                 return make_block(std::move(vocabulary), weights, idf, sublinear_tf, norm, lead, telling);
             }),
             "vocabulary"_a, "weights"_a, nb::kw_only(), "idf"_a = nb::none(), "sublinear_tf"_a = false,
             "norm"_a = "l2", "lead"_a = nb::none(), "telling"_a = nb::none());
    nb::class_<topics::LinearScorer>(m, "LinearScorer", "A linear model that scores texts without building a matrix.")
        .def(nb::new_([](std::vector<std::shared_ptr<topics::TermBlock>> blocks, nb::object bias) {
                 using Numbers = nb::ndarray<const double, nb::ndim<1>, nb::c_contig, nb::device::cpu>;
                 const auto numbers = as_float64<Numbers>(bias);
                 return std::make_shared<topics::LinearScorer>(
                     std::vector<std::shared_ptr<const topics::TermBlock>>(blocks.begin(), blocks.end()),
                     std::vector<double>(numbers.data(), numbers.data() + numbers.size()));
             }),
             "blocks"_a, "bias"_a)
        .def("scores", &scores, "texts"_a.none(), nb::kw_only(), "n_threads"_a = 1,
             "Return the scores of texts, one row a text, one column a topic.")
        .def("contributions", &contributions, "text"_a.none(),
             "Return (blocks, columns, starts, ends, values) of every known term's occurrences in one text.");
    nb::class_<topics::TopicScorer>(m, "TopicScorer", "A topic model that is ready to read texts.")
        .def(nb::new_([](std::shared_ptr<topics::LinearScorer> margins, const std::vector<std::size_t>& first_blocks,
                         const std::vector<double>& known_pairs, nb::object slopes, nb::object intercepts) {
                 if (first_blocks.size() != known_pairs.size())
                     throw nb::value_error("`first_blocks` and `known_pairs` must have one number a table");
                 std::vector<topics::Table> tables;
                 for (std::size_t t = 0; t < first_blocks.size(); ++t)
                     tables.push_back({first_blocks[t], known_pairs[t]});
                 return std::make_shared<topics::TopicScorer>(std::move(margins), std::move(tables), to_vector(slopes),
                                                              to_vector(intercepts));
             }),
             "margins"_a, "first_blocks"_a, "known_pairs"_a, "slopes"_a, "intercepts"_a)
        .def("find", &find, "text"_a.none(), "spans"_a, "others"_a,
             "Return (logits, novelty, terms, term_weights, term_ends, bounds, span_weights, span_ends) of one text.");
}

}  // namespace newsnlp::bindings
