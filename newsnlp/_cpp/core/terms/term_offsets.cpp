#include "core/terms/term_offsets.hpp"

#include <algorithm>

#include "core/base/unicode.hpp"
#include "core/terms/normalize.hpp"

namespace newsnlp::terms {
namespace {

using base::Range;

// A prepared code point and where it comes from.
struct Origin {
    std::uint32_t code;
    Range range;
};

std::vector<Origin> prepare_located(const base::TextView& text, const Analysis& analysis) {
    std::vector<Origin> codes;
    base::Buffer<std::uint32_t> prepared;
    base::Buffer<std::uint32_t> origins;
    prepare(text, analysis, prepared, &origins);
    for (std::size_t i = 0; i < prepared.size(); ++i) codes.push_back({prepared[i], {origins[i], origins[i] + 1U}});
    return codes;
}

// Runs of word characters that are long enough, as the tokenizer finds them.
std::vector<Range> locate_words(const std::vector<Origin>& codes, const Analysis& analysis) {
    std::vector<Range> ranges;
    for (std::size_t i = 0; i < codes.size();) {
        std::size_t end = i;
        while (end < codes.size() && base::unicode::is_word(codes[end].code)) ++end;
        if (end - i >= analysis.min_letters) ranges.push_back({codes[i].range.begin, codes[end - 1].range.end});
        i = std::max(end, i + 1);
    }
    return ranges;
}

std::vector<Origin> squeeze_spaces(const std::vector<Origin>& codes) {
    std::vector<Origin> squeezed;
    for (std::size_t i = 0; i < codes.size();) {
        std::size_t end = i;
        while (end < codes.size() && base::unicode::is_space(codes[end].code)) ++end;
        end = std::max(end, i + 1);
        squeezed.push_back({end - i > 1 ? U' ' : codes[i].code, {codes[i].range.begin, codes[end - 1].range.end}});
        i = end;
    }
    return squeezed;
}

// n-grams of characters in the order of TermReader; the blanks added around a word have no width.
std::vector<Range> locate_characters(const std::vector<Origin>& codes, const Analysis& analysis) {
    std::vector<Range> ranges;
    const bool words = analysis.analyzer == Analyzer::character_word;
    for (std::size_t first = 0; first < codes.size();) {
        std::size_t end = codes.size();
        std::vector<Range> run;
        if (words) {
            end = first;
            while (end < codes.size() && !base::unicode::is_space(codes[end].code)) ++end;
            if (end == first) {
                ++first;
                continue;
            }
            run.push_back({codes[first].range.begin, codes[first].range.begin});
        }
        for (std::size_t i = first; i < end; ++i) run.push_back(codes[i].range);
        if (words) run.push_back({codes[end - 1].range.end, codes[end - 1].range.end});
        for (std::size_t n = analysis.min_n; n <= analysis.max_n && (words || n <= run.size()); ++n) {
            const std::size_t size = std::min(n, run.size());
            for (std::size_t i = 0; i + size <= run.size(); ++i)
                ranges.push_back({run[i].begin, run[i + size - 1].end});
            if (words && n >= run.size()) break;
        }
        first = end;
    }
    return ranges;
}

// The words that the filter keeps.
std::vector<Range> filter_words(const std::vector<Range>& ranges, const base::TextView& text, const Analysis& analysis,
                                const TokenFilter& filter, const simd::Kernels& kernels) {
    if (filter.empty()) return ranges;
    Analysis unfiltered = analysis;
    unfiltered.stop_words.clear();
    unfiltered.stems.clear();
    const TokenFilter none(unfiltered);
    TermReader reader(unfiltered, none, kernels);
    reader.read({&text, 1, nullptr}, 0);
    const Spans tokens = reader.tokens();
    std::vector<Range> kept;
    for (std::size_t i = 0; i < tokens.count; ++i) {
        const auto length = static_cast<std::uint32_t>(tokens[i].size());
        if (filter.action(tokens.bytes + tokens.starts[i], length) != TokenFilter::k_drop) kept.push_back(ranges[i]);
    }
    return kept;
}

}  // namespace

std::vector<LocatedTerm> locate_terms(const base::TextView& text, const Vocabulary& vocabulary,
                                      const simd::Kernels& kernels, std::size_t lead) {
    const Analysis& analysis = vocabulary.analysis();
    const Vocabulary::Table& table = vocabulary.table();
    const bool words = analysis.analyzer == Analyzer::word;
    const TokenFilter filter(analysis);
    TermReader reader(analysis, filter, kernels);
    const base::TextView read = reader.read_first({&text, 1, nullptr}, 0, lead);
    const Spans tokens = reader.tokens();
    const std::vector<Origin> codes = prepare_located(read, analysis);
    const std::vector<Range> ranges = words
                                          ? filter_words(locate_words(codes, analysis), read, analysis, filter, kernels)
                                          : locate_characters(squeeze_spaces(codes), analysis);
    std::vector<std::uint32_t> nodes;
    for (std::size_t i = 0; i < tokens.count; ++i) {
        const std::uint8_t* bytes = tokens.bytes + tokens.starts[i];
        const auto length = static_cast<std::uint32_t>(tokens[i].size());
        nodes.push_back(table.index.find_word(bytes, length, make_word_key(bytes, length)));
    }
    std::vector<LocatedTerm> found;
    const std::size_t longest = words ? analysis.max_n : 1;
    for (std::size_t i = 0; i < tokens.count; ++i) {
        std::uint32_t node = nodes[i];
        for (std::size_t n = 1; n <= longest && node != k_no_node && i + n <= tokens.count; ++n) {
            if (n > 1) node = nodes[i + n - 1] == k_no_node ? k_no_node : table.index.find_gram(node, nodes[i + n - 1]);
            if (node == k_no_node || (words && n < analysis.min_n)) continue;
            const std::uint32_t column = table.columns[node];
            if (column != simd::k_dropped) found.push_back({column, ranges[i].begin, ranges[i + n - 1].end});
        }
    }
    return found;
}

void find_word_starts(const base::TextView& text, std::size_t most, base::Buffer<std::uint32_t>& starts) {
    constexpr std::uint32_t k_dotted_capital_i = 0x130;     // in lower case an i and a mark, which ends the word
    const std::size_t limit = std::min(most, text.length);  // each of several dotted capital i is a word
    starts.resize(limit + 1);
    std::size_t count = 0;
    base::with_code_points(text, [&](const auto* codes) {
        bool inside = false;
        for (std::size_t i = 0; i < text.length && count < limit; ++i) {
            const bool word = base::unicode::is_word(codes[i]);
            starts[count] = static_cast<std::uint32_t>(i);
            count += word && !inside ? 1 : 0;
            inside = word && codes[i] != k_dotted_capital_i;
        }
    });
    starts.resize(count);
}

}  // namespace newsnlp::terms
