// The main job: columns of texts in, columns of results out; one row becomes Python objects only when it is asked for.
#include "core/pipeline/pipeline.hpp"

#include <nanobind/nanobind.h>
#include <nanobind/stl/map.h>
#include <nanobind/stl/optional.h>
#include <nanobind/stl/pair.h>
#include <nanobind/stl/shared_ptr.h>
#include <nanobind/stl/string.h>
#include <nanobind/stl/tuple.h>
#include <nanobind/stl/vector.h>

#include <algorithm>
#include <cstring>
#include <map>
#include <string>
#include <tuple>
#include <utility>

#include "bindings/arrays.hpp"
#include "bindings/states.hpp"
#include "bindings/text_column.hpp"

namespace nb = nanobind;
using namespace nb::literals;

namespace newsnlp::bindings {
namespace {

using pipeline::Batch;
using pipeline::Input;
using pipeline::Lists;
using pipeline::Pipeline;

// Headline, dateline and byline; paragraphs; boilerplate; sentences; asides.
using ArticleOffsets = std::tuple<Offsets, Offsets, Offsets, Offsets, Offsets>;
using ArticleArrays = std::tuple<OffsetsView, OffsetsView, OffsetsView, OffsetsView, OffsetsView>;

articles::Parts parts_of(const ArticleOffsets& given, const base::TextView& text) {
    const std::vector<base::Range> heads = ranges_of(std::get<0>(given), text.length, "heads");
    if (heads.size() != 3) throw nb::value_error("an article must have a headline, a dateline and a byline");
    return {heads[0],
            heads[1],
            heads[2],
            ranges_of(std::get<1>(given), text.length, "paragraphs"),
            ranges_of(std::get<2>(given), text.length, "boilerplate"),
            ranges_of(std::get<3>(given), text.length, "sentences"),
            ranges_of(std::get<4>(given), text.length, "asides")};
}

Batch run(const Pipeline& self, const TextColumn& column, std::size_t start, std::size_t stop,
          const std::optional<std::vector<std::int64_t>>& headline_ends,
          const std::map<std::size_t, ArticleOffsets>& articles, std::size_t first, std::size_t n_threads) {
    if (start > stop || stop > column.size()) throw nb::value_error("the rows lie outside the column");
    const std::size_t count = stop - start;
    if (headline_ends && headline_ends->size() != count)
        throw nb::value_error("headline_ends must have one number for each text");
    std::vector<Input> inputs(count);
    std::map<std::size_t, articles::Parts> parts;
    for (std::size_t i = 0; i < count; ++i) {
        inputs[i].text = column.views()[start + i];
        if (headline_ends && (*headline_ends)[i] >= 0)
            inputs[i].headline_end = static_cast<std::size_t>((*headline_ends)[i]);
    }
    for (const auto& [i, given] : articles) {
        if (i >= count) throw nb::value_error("an article lies outside the rows");
        inputs[i].parts = &(parts[i] = parts_of(given, inputs[i].text));
    }
    const simd::Kernels& kernels = current_kernels();
    return run_free(n_threads, [&](base::ThreadPool& pool) { return self.run(inputs, first, kernels, pool); });
}

// The most sentences, words and characters, the share of the sentences; stop words, and whether words are stemmed.
using GivenLimits = std::tuple<std::int64_t, std::int64_t, std::int64_t, std::optional<double>,
                               std::shared_ptr<summaries::WordSet>, bool>;

std::shared_ptr<Pipeline> make_pipeline(std::shared_ptr<topics::TopicScorer> topics,
                                        std::shared_ptr<ranker::Ranker> ranker, bool parse, bool evidence,
                                        const std::optional<GivenLimits>& given) {
    std::optional<pipeline::SummaryLimits> limits;
    if (given) {
        const auto& [sentences, words, characters, ratio, stop_words, stem] = *given;
        limits = {{sentences, words, characters, ratio}, stop_words, stem};
    }
    return std::make_shared<Pipeline>(std::move(topics), std::move(ranker), std::move(limits), parse, evidence);
}

// `rows` are those of a column, none if its part of the pipeline is off.
void check_row(std::size_t rows, std::size_t row) {
    if (row >= rows) throw nb::index_error("there is no text with that index");
}

// The parts of an article as offsets, in the order of `ArticleArrays`.
ArticleArrays article(nb::handle_t<Batch> self, std::size_t row) {
    const auto& batch = nb::cast<const Batch&>(self);
    check_row(batch.sentences.size(), row);
    const auto view = [&](const std::vector<base::Range>& ranges, std::size_t begin, std::size_t end) {
        const auto* data = ranges.empty() ? nullptr : reinterpret_cast<const std::int64_t*>(ranges.data() + begin);
        return view_as<OffsetsView>(data, {end - begin, 2}, self);
    };
    const auto list = [&](const Lists<base::Range>& lists) {
        return view(lists.values, lists.begin(row), lists.end(row));
    };
    return {view(batch.heads, 3 * row, 3 * row + 3), list(batch.paragraphs), list(batch.boilerplate),
            list(batch.sentences), list(batch.asides)};
}

std::size_t n_sentences(const Batch& self, std::size_t row) {
    check_row(self.sentences.size(), row);
    return self.sentences.end(row) - self.sentences.begin(row);
}

template <typename T, Lists<T> Batch::* column>
std::vector<T> numbers(const Batch& self, std::size_t row) {
    const Lists<T>& lists = self.*column;
    check_row(lists.size(), row);
    return {lists.values.data() + lists.begin(row), lists.values.data() + lists.end(row)};
}

using Term = std::pair<std::uint32_t, double>;
using Span = std::tuple<std::size_t, std::size_t, double>;

// The terms and the spans of every topic.
std::vector<std::pair<std::vector<Term>, std::vector<Span>>> evidence(const Batch& self, std::size_t row) {
    check_row(self.topics == 0 ? 0 : self.terms.size() / self.topics, row);
    std::vector<std::pair<std::vector<Term>, std::vector<Span>>> found(self.topics);
    for (std::size_t topic = 0; topic < self.topics; ++topic) {
        const std::size_t list = row * self.topics + topic;
        auto& [terms, spans] = found[topic];
        for (std::size_t k = self.terms.begin(list); k < self.terms.end(list); ++k)
            terms.emplace_back(self.terms.values[k].term, self.terms.values[k].weight);
        for (std::size_t k = self.spans.begin(list); k < self.spans.end(list); ++k) {
            const topics::SpanWeight& span = self.spans.values[k];
            spans.emplace_back(span.span.begin, span.span.end, span.weight);
        }
    }
    return found;
}

// Calls `act` with every array of a batch, in an order that never changes.
template <typename AnyBatch, typename Act>
void each_array(AnyBatch& batch, Act&& act) {
    const auto list = [&act](auto& lists) {
        act(lists.starts);
        act(lists.values);
    };
    act(batch.heads);
    list(batch.paragraphs);
    list(batch.boilerplate);
    list(batch.sentences);
    list(batch.asides);
    act(batch.logits);
    act(batch.novelty);
    list(batch.terms);
    list(batch.spans);
    list(batch.scores);
    list(batch.chosen);
}

using State = nb::typed<nb::tuple, std::size_t, std::size_t, nb::typed<nb::list, nb::bytes>>;

State get_state(const Batch& self) {
    nb::list arrays;
    each_array(self, [&arrays](const auto& values) {
        arrays.append(nb::bytes(values.data(), values.size() * sizeof(values[0])));
    });
    return State(nb::make_tuple(self.texts, self.topics, arrays));
}

// Whether the columns fit each other: what reads a row relies on it.
bool is_whole(const Batch& batch) {
    const auto has_rows = [](const auto& lists, std::size_t rows) {
        const std::vector<std::int64_t>& starts = lists.starts;
        return !starts.empty() && starts.size() == rows + 1 && starts[0] == 0 &&
               std::is_sorted(starts.begin(), starts.end()) &&
               static_cast<std::size_t>(starts.back()) == lists.values.size();
    };
    const std::size_t parsed = batch.heads.size() / 3;
    const std::size_t scored = batch.novelty.size();
    const std::size_t explained = batch.terms.starts.size() - 1;
    const std::size_t summarized = batch.scores.starts.size() - 1;
    for (const std::size_t rows : {parsed, scored, summarized}) {
        if (rows != 0 && rows != batch.texts) return false;
    }
    // Divided, since the product of two numbers from outside might not fit.
    const std::size_t logits = batch.logits.size();
    const bool fits =
        batch.topics == 0 ? logits == 0 : logits % batch.topics == 0 && logits / batch.topics == batch.texts;
    return fits && batch.heads.size() == 3 * parsed && (explained == 0 || explained == logits) &&
           has_rows(batch.paragraphs, parsed) && has_rows(batch.boilerplate, parsed) &&
           has_rows(batch.sentences, parsed) && has_rows(batch.asides, parsed) && has_rows(batch.terms, explained) &&
           has_rows(batch.spans, explained) && has_rows(batch.scores, summarized) && has_rows(batch.chosen, summarized);
}

Batch read_batch(const State& state) {
    Batch batch;
    batch.texts = nb::cast<std::size_t>(state[0]);
    batch.topics = nb::cast<std::size_t>(state[1]);
    const auto arrays = nb::cast<nb::list>(state[2]);
    std::size_t count = 0;
    each_array(batch, [&count](const auto&) { ++count; });
    require(arrays.size() == count, "it has another number of columns");
    std::size_t next = 0;
    bool fits = true;
    each_array(batch, [&](auto& values) {
        const auto bytes = nb::cast<nb::bytes>(nb::object(arrays[next++]));
        fits = fits && bytes.size() % sizeof(values[0]) == 0;
        values.resize(bytes.size() / sizeof(values[0]));
        std::memcpy(values.data(), bytes.c_str(), values.size() * sizeof(values[0]));
    });
    require(fits && is_whole(batch), "its columns do not fit each other");
    return batch;
}

void set_state(Batch& self, const State& state) {
    restore_state(state, 3, "Batch", [&] { new (&self) Batch(read_batch(state)); });
}

}  // namespace

void bind_pipeline(nb::module_& m) {
    nb::class_<Batch>(m, "Batch", "The results of a batch of texts, in columns.")
        .def("__len__", [](const Batch& self) { return self.texts; })
        .def("__getstate__", &get_state)
        .def("__setstate__", &set_state)
        .def("article", &article, "row"_a,
             "Return the (start, end) of headline, dateline and byline; paragraphs; boilerplate; sentences; asides.")
        .def(
            "evidence", &evidence, "row"_a,
            "Return, for each topic, the (term, weight) and the (start, end, weight) of the spans that add most to it, "
            "largest first.")
        .def("scores", &numbers<double, &Batch::scores>, "row"_a, "Return the score of every sentence.")
        .def("chosen", &numbers<std::uint32_t, &Batch::chosen>, "row"_a,
             "Return the indices of the sentences of the summary.")
        .def_prop_ro(
            "logits",
            [](nb::handle_t<Batch> self) {
                const auto& batch = nb::cast<const Batch&>(self);
                return view_as<MatrixView<double>>(batch.logits.data(), {batch.texts, batch.topics}, self);
            },
            "The logits, shape (n_texts, n_topics).")
        .def_ro("novelty", &Batch::novelty, "The novelty of each text.")
        .def("n_sentences", &n_sentences, "row"_a, "Return the number of sentences of an article.");
    nb::class_<Pipeline>(m, "Pipeline",
                         "Turns texts into articles, topics and summaries; a step is skipped if its model is None.")
        .def(nb::new_(&make_pipeline), "topics"_a.none(), "ranker"_a.none(), nb::kw_only(), "parse"_a, "evidence"_a,
             "limits"_a = nb::none())
        .def("run", &run, "column"_a, "start"_a, "stop"_a, nb::kw_only(), "headline_ends"_a = nb::none(),
             "articles"_a = std::map<std::size_t, ArticleOffsets>{}, "first"_a = 0, "n_threads"_a = 1,
             "Return the results of the texts from row `start` to before `stop` of a column.");
}

}  // namespace newsnlp::bindings
