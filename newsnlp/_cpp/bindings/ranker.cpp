// The ranker: features for training, and the trained ranker as one immutable object.
#include "core/ranker/ranker.hpp"

#include <nanobind/nanobind.h>
#include <nanobind/ndarray.h>
#include <nanobind/stl/array.h>
#include <nanobind/stl/optional.h>
#include <nanobind/stl/string.h>
#include <nanobind/stl/string_view.h>

#include <array>
#include <limits>
#include <optional>
#include <string>

#include "bindings/texts.hpp"
#include "bindings/work.hpp"
#include "core/ranker/features.hpp"

namespace nb = nanobind;
using namespace nb::literals;

namespace newsnlp::bindings {
namespace {

using Offsets = nb::ndarray<const std::int64_t, nb::shape<-1, 2>, nb::c_contig, nb::device::cpu>;
using Bytes = nb::ndarray<const std::uint8_t, nb::ndim<1>, nb::c_contig, nb::device::cpu>;
using Floats = nb::ndarray<const float, nb::ndim<1>, nb::c_contig, nb::device::cpu>;
using Doubles = nb::ndarray<const double, nb::ndim<1>, nb::c_contig, nb::device::cpu>;
using Numbers = nb::ndarray<const std::uint32_t, nb::ndim<1>, nb::c_contig, nb::device::cpu>;
using Costs = nb::ndarray<const std::int64_t, nb::shape<-1, 3>, nb::c_contig, nb::device::cpu>;
using Rows = nb::ndarray<const float, nb::ndim<2>, nb::c_contig, nb::device::cpu>;
template <typename T>
using Vector = nb::ndarray<nb::numpy, T, nb::ndim<1>>;
template <typename T>
using Matrix = nb::ndarray<nb::numpy, T, nb::ndim<2>>;
using Names = nb::typed<nb::tuple, nb::str, nb::ellipsis>;

template <typename T>
nb::capsule own(std::vector<T>* values) {
    return {values, [](void* pointer) noexcept { delete static_cast<std::vector<T>*>(pointer); }};
}

template <typename T>
Vector<T> to_vector(std::vector<T> values) {
    auto* kept = new std::vector<T>(std::move(values));
    kept->reserve(1);
    return {kept->data(), {kept->size()}, own(kept)};
}

template <typename T>
Matrix<T> to_matrix(std::vector<T> values, std::size_t columns) {
    auto* kept = new std::vector<T>(std::move(values));
    kept->reserve(1);
    return {kept->data(), {kept->size() / columns, columns}, own(kept)};
}

std::vector<base::Range> ranges_of(const Offsets& offsets, const base::TextView& text) {
    std::vector<base::Range> ranges;
    ranges.reserve(offsets.shape(0));
    for (std::size_t i = 0; i < offsets.shape(0); ++i) {
        const std::int64_t begin = offsets(i, 0);
        const std::int64_t end = offsets(i, 1);
        if (begin < 0 || end < begin || static_cast<std::size_t>(end) > text.length) {
            throw nb::value_error(("sentences[" + std::to_string(i) + "] lies outside the text").c_str());
        }
        ranges.push_back({static_cast<std::size_t>(begin), static_cast<std::size_t>(end)});
    }
    return ranges;
}

void check_length(const char* name, std::size_t got, std::size_t wanted) {
    if (got == wanted) return;
    throw nb::value_error(
        (std::string(name) + " must hold " + std::to_string(wanted) + " numbers, got " + std::to_string(got)).c_str());
}

ranker::Document story_of(nb::handle text, const Offsets& sentences, const Bytes& background) {
    const base::TextView view = view_text(text);
    return ranker::read_document(view, ranges_of(sentences, view),
                                 ranker::view_background(background.data(), background.size()));
}

Matrix<float> describe_sentences(nb::handle text, const Offsets& sentences, const Bytes& background) {
    const ranker::Document document = story_of(text, sentences, background);
    std::vector<float> rows(document.size() * ranker::k_sentence_features.size());
    ranker::sentence_features(view_text(text), document, rows.data());
    return to_matrix(std::move(rows), ranker::k_sentence_features.size());
}

nb::typed<nb::tuple, Matrix<float>, Vector<std::uint64_t>> describe_terms(nb::handle text, const Offsets& sentences,
                                                                          const Bytes& background,
                                                                          const Floats& scores) {
    const ranker::Document document = story_of(text, sentences, background);
    check_length("scores", scores.size(), document.size());
    std::vector<float> rows(document.terms.size() * ranker::k_term_features.size());
    ranker::term_features(document, scores.data(), rows.data());
    std::vector<std::uint64_t> hashes;
    for (const ranker::DocumentTerm& term : document.terms) hashes.push_back(term.hash);
    return nb::make_tuple(to_matrix(std::move(rows), ranker::k_term_features.size()), to_vector(std::move(hashes)));
}

nb::typed<nb::tuple, Matrix<float>, Matrix<std::uint32_t>> describe_pairs(nb::handle text, const Offsets& sentences,
                                                                          const Bytes& background, const Floats& scores,
                                                                          const Floats& terms) {
    const ranker::Document document = story_of(text, sentences, background);
    check_length("scores", scores.size(), document.size());
    check_length("terms", terms.size(), document.terms.size());
    std::vector<float> rows(document.pairs.size() * ranker::k_pair_features.size());
    ranker::pair_features(document, scores.data(), terms.data(), rows.data());
    std::vector<std::uint32_t> members;
    for (const ranker::DocumentPair& pair : document.pairs) {
        members.push_back(pair.left);
        members.push_back(pair.right);
    }
    return nb::make_tuple(to_matrix(std::move(rows), ranker::k_pair_features.size()), to_matrix(std::move(members), 2));
}

nb::typed<nb::tuple, Matrix<std::int32_t>, Matrix<float>> describe_candidates(nb::handle text, const Offsets& sentences,
                                                                              const Bytes& background,
                                                                              const Floats& scores, const Floats& terms,
                                                                              const Floats& pairs, std::size_t pool) {
    const ranker::Document document = story_of(text, sentences, background);
    check_length("scores", scores.size(), document.size());
    check_length("terms", terms.size(), document.terms.size());
    check_length("pairs", pairs.size(), document.pairs.size());
    std::vector<float> features(document.size() * ranker::k_sentence_features.size());
    ranker::sentence_features(view_text(text), document, features.data());
    std::vector<std::int32_t> members;
    std::vector<float> rows;
    ranker::Candidates({&document, features.data(), scores.data(), terms.data(), pairs.data()}, pool)
        .each([&](const ranker::Candidate& candidate, const float* row) {
            members.insert(members.end(), candidate.members.begin(), candidate.members.end());
            rows.insert(rows.end(), row, row + ranker::k_set_features.size());
        });
    return nb::make_tuple(to_matrix(std::move(members), ranker::k_most_members),
                          to_matrix(std::move(rows), ranker::k_set_features.size()));
}

Vector<std::uint64_t> term_hashes(nb::handle text) {
    std::vector<std::uint64_t> hashes;
    ranker::hash_terms(view_text(text), hashes);
    return to_vector(std::move(hashes));
}

template <typename Listed>
Names names(const Listed& listed) {
    nb::list all;
    for (const std::string_view name : listed) all.append(nb::cast(name));
    return Names(nb::tuple(all));
}

Names feature_names(const std::string& part) {
    if (part == "sentences") return names(ranker::k_sentence_features);
    if (part == "terms") return names(ranker::k_term_features);
    if (part == "pairs") return names(ranker::k_pair_features);
    if (part == "sets") return names(ranker::k_set_features);
    if (part == "products") return names(ranker::k_product_features);
    throw nb::value_error(("no part has features and the name " + part).c_str());
}

ranker::Trees make_trees(const Doubles& thresholds, const Numbers& features, const Numbers& lefts,
                         const Doubles& values, const Numbers& roots, double base, std::size_t width) {
    check_length("features", features.size(), thresholds.size());
    check_length("lefts", lefts.size(), thresholds.size());
    std::vector<ranker::Trees::Node> nodes;
    nodes.reserve(thresholds.size());
    for (std::size_t i = 0; i < thresholds.size(); ++i) {
        const bool leaf = lefts(i) == i;
        nodes.push_back({leaf ? std::numeric_limits<double>::infinity() : thresholds(i), features(i), lefts(i)});
    }
    return {std::move(nodes),
            {values.data(), values.data() + values.size()},
            {roots.data(), roots.data() + roots.size()},
            base,
            width};
}

Vector<double> sum_trees(const ranker::Trees& self, const Rows& rows) {
    if (rows.shape(1) != self.width()) throw nb::value_error("rows: another number of columns than the trees read");
    std::vector<double> sums(rows.shape(0));
    self.sum(rows.data(), rows.shape(0), sums.data());
    return to_vector(std::move(sums));
}

ranker::Ranker make_ranker(const Bytes& background, const ranker::Trees& sentences, const ranker::Trees& terms,
                           const ranker::Trees& pairs, const Rows& sets, const Floats& products, std::size_t pool) {
    if (sets.shape(0) != 3) throw nb::value_error("sets must have three rows: means, scales, weights");
    const auto row = [&](std::size_t i) {
        const float* begin = sets.data() + i * sets.shape(1);
        return std::vector<float>(begin, begin + sets.shape(1));
    };
    return {{background.data(), background.data() + background.size()},
            sentences,
            terms,
            pairs,
            {row(0), row(1), row(2), {products.data(), products.data() + products.size()}, pool}};
}

ranker::ScoredDocument study(const ranker::Ranker& self, nb::handle text, const Offsets& sentences) {
    const base::TextView view = view_text(text);
    std::vector<base::Range> ranges = ranges_of(sentences, view);
    return run_free([&] { return self.study(view, std::move(ranges)); });
}

Vector<std::int64_t> choose(const ranker::Ranker& self, const ranker::ScoredDocument& study, std::size_t least,
                            std::size_t most, std::optional<Costs> costs, std::array<std::int64_t, 3> limits) {
    if (costs) check_length("costs", costs->size(), 3 * study.scores.size());
    const ranker::SetBudget budget{least, most, costs ? costs->data() : nullptr, limits};
    const ranker::Candidate chosen = run_free([&] { return study.choose(self.sets(), budget); });
    return to_vector(std::vector<std::int64_t>(chosen.members.begin(), chosen.members.begin() + chosen.size));
}

}  // namespace

void bind_ranker(nb::module_& m) {
    m.def("feature_names", &feature_names, "part"_a,
          "Return the names of the features of sentences, terms, pairs or sets, or of those with products.");
    m.def("term_hashes", &term_hashes, "text"_a, "Return the hash of every term of a text, in order.");
    m.def("describe_sentences", &describe_sentences, "text"_a, "sentences"_a, "background"_a,
          "Return one row of features a sentence.");
    m.def("describe_terms", &describe_terms, "text"_a, "sentences"_a, "background"_a, "scores"_a,
          "Return one row of features a term, and the terms' hashes.");
    m.def("describe_pairs", &describe_pairs, "text"_a, "sentences"_a, "background"_a, "scores"_a, "terms"_a,
          "Return one row of features a pair of neighbouring terms, and the numbers of the two.");
    m.def("describe_candidates", &describe_candidates, "text"_a, "sentences"_a, "background"_a, "scores"_a, "terms"_a,
          "pairs"_a, "pool"_a, "Return the members (-1 for none) and the features of every candidate summary.");
    nb::class_<ranker::Trees>(m, "Trees", "A sum of regression trees.")
        .def(nb::new_(&make_trees), "thresholds"_a, "features"_a, "lefts"_a, "values"_a, "roots"_a, "base"_a, "width"_a)
        .def("sum", &sum_trees, "rows"_a, "Return one sum a row.");
    nb::class_<ranker::ScoredDocument>(m, "StoryStudy", "One text as a ranker judges it.")
        .def_prop_ro(
            "scores", [](const ranker::ScoredDocument& self) { return to_vector(self.scores); }, nb::rv_policy::move,
            "The score of every sentence.");
    nb::class_<ranker::Ranker>(m, "StoryRanker", "A trained ranker.")
        .def(nb::new_(&make_ranker), "background"_a, "sentences"_a, "terms"_a, "pairs"_a, "sets"_a, "products"_a,
             "pool"_a)
        .def("study", &study, "text"_a, "sentences"_a, "Score the sentences, terms and pairs of a text.")
        .def("choose", &choose, "study"_a, "least"_a, "most"_a, "costs"_a = nb::none(),
             "limits"_a = std::array<std::int64_t, 3>{},
             "Return the sentences of the best candidate summary whose costs stay within the limits.");
}

}  // namespace newsnlp::bindings
