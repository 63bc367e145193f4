// How sentences begin and end, and what is between them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "core/base/unicode.hpp"
#include "core/ranker/features.hpp"

namespace newsnlp::ranker {

inline float flag(bool holds) noexcept { return holds ? 1.0F : 0.0F; }

inline bool opens_quotation(std::uint32_t code) noexcept {
    return code == '"' || code == 0x201C || code == 0x201D || code == '`' || code == '\'' || code == 0x2018;
}

inline bool closes(std::uint32_t code) noexcept {
    return code == '"' || code == 0x201D || code == '\'' || code == 0x2019 || code == ')';
}

inline float ending_of(std::uint32_t code) noexcept {
    if (code == '.' || closes(code)) return 0;
    if (code == '?' || code == '!') return 1;
    return code == ':' ? 2.0F : 3.0F;
}

// What only the text itself shows: how the sentence begins and ends, and what is around it.
template <typename Code>
void set_edges(const Code* text, const std::vector<base::Range>& sentences, std::size_t i, Features& row) {
    const base::Range range = sentences[i];
    row.ending = 3;
    if (range.begin == range.end) return;
    row.opens_quoted = flag(opens_quotation(text[range.begin]));
    row.bare_quote = flag(row.opens_quoted > 0 && row.speech <= 0);
    row.ending = ending_of(text[range.end - 1]);
    std::size_t stop = range.end;
    while (stop > range.begin && closes(text[stop - 1])) --stop;
    const bool stopped =
        stop > range.begin + 1 && (text[stop - 1] == '.' || text[stop - 1] == '?' || text[stop - 1] == '!');
    row.blank_before_end = flag(stopped && base::unicode::is_space(text[stop - 2]));
    const auto breaks = [&](std::size_t from, std::size_t to) {
        float found = 0;
        for (std::size_t p = from; p < to && found < 9; ++p) found += flag(text[p] == '\n');
        return found;
    };
    if (i > 0) row.breaks_before = breaks(sentences[i - 1].end, range.begin);
    if (i + 1 < sentences.size()) row.breaks_after = breaks(range.end, sentences[i + 1].begin);
    if (i > 0) row.glued += flag(sentences[i - 1].end == range.begin);
    if (i + 1 < sentences.size()) row.glued += flag(sentences[i + 1].begin == range.end);
}

}  // namespace newsnlp::ranker
