// The ranker: features for training, and the trained ranker as one immutable object.
#include "core/ranker/ranker.hpp"

#include <nanobind/nanobind.h>
#include <nanobind/stl/array.h>
#include <nanobind/stl/optional.h>
#include <nanobind/stl/pair.h>
#include <nanobind/stl/string_view.h>

#include <array>
#include <optional>
#include <string>

#include "bindings/arrays.hpp"
#include "bindings/texts.hpp"

namespace nb = nanobind;
using namespace nb::literals;

namespace newsnlp::bindings {
namespace {

using Names = nb::typed<nb::tuple, nb::str, nb::ellipsis>;
using Pair = std::array<std::int64_t, 2>;

articles::Parts parts_of(const base::TextView& text, const Offsets& sentences, const Offsets& paragraphs, Pair headline,
                         Pair dateline) {
    articles::Parts parts;
    parts.headline = range_of(headline[0], headline[1], text.length, "headline");
    parts.dateline = range_of(dateline[0], dateline[1], text.length, "dateline");
    parts.paragraphs = ranges_of(paragraphs, text.length, "paragraphs");
    parts.sentences = ranges_of(sentences, text.length, "sentences");
    return parts;
}

void check_length(const char* name, std::size_t got, std::size_t wanted) {
    if (got == wanted) return;
    throw nb::value_error(
        (std::string(name) + " must hold " + std::to_string(wanted) + " numbers, got " + std::to_string(got)).c_str());
}

OwnedMatrix<float> describe_sentences(const Text& text, const Offsets& sentences, const Offsets& paragraphs,
                                      Pair headline, Pair dateline, const Array<std::uint8_t>& background) {
    const base::TextView view = view_text(text);
    const articles::Parts parts = parts_of(view, sentences, paragraphs, headline, dateline);
    const std::size_t width = ranker::k_features.size();
    std::vector<float> rows(parts.sentences.size() * width);
    run_free([&] {
        if (parts.sentences.empty()) return;
        const ranker::Document document =
            ranker::read_document(view, parts, ranker::view_background(background.data(), background.size()));
        ranker::Similarity similarity(document);
        const ranker::Columns columns = ranker::describe(view, document, similarity);
        for (std::size_t i = 0; i < columns.rows; ++i) {
            for (std::size_t k = 0; k < width; ++k) rows[i * width + k] = columns.values[k * columns.stride + i];
        }
    });
    return give_matrix(std::move(rows), parts.sentences.size(), width);
}

Owned<std::uint64_t> term_hashes(const Text& text) {
    const base::TextView view = view_text(text);
    return give_unlocked([&] {
        std::vector<std::uint64_t> hashes;
        ranker::hash_terms(view, hashes);
        return hashes;
    });
}

Names feature_names() {
    nb::list names;
    for (const auto& [name, member] : ranker::k_features) names.append(nb::cast(name));
    return Names(nb::tuple(names));
}

ranker::Trees make_trees(const Array<double>& thresholds, const Array<std::uint32_t>& features,
                         const Array<std::uint32_t>& lefts, const Array<double>& values,
                         const Array<std::uint32_t>& roots, double base, std::size_t width) {
    check_length("features", features.size(), thresholds.size());
    check_length("lefts", lefts.size(), thresholds.size());
    std::vector<ranker::Trees::Node> nodes;
    nodes.reserve(thresholds.size());
    for (std::size_t i = 0; i < thresholds.size(); ++i) {
        nodes.push_back({thresholds.data()[i], features.data()[i], lefts.data()[i]});
    }
    return {nodes, take_over(values), take_over(roots), base, width};
}

Owned<double> sum_trees(const ranker::Trees& self, const Matrix<float>& rows) {
    check_length("rows", rows.shape(1), self.width());
    constexpr std::size_t k_block = ranker::Columns::k_block;
    const std::size_t count = rows.shape(0);
    const std::size_t stride = (count + k_block - 1) / k_block * k_block;
    std::vector<float> columns(stride * self.width());
    for (std::size_t i = 0; i < count; ++i) {
        for (std::size_t k = 0; k < self.width(); ++k) columns[k * stride + i] = rows(i, k);
    }
    std::vector<double> sums(stride);
    const simd::Kernels& kernels = current_kernels();
    run_free([&] { self.sum(columns.data(), stride, kernels, sums.data()); });
    sums.resize(count);
    return give(std::move(sums));
}

ranker::Ranker make_ranker(const Array<std::uint8_t>& background, const ranker::Trees& values,
                           const ranker::Trees& dangling, std::array<double, 4> choice) {
    return {take_over(background), values, dangling, {choice[0], choice[1], choice[2], choice[3]}};
}

nb::typed<nb::tuple, Owned<double>, Owned<std::int64_t>> rank(const ranker::Ranker& self, const Text& text,
                                                              const Offsets& sentences, const Offsets& paragraphs,
                                                              Pair headline, Pair dateline, std::size_t most,
                                                              const std::optional<Costs>& costs, Limits limits) {
    const base::TextView view = view_text(text);
    const articles::Parts parts = parts_of(view, sentences, paragraphs, headline, dateline);
    if (costs) check_length("costs", costs->size(), 3 * parts.sentences.size());
    const ranker::SetBudget budget{most, most == 0, costs ? costs->data() : nullptr, limits};
    const simd::Kernels& kernels = current_kernels();
    ranker::Ranking ranking = run_free([&] { return self.rank(view, parts, budget, kernels); });
    std::vector<std::int64_t> order(ranking.order.begin(), ranking.order.end());
    return nb::make_tuple(give(std::move(ranking.scores)), give(std::move(order)));
}

}  // namespace

void bind_ranker(nb::module_& m) {
    using ranker::Ranker;
    using ranker::Trees;
    m.def("feature_names", &feature_names, "Return the names of the features of a sentence, in order.");
    m.def("term_hashes", &term_hashes, "text"_a, "Return the hash of every term of a text, in order.");
    m.def("describe_sentences", &describe_sentences, "text"_a, "sentences"_a, "paragraphs"_a, "headline"_a,
          "dateline"_a, "background"_a, "Return one row of features for each sentence.");
    nb::class_<Trees>(m, "Trees", "A sum of regression trees.")
        .def(nb::new_(&make_trees), "thresholds"_a, "features"_a, "lefts"_a, "values"_a, "roots"_a, "base"_a, "width"_a)
        .def("sum", &sum_trees, "rows"_a, "Return one sum for each row.");
    nb::class_<Ranker>(m, "Ranker", "A trained ranker of sentences.")
        .def(nb::new_(&make_ranker), "background"_a, "values"_a, "dangling"_a, "choice"_a)
        .def("rank", &rank, "text"_a, "sentences"_a, "paragraphs"_a, "headline"_a, "dateline"_a, "most"_a,
             "costs"_a = nb::none(), "limits"_a = Limits{},
             "Return the score of every sentence and the chosen ones, best first: up to `most` (at most 8), or 2 to 4 "
             "where it is 0, within the limits.");
}

}  // namespace newsnlp::bindings
