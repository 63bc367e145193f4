// Articles, paragraphs and sentences as offsets.
#include <nanobind/nanobind.h>
#include <nanobind/stl/optional.h>
#include <nanobind/stl/string.h>
#include <nanobind/stl/tuple.h>

#include <algorithm>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "bindings/arrays.hpp"
#include "bindings/text_column.hpp"
#include "bindings/texts.hpp"
#include "core/articles/article.hpp"
#include "core/articles/paragraphs.hpp"
#include "core/articles/sentences.hpp"

namespace nb = nanobind;
using namespace nb::literals;

namespace newsnlp::bindings {
namespace {

// Words as a tuple of str.
using Words = nb::typed<nb::tuple, nb::str, nb::ellipsis>;

articles::LineBreaks line_breaks_of(const std::string& name) {
    if (name == "auto") return articles::LineBreaks::k_auto;
    if (name == "sentence") return articles::LineBreaks::k_sentence;
    if (name == "space") return articles::LineBreaks::k_space;
    throw nb::value_error(("`line_breaks` must be one of 'auto', 'sentence', 'space', got '" + name + "'").c_str());
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

OwnedOffsets paragraph_offsets(const Text& text, const std::string& line_breaks) {
    const base::TextView view = view_text(text);
    const articles::LineBreaks mode = line_breaks_of(line_breaks);
    return give_offsets(run_free([&] { return articles::find_paragraphs(view, mode); }));
}

OwnedOffsets sentence_offsets(const Text& text, const std::string& line_breaks, const Words& abbreviations) {
    const base::TextView view = view_text(text);
    const articles::LineBreaks mode = line_breaks_of(line_breaks);
    const std::vector<std::u32string> words = words_of(abbreviations);
    return give_offsets(
        run_free([&] { return articles::split_sentences(view, articles::find_paragraphs(view, mode), words); }));
}

std::tuple<OwnedOffsets, Owned<std::int64_t>> sentence_offsets_of_texts(const TextColumn& column, std::size_t start,
                                                                        std::size_t stop,
                                                                        const std::string& line_breaks,
                                                                        const Words& abbreviations, std::size_t first,
                                                                        std::size_t n_threads) {
    if (start > stop || stop > column.size()) throw nb::value_error("the rows lie outside the column");
    const auto begin = column.views().begin();
    const std::vector<base::TextView> texts(begin + static_cast<std::ptrdiff_t>(start),
                                            begin + static_cast<std::ptrdiff_t>(stop));
    const articles::LineBreaks mode = line_breaks_of(line_breaks);
    const std::vector<std::u32string> words = words_of(abbreviations);
    articles::SentencesOfTexts found = run_free(
        n_threads, [&](base::ThreadPool& pool) { return articles::split_texts(texts, mode, words, first, pool); });
    return {give_offsets(std::move(found.sentences)), give_indices(found.ends)};
}

OwnedOffsets sentence_offsets_within(const Text& text, const Offsets& offsets, const Words& abbreviations) {
    const base::TextView view = view_text(text);
    const std::vector<std::u32string> words = words_of(abbreviations);
    const std::vector<base::Range> ranges = ranges_of(offsets, view.length, "ranges");
    return give_offsets(run_free([&] { return articles::split_sentences(view, ranges, words); }));
}

std::tuple<OwnedOffsets, OwnedOffsets, OwnedOffsets, OwnedOffsets, OwnedOffsets> article_parts(
    const Text& text, const std::string& line_breaks, const Words& abbreviations,
    std::optional<std::size_t> headline_end) {
    const base::TextView view = view_text(text);
    const articles::Settings settings{line_breaks_of(line_breaks), words_of(abbreviations)};
    articles::Parts parts = run_free([&] { return articles::parse_article(view, settings, headline_end); });
    return {give_offsets({parts.headline, parts.dateline, parts.byline}), give_offsets(std::move(parts.paragraphs)),
            give_offsets(std::move(parts.boilerplate)), give_offsets(std::move(parts.sentences)),
            give_offsets(std::move(parts.asides))};
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
    m.def("sentence_offsets_of_texts", &sentence_offsets_of_texts, "column"_a, "start"_a, "stop"_a, nb::kw_only(),
          "line_breaks"_a, "abbreviations"_a, "first"_a, "n_threads"_a,
          "Return the (start, end) of every sentence of the texts from row `start` to before `stop` of a column, shape "
          "(n, 2), and where those of each text end.");
    m.def("sentence_offsets_within", &sentence_offsets_within, "text"_a, "ranges"_a,
          "abbreviations"_a = Words(nb::tuple()),
          "Return the (start, end) of every sentence, shape (n, 2), of each of the given ranges, shape (m, 2).");
}

}  // namespace newsnlp::bindings
