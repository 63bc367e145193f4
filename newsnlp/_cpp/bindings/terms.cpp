// Terms: the analysis that makes them of a text, as an immutable Python object, their hashing, and the stem of a word.
#include "bindings/terms.hpp"

#include <nanobind/stl/optional.h>
#include <nanobind/stl/pair.h>
#include <nanobind/stl/string.h>

#include <algorithm>
#include <optional>
#include <string>

#include "bindings/states.hpp"
#include "core/terms/counting.hpp"
#include "core/terms/hashing.hpp"
#include "core/terms/porter.hpp"

namespace nb = nanobind;
using namespace nb::literals;

namespace newsnlp::bindings {
namespace {

using Words = nb::typed<nb::sequence, nb::str>;
using StopWords = std::optional<nb::typed<nb::iterable, nb::str>>;

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
                              const StopWords& stop_words) {
    terms::Analysis analysis;
    analysis.analyzer = parse_analyzer(analyzer);
    const auto [min_n, max_n] = ngram_range;
    if (min_n < 1 || max_n < min_n || max_n > 0x7FFFFFFF) {
        throw nb::value_error(("`ngram_range` must be two ints of at least 1, the second not smaller, got (" +
                               std::to_string(min_n) + ", " + std::to_string(max_n) + ")")
                                  .c_str());
    }
    if (analysis.analyzer == terms::Analyzer::tokens && max_n != 1) {
        throw nb::value_error("`ngram_range` must be (1, 1) if the tokens are given");
    }
    if (min_letters != 1 && min_letters != 2) throw nb::value_error("`min_letters` must be 1 or 2");
    analysis.min_n = static_cast<std::uint32_t>(min_n);
    analysis.max_n = static_cast<std::uint32_t>(max_n);
    analysis.min_letters = static_cast<std::uint32_t>(min_letters);
    analysis.lowercase = lowercase;
    analysis.accents = parse_accents(strip_accents);
    if (stop_words && analysis.analyzer == terms::Analyzer::word) {
        for (nb::handle word : *stop_words) analysis.stop_words.push_back(encode_str(word, "a stop word"));
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

// The state of a pickle or a copy.
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

terms::Analysis with_stems(const terms::Analysis& analysis, const Words& words, const Words& stems) {
    if (nb::len(words) != nb::len(stems)) throw nb::value_error("`words` and `stems` must have the same length");
    terms::Analysis stemmed = analysis;
    stemmed.stems.clear();
    for (std::size_t i = 0; i < nb::len(words); ++i) {
        std::string stem = encode_str(stems[i], "a stem");
        // With a blank, two n-grams could have one name.
        const auto low = [](char byte) { return static_cast<unsigned char>(byte) <= ' '; };
        if (std::any_of(stem.begin(), stem.end(), low)) {
            throw nb::value_error(("the stem of " + std::string(nb::repr(words[i]).c_str()) +
                                   " must not contain a blank, got " + nb::repr(stems[i]).c_str())
                                      .c_str());
        }
        stemmed.stems.emplace_back(encode_str(words[i], "a word"), std::move(stem));
    }
    std::sort(stemmed.stems.begin(), stemmed.stems.end());
    return stemmed;
}

void restore_analysis(terms::Analysis& self, const State& state) {
    restore_state(state, 8, "Analysis", [&] {
        const terms::Analysis made =
            make_analysis(nb::cast<std::string>(state[0]), nb::cast<std::pair<std::int64_t, std::int64_t>>(state[1]),
                          nb::cast<int>(state[2]), nb::cast<bool>(state[3]), nb::cast<Name>(state[4]),
                          StopWords(nb::cast<nb::typed<nb::iterable, nb::str>>(state[5])));
        new (&self) terms::Analysis(with_stems(made, nb::cast<Words>(state[6]), nb::cast<Words>(state[7])));
    });
}

nb::typed<nb::list, nb::str> terms(const terms::Analysis& analysis, const Document& text) {
    const CollectedTexts texts = view_documents(analysis, nb::make_tuple(text));
    const terms::TokenFilter filter(analysis);
    terms::TermReader reader(analysis, filter, current_kernels());
    reader.read(texts.core(), 0);
    nb::typed<nb::list, nb::str> list;
    reader.each([&list](const terms::Spans& spans) {
        for (std::size_t i = 0; i < spans.count; ++i) list.append(decode_str(spans[i]));
    });
    return list;
}

nb::typed<nb::list, nb::str> words(const terms::Analysis& analysis, const TextsLike& texts, std::size_t n_threads) {
    terms::Analysis single = analysis;
    single.stems.clear();
    single.min_n = single.max_n = 1;
    if (analysis.analyzer != terms::Analyzer::word)
        throw nb::value_error("an analysis of characters or tokens has no words");
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

CsrArrays hash(const DocumentsLike& texts, const terms::Analysis& analysis, std::int64_t n_features,
               bool alternate_sign, bool binary, const Name& norm, const std::string& dtype, std::size_t n_threads,
               std::size_t index_limit) {
    if (n_features < 1 || n_features > 0x7FFFFFFF) {
        throw nb::value_error(
            ("`n_features` must be an int from 1 to 2**31 - 1, got " + std::to_string(n_features)).c_str());
    }
    terms::HashOptions options;
    options.features = static_cast<std::uint32_t>(n_features);
    options.alternate_sign = alternate_sign;
    options.dtype = parse_dtype(dtype);
    options.index_limit = index_limit;
    options.weighting.binary = binary;
    options.weighting.norm = parse_norm(norm);
    const CollectedTexts views = view_documents(analysis, texts);
    const simd::Kernels& kernels = current_kernels();
    try {
        return give_csr(run_free(n_threads, [&](base::ThreadPool& pool) {
            return terms::hash_texts(views.core(), analysis, options, kernels, pool);
        }));
    } catch (const terms::SurrogateError& error) {
        // Python's own error: that of str.encode for the term.
        decode_str(error.term).attr("encode")("utf-8");
        throw;
    }
}

std::string porter_stem(std::string word) {
    word.resize(terms::porter_stem(word.data(), word.size()));
    return word;
}

}  // namespace

CollectedTexts view_documents(const terms::Analysis& analysis, nb::handle texts) {
    return analysis.analyzer == terms::Analyzer::tokens ? view_token_lists(texts) : view_any_texts(texts);
}

void bind_terms(nb::module_& m) {
    nb::class_<terms::Analysis>(m, "Analysis", "The settings that turn a text into terms; immutable.")
        .def(
            "__init__",
            [](terms::Analysis* self, const std::string& analyzer, std::pair<std::int64_t, std::int64_t> ngram_range,
               int min_letters, bool lowercase, std::optional<std::string> strip_accents, StopWords stop_words) {
                new (self) terms::Analysis(
                    make_analysis(analyzer, ngram_range, min_letters, lowercase, strip_accents, stop_words));
            },
            "analyzer"_a = "word", "ngram_range"_a = std::pair<std::int64_t, std::int64_t>(1, 1), nb::kw_only(),
            "min_letters"_a = 2, "lowercase"_a = true, "strip_accents"_a = nb::none(), "stop_words"_a = nb::none())
        .def("terms", &terms, "text"_a, "Return the terms of one text in scikit-learn's order.")
        .def("words", &words, "texts"_a, nb::kw_only(), "n_threads"_a = 1,
             "Return the distinct tokens of all texts, sorted, after stop words and before stems.")
        .def("with_stems", &with_stems, "words"_a, "stems"_a,
             "Return the same analysis with each of `words` replaced by its stem.")
        .def(
            "__eq__",
            [](const terms::Analysis& self, nb::handle other) {
                return nb::isinstance<terms::Analysis>(other) && self == nb::cast<const terms::Analysis&>(other);
            },
            "other"_a.none())
        .def("__hash__", [](const terms::Analysis& self) { return nb::hash(state_of(self)); })
        .def("__getstate__", &state_of)
        .def("__setstate__", &restore_analysis);
    m.def("hash_texts", &hash, "texts"_a, "analysis"_a, nb::kw_only(), "n_features"_a = 1 << 20,
          "alternate_sign"_a = true, "binary"_a = false, "norm"_a = nb::none(), "dtype"_a = "float64",
          "n_threads"_a = 1, "index_limit"_a = k_index_limit,
          "Return (data, indices, indptr) of the hashed terms of each document.");
    m.def("porter_stem", &porter_stem, "word"_a,
          "Return the stem of a lower-case ASCII word (Porter with NLTK's extensions).");
}

}  // namespace newsnlp::bindings
