// Analysis: the settings that make terms of a text, as an immutable Python object.
#include "bindings/analysis.hpp"

#include <nanobind/stl/optional.h>
#include <nanobind/stl/pair.h>
#include <nanobind/stl/string.h>

#include <algorithm>

#include "bindings/texts.hpp"
#include "bindings/work.hpp"
#include "core/base/utf8.hpp"
#include "core/terms/counting.hpp"

namespace nb = nanobind;
using namespace nb::literals;

namespace newsnlp::bindings {
namespace {

using State = nb::typed<nb::tuple, nb::object, nb::ellipsis>;
using Strings = nb::typed<nb::sequence, nb::str>;

constexpr const char* k_analyzers[] = {"word", "char", "char_wb", "tokens"};
constexpr const char* k_accents[] = {nullptr, "ascii", "unicode"};

terms::Analyzer parse_analyzer(const std::string& name) {
    for (std::uint8_t i = 0; i < 4; ++i) {
        if (name == k_analyzers[i]) return static_cast<terms::Analyzer>(i);
    }
    throw nb::value_error(
        ("`analyzer` must be one of 'word', 'char', 'char_wb', 'tokens', got '" + name + "'").c_str());
}

terms::Accents parse_accents(const std::optional<std::string>& name) {
    if (!name) return terms::Accents::keep;
    if (*name == "ascii") return terms::Accents::ascii;
    if (*name == "unicode") return terms::Accents::unicode;
    throw nb::value_error(("`strip_accents` must be one of None, 'ascii', 'unicode', got '" + *name + "'").c_str());
}

terms::Analysis make_analysis(const std::string& analyzer, std::pair<std::int64_t, std::int64_t> ngram_range,
                              int min_letters, bool lowercase, const std::optional<std::string>& strip_accents,
                              nb::object stop_words) {
    terms::Analysis analysis;
    analysis.analyzer = parse_analyzer(analyzer);
    const auto [min_n, max_n] = ngram_range;
    if (min_n < 1 || max_n < min_n || max_n > 0x7FFFFFFF) {
        throw nb::value_error(("`ngram_range` must be two rising ints of at least 1, got (" + std::to_string(min_n) +
                               ", " + std::to_string(max_n) + ")")
                                  .c_str());
    }
    if (analysis.analyzer == terms::Analyzer::tokens && max_n != 1) {
        throw nb::value_error("`ngram_range` must be (1, 1) where the tokens are given");
    }
    if (min_letters != 1 && min_letters != 2) throw nb::value_error("`min_letters` must be 1 or 2");
    analysis.min_n = static_cast<std::uint32_t>(min_n);
    analysis.max_n = static_cast<std::uint32_t>(max_n);
    analysis.min_letters = static_cast<std::uint32_t>(min_letters);
    analysis.lowercase = lowercase;
    analysis.accents = parse_accents(strip_accents);
    if (!stop_words.is_none() && analysis.analyzer == terms::Analyzer::word) {
        for (nb::handle word : stop_words) analysis.stop_words.push_back(encode_str(word, "a stop word"));
        std::sort(analysis.stop_words.begin(), analysis.stop_words.end());
        const auto last = std::unique(analysis.stop_words.begin(), analysis.stop_words.end());
        analysis.stop_words.erase(last, analysis.stop_words.end());
    }
    return analysis;
}

nb::object strings(const std::vector<std::string>& words) {
    nb::list list;
    for (const std::string& word : words) list.append(decode_str(word));
    return nb::tuple(list);
}

// What a pickle and a copy are made of.
State state_of(const terms::Analysis& analysis) {
    std::vector<std::string> words;
    std::vector<std::string> stems;
    for (const auto& [word, stem] : analysis.stems) {
        words.push_back(word);
        stems.push_back(stem);
    }
    return State(nb::make_tuple(k_analyzers[static_cast<int>(analysis.analyzer)],
                                nb::make_tuple(analysis.min_n, analysis.max_n), analysis.min_letters,
                                analysis.lowercase, k_accents[static_cast<int>(analysis.accents)],
                                strings(analysis.stop_words), strings(words), strings(stems)));
}

terms::Analysis with_stems(const terms::Analysis& analysis, const Strings& words, const Strings& stems) {
    if (nb::len(words) != nb::len(stems)) throw nb::value_error("`words` and `stems` must be of one length");
    terms::Analysis stemmed = analysis;
    stemmed.stems.clear();
    for (std::size_t i = 0; i < nb::len(words); ++i) {
        std::string stem = encode_str(stems[i], "a stem");
        // A blank would make two n-grams of one name.
        const auto low = [](char byte) { return static_cast<unsigned char>(byte) <= ' '; };
        if (std::any_of(stem.begin(), stem.end(), low)) {
            throw nb::value_error(("the stem of " + std::string(nb::repr(words[i]).c_str()) +
                                   " must hold no blank, got " + nb::repr(stems[i]).c_str())
                                      .c_str());
        }

        stemmed.stems.emplace_back(encode_str(words[i], "a word"), std::move(stem));
    }
    std::sort(stemmed.stems.begin(), stemmed.stems.end());
    return stemmed;
}

nb::typed<nb::list, nb::str> terms(const terms::Analysis& analysis, nb::handle text) {
    const CollectedTexts texts = analysis.analyzer == terms::Analyzer::tokens ? view_token_lists(nb::make_tuple(text))
                                                                              : view_any_texts(nb::make_tuple(text));
    const terms::TokenFilter filter(analysis);
    terms::TermReader reader(analysis, filter, current_kernels());
    reader.read(texts.core(), 0);
    nb::typed<nb::list, nb::str> list;
    reader.each([&list](const terms::Spans& spans) {
        for (std::size_t i = 0; i < spans.count; ++i) list.append(decode_str(spans[i]));
    });
    return list;
}

nb::typed<nb::list, nb::str> words(const terms::Analysis& analysis, nb::handle texts, std::size_t n_threads) {
    terms::Analysis single = analysis;
    single.stems.clear();
    single.min_n = single.max_n = 1;
    if (analysis.analyzer != terms::Analyzer::word) throw nb::value_error("only an analysis of words has words");
    const CollectedTexts views = view_any_texts(texts);
    terms::TermCounts counts(single, false);
    run_free(n_threads, [&](base::ThreadPool& pool) { counts.add(views.core(), current_kernels(), pool); });
    std::vector<std::string> found;
    const std::uint32_t first = counts.index().stop_words();
    for (std::uint32_t node = first; node < counts.index().size(); ++node)
        found.emplace_back(counts.index().word(node));
    std::sort(found.begin(), found.end());
    nb::typed<nb::list, nb::str> list;
    for (const std::string& word : found) list.append(decode_str(word));
    return list;
}

}  // namespace

CollectedTexts view_for(const terms::Analysis& analysis, nb::handle texts) {
    return analysis.analyzer == terms::Analyzer::tokens ? view_token_lists(texts) : view_any_texts(texts);
}

void bind_analysis(nb::module_& m) {
    nb::class_<terms::Analysis>(m, "Analysis", "What makes terms of a text; immutable.")
        .def(
            "__init__",
            [](terms::Analysis* self, const std::string& analyzer, std::pair<std::int64_t, std::int64_t> ngram_range,
               int min_letters, bool lowercase, std::optional<std::string> strip_accents, nb::object stop_words) {
                new (self) terms::Analysis(
                    make_analysis(analyzer, ngram_range, min_letters, lowercase, strip_accents, stop_words));
            },
            "analyzer"_a = "word", "ngram_range"_a = std::pair<std::int64_t, std::int64_t>(1, 1), nb::kw_only(),
            "min_letters"_a = 2, "lowercase"_a = true, "strip_accents"_a = nb::none(), "stop_words"_a = nb::none())
        .def("terms", &terms, "text"_a, "Return the terms of one text in scikit-learn's order.")
        .def("words", &words, "texts"_a.none(), nb::kw_only(), "n_threads"_a = 1,
             "Return the distinct tokens of all texts, sorted, after stop words and before stems.")
        .def("with_stems", &with_stems, "words"_a, "stems"_a,
             "Return the analysis that puts stems in the place of words.")
        .def(
            "__eq__",
            [](const terms::Analysis& self, nb::handle other) {
                return nb::isinstance<terms::Analysis>(other) && self == nb::cast<const terms::Analysis&>(other);
            },
            "other"_a.none())
        .def("__hash__", [](const terms::Analysis& self) { return nb::hash(state_of(self)); })
        .def("__getstate__", &state_of)
        .def("__setstate__", [](terms::Analysis& self, const State& state) {
            const auto accents =
                nb::isinstance<nb::str>(state[4]) ? std::optional(nb::cast<std::string>(state[4])) : std::nullopt;
            terms::Analysis made = make_analysis(nb::cast<std::string>(state[0]),
                                                 nb::cast<std::pair<std::int64_t, std::int64_t>>(state[1]),
                                                 nb::cast<int>(state[2]), nb::cast<bool>(state[3]), accents, state[5]);
            new (&self) terms::Analysis(with_stems(made, nb::cast<Strings>(state[6]), nb::cast<Strings>(state[7])));
        });
}

}  // namespace newsnlp::bindings
