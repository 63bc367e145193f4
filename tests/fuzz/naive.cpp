// The naive twin: how a text is cut into terms, without the core's optimizations.
#include <algorithm>

#include "core/base/unicode.hpp"
#include "core/base/utf8.hpp"
#include "core/terms/normalize.hpp"
#include "fuzz.hpp"

namespace newsnlp::fuzz {
namespace {

// A prepared code point and its position in the text.
struct Code {
    std::uint32_t code;
    std::size_t start;
    std::size_t end;
};

std::vector<Code> prepare_codes(const std::vector<std::uint32_t>& codes, const terms::Analysis& analysis) {
    base::Buffer<std::uint32_t> prepared;
    base::Buffer<std::uint32_t> origins;
    terms::prepare({codes.data(), codes.size(), 4, false}, analysis, prepared, &origins);
    std::vector<Code> located;
    for (std::size_t i = 0; i < prepared.size(); ++i) located.push_back({prepared[i], origins[i], origins[i] + 1U});
    return located;
}

NaiveTerm make_term(const Code* codes, std::size_t count) {
    std::string bytes(4 * count, '\0');
    auto* start = reinterpret_cast<std::uint8_t*>(bytes.data());
    std::uint8_t* end = start;
    for (std::size_t i = 0; i < count; ++i) end = base::utf8::encode(codes[i].code, end);
    bytes.resize(static_cast<std::size_t>(end - start));
    return {std::move(bytes), codes[0].start, codes[count - 1].end};
}

std::vector<NaiveTerm> cut_tokens(const std::vector<Code>& codes, const terms::Analysis& analysis) {
    std::vector<NaiveTerm> tokens;
    for (std::size_t i = 0; i < codes.size();) {
        std::size_t end = i;
        while (end < codes.size() && base::unicode::is_word(codes[end].code)) ++end;
        if (end - i >= analysis.min_letters) {
            NaiveTerm token = make_term(codes.data() + i, end - i);
            const auto& stops = analysis.stop_words;
            if (std::find(stops.begin(), stops.end(), token.name) == stops.end()) tokens.push_back(std::move(token));
        }
        i = std::max(end, i + 1);
    }
    return tokens;
}

std::vector<NaiveTerm> join_tokens(const std::vector<NaiveTerm>& tokens, const terms::Analysis& analysis) {
    std::vector<NaiveTerm> terms;
    for (std::size_t n = analysis.min_n; n <= analysis.max_n; ++n) {
        for (std::size_t i = 0; i + n <= tokens.size(); ++i) {
            NaiveTerm term = tokens[i];
            for (std::size_t j = 1; j < n; ++j) term.name += " " + tokens[i + j].name;
            term.end = tokens[i + n - 1].end;
            terms.push_back(std::move(term));
        }
    }
    return terms;
}

void add_runs(const std::vector<Code>& codes, const terms::Analysis& analysis, bool once,
              std::vector<NaiveTerm>& terms) {
    for (std::size_t n = analysis.min_n; n <= analysis.max_n; ++n) {
        if (n >= codes.size() && once) {
            terms.push_back(make_term(codes.data(), codes.size()));
            return;
        }
        for (std::size_t i = 0; i + n <= codes.size(); ++i) terms.push_back(make_term(codes.data() + i, n));
    }
}

std::vector<Code> squeeze(const std::vector<Code>& codes) {
    std::vector<Code> squeezed;
    for (std::size_t i = 0; i < codes.size(); ++i) {
        const bool before = i > 0 && base::unicode::is_space(codes[i - 1].code);
        if (before && base::unicode::is_space(codes[i].code)) {
            squeezed.back().code = ' ';
            squeezed.back().end = codes[i].end;
        } else {
            squeezed.push_back(codes[i]);
        }
    }
    return squeezed;
}

// The blanks added around a word have no width.
std::vector<NaiveTerm> cut_padded_words(std::vector<Code> codes, const terms::Analysis& analysis) {
    std::vector<NaiveTerm> terms;
    std::vector<Code> word;
    codes.push_back({' ', 0, 0});
    for (const Code& code : codes) {
        if (!base::unicode::is_space(code.code)) {
            word.push_back(code);
        } else if (!word.empty()) {
            word.insert(word.begin(), {' ', word[0].start, word[0].start});
            word.push_back({' ', word.back().end, word.back().end});
            add_runs(word, analysis, true, terms);
            word.clear();
        }
    }
    return terms;
}

}  // namespace

std::vector<NaiveTerm> naive_offsets(const std::vector<std::uint32_t>& codes, const terms::Analysis& analysis,
                                     std::size_t lead) {
    const std::vector<Code> prepared = prepare_codes(codes, analysis);
    std::vector<NaiveTerm> terms;
    switch (analysis.analyzer) {
        case terms::Analyzer::character:
            add_runs(squeeze(prepared), analysis, false, terms);
            return terms;
        case terms::Analyzer::character_word:
            return cut_padded_words(squeeze(prepared), analysis);
        default:
            terms = cut_tokens(prepared, analysis);
            terms.resize(std::min(terms.size(), lead));
            return join_tokens(terms, analysis);
    }
}

std::vector<std::string> naive_terms(const std::vector<std::uint32_t>& codes, const terms::Analysis& analysis) {
    std::vector<std::string> names;
    for (NaiveTerm& term : naive_offsets(codes, analysis)) names.push_back(std::move(term.name));
    return names;
}

}  // namespace newsnlp::fuzz
