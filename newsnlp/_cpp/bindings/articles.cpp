// Articles, paragraphs and sentences as offsets.
#include <nanobind/nanobind.h>
#include <nanobind/ndarray.h>
#include <nanobind/stl/optional.h>
#include <nanobind/stl/string.h>
#include <nanobind/stl/tuple.h>

#include <algorithm>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "bindings/texts.hpp"
#include "bindings/work.hpp"
#include "core/articles/article.hpp"
#include "core/articles/lexicon.hpp"
#include "core/articles/paragraphs.hpp"
#include "core/articles/sentences.hpp"

namespace nb = nanobind;
using namespace nb::literals;

namespace newsnlp::bindings {
namespace {

using Offsets = nb::ndarray<nb::numpy, std::int64_t, nb::shape<-1, 2>, nb::c_contig>;
using Stretches = nb::ndarray<const std::int64_t, nb::shape<-1, 2>, nb::c_contig, nb::device::cpu>;

// Words as a tuple of str.
using Words = nb::typed<nb::tuple, nb::str, nb::ellipsis>;
using Entries = nb::typed<nb::list, nb::typed<nb::tuple, nb::str, int>>;

static_assert(sizeof(base::Range) == 2 * sizeof(std::int64_t));

// Hands the ranges to numpy without a copy: begin and end are the two columns.
Offsets offsets(std::vector<base::Range>&& ranges) {
    auto* kept = new std::vector<base::Range>(std::move(ranges));
    nb::capsule owner(kept, [](void* p) noexcept { delete static_cast<std::vector<base::Range>*>(p); });
    return Offsets(reinterpret_cast<std::int64_t*>(kept->data()), {kept->size(), 2}, owner);
}

articles::LineBreaks line_breaks_of(const std::string& name) {
    if (name == "auto") return articles::LineBreaks::k_auto;
    if (name == "sentence") return articles::LineBreaks::k_sentence;
    if (name == "space") return articles::LineBreaks::k_space;
    throw nb::value_error(("line_breaks must be auto, sentence or space, got " + name).c_str());
}

// The words as code points, sorted for the search in the core.
std::vector<std::u32string> words_of(const Words& abbreviations) {
    std::vector<std::u32string> words;
    for (nb::handle item : abbreviations) {
        const base::TextView view = view_text(item);
        base::with_code_points(view, [&](const auto* data) { words.emplace_back(data, data + view.length); });
    }
    std::sort(words.begin(), words.end());
    return words;
}

Offsets paragraph_offsets(nb::handle text, const std::string& line_breaks) {
    const base::TextView view = view_text(text);
    const articles::LineBreaks mode = line_breaks_of(line_breaks);
    return offsets(run_free([&] { return articles::find_paragraphs(view, mode); }));
}

Offsets sentence_offsets(nb::handle text, const std::string& line_breaks, const Words& abbreviations) {
    const base::TextView view = view_text(text);
    const articles::LineBreaks mode = line_breaks_of(line_breaks);
    const std::vector<std::u32string> words = words_of(abbreviations);
    return offsets(
        run_free([&] { return articles::split_sentences(view, articles::find_paragraphs(view, mode), words); }));
}

Offsets sentence_offsets_within(nb::handle text, const Stretches& stretches, const Words& abbreviations) {
    const base::TextView view = view_text(text);
    const std::vector<std::u32string> words = words_of(abbreviations);
    std::vector<base::Range> ranges;
    for (std::size_t i = 0; i < stretches.shape(0); ++i) {
        const std::int64_t begin = stretches(i, 0);
        const std::int64_t end = stretches(i, 1);
        if (begin < 0 || end < begin || static_cast<std::size_t>(end) > view.length) {
            throw nb::value_error(("stretches[" + std::to_string(i) + "] lies outside the text").c_str());
        }
        ranges.push_back({static_cast<std::size_t>(begin), static_cast<std::size_t>(end)});
    }
    return offsets(run_free([&] { return articles::split_sentences(view, ranges, words); }));
}

std::tuple<Offsets, Offsets, Offsets, Offsets, Offsets> article_parts(nb::handle text, const std::string& line_breaks,
                                                                      const Words& abbreviations,
                                                                      std::optional<std::size_t> headline_end) {
    const base::TextView view = view_text(text);
    const articles::Settings settings{line_breaks_of(line_breaks), words_of(abbreviations)};
    articles::Parts parts = run_free([&] { return articles::parse_article(view, settings, headline_end); });
    return {offsets({parts.headline, parts.dateline, parts.byline}), offsets(std::move(parts.paragraphs)),
            offsets(std::move(parts.boilerplate)), offsets(std::move(parts.sentences)),
            offsets(std::move(parts.asides))};
}

Entries lexicon_entries() {
    Entries listed{nb::list()};
    for (const auto& [word, roles] : articles::lexicon::entries()) {
        const auto length = static_cast<Py_ssize_t>(word.size());
        listed.append(nb::make_tuple(nb::steal(PyUnicode_DecodeLatin1(word.data(), length, nullptr)), roles));
    }
    return listed;
}

}  // namespace

void bind_articles(nb::module_& m) {
    m.def(
        "article_parts", &article_parts, "text"_a, "line_breaks"_a = "auto", "abbreviations"_a = Words(nb::tuple()),
        "headline_end"_a = nb::none(),
        "Return the parts of an article as arrays of (start, end): headline, dateline and byline, shape (3, 2), (0, 0) "
        "for one that is absent; the paragraphs of the body; boilerplate; sentences; asides.");
    m.def("paragraph_offsets", &paragraph_offsets, "text"_a, "line_breaks"_a = "auto",
          "Return the (start, end) of every paragraph, shape (n, 2).");
    m.def("sentence_offsets", &sentence_offsets, "text"_a, "line_breaks"_a = "auto",
          "abbreviations"_a = Words(nb::tuple()), "Return the (start, end) of every sentence, shape (n, 2).");
    m.def("sentence_offsets_within", &sentence_offsets_within, "text"_a, "stretches"_a,
          "abbreviations"_a = Words(nb::tuple()),
          "Return the (start, end) of every sentence within the given stretches (m, 2), each read on its own.");
    m.def("lexicon", &lexicon_entries,
          "Return (word, role bits) of every word that the sentence rules know, one pair a role list.");
}

}  // namespace newsnlp::bindings
