// ROUGE, and the oracle that it is the measure of.
#include "core/summaries/rouge.hpp"

#include <nanobind/nanobind.h>
#include <nanobind/stl/array.h>
#include <nanobind/stl/string.h>
#include <nanobind/stl/vector.h>

#include <string>

#include "bindings/arrays.hpp"
#include "bindings/texts.hpp"
#include "bindings/work.hpp"
#include "core/terms/porter.hpp"

namespace nb = nanobind;
using namespace nb::literals;

namespace newsnlp::bindings {
using namespace summaries;

namespace {

// The bytes that ROUGE reads: what is not ASCII separates tokens like any other sign.
std::string ascii_of(const base::TextView& text) {
    std::string bytes(text.length, ' ');
    base::with_code_points(text, [&](const auto* codes) {
        for (std::size_t i = 0; i < text.length; ++i)
            if (codes[i] < 0x80) bytes[i] = static_cast<char>(codes[i]);
    });
    return bytes;
}

std::vector<RougeText> tokenize_all(TokenNumbers& numbers, const std::vector<base::TextView>& views) {
    std::vector<RougeText> texts;
    texts.reserve(views.size());
    for (const base::TextView& view : views) texts.push_back(numbers.tokenize(ascii_of(view)));
    return texts;
}

Owned<double> bind_rouge_scores(nb::handle candidates, nb::handle references, const std::vector<int>& kinds,
                                bool stem) {
    for (const int kind : kinds) require(kind >= k_rouge_lsum && kind <= 9, "kinds must be from -1 to 9");
    const CollectedTexts a = view_texts(candidates);
    const CollectedTexts b = view_texts(references);
    return give(run_free([&] {
        std::vector<double> scores;
        TokenNumbers numbers(stem);
        const std::vector<RougeText> ours = tokenize_all(numbers, a.views);
        const std::vector<RougeText> theirs = tokenize_all(numbers, b.views);
        for (const RougeText& candidate : ours)
            for (const RougeText& reference : theirs)
                for (const int kind : kinds) {
                    const RougeScore score = rouge(candidate, reference, kind);
                    scores.insert(scores.end(), {score.precision, score.recall, score.fmeasure});
                }
        return scores;
    }));
}

}  // namespace

void bind_rouge(nb::module_& m) {
    m.def(
        "porter_stem",
        [](std::string word) {
            word.resize(terms::porter_stem(word.data(), word.size()));
            return word;
        },
        "word"_a, "Return the stem of a lower-case ASCII word (Porter with NLTK's extensions).");
    m.def(
        "rouge_scores", &bind_rouge_scores, "candidates"_a, "references"_a, "kinds"_a, "stem"_a,
        "Return precision, recall, F of every candidate against every reference for every kind, flat in this order.\n\n"
        "Texts must be in lower case. A kind is n of ROUGE-n (1 to 9), 0 for ROUGE-L, -1 for ROUGE-Lsum.");
    m.def(
        "greedy_oracle",
        [](nb::handle sentences, nb::handle references, const Costs& costs, const Limits& limits, bool stem) {
            const CollectedTexts a = view_texts(sentences);
            const CollectedTexts b = view_texts(references);
            require(costs.shape(0) == a.views.size(), "costs must have three numbers a sentence");
            return give_rows(run_free([&] {
                TokenNumbers numbers(stem);
                const std::vector<RougeText> ours = tokenize_all(numbers, a.views);
                const std::vector<RougeText> theirs = tokenize_all(numbers, b.views);
                return greedy_oracle(ours, theirs, numbers.size(), costs.data(), limits);
            }));
        },
        "sentences"_a, "references"_a, "costs"_a, "limits"_a, "stem"_a,
        "Return the sentences (lower case) that greedily maximise ROUGE-1 F + ROUGE-2 F, in source order.");
}

}  // namespace newsnlp::bindings
