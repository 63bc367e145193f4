// Fuzzes paragraphs and sentences of the native core.
//
// Every text is in a buffer of exactly its size, so that a sanitizer sees every read beyond it. The checks are what
// callers rely on: in order, without overlap, trimmed, nothing but white space between.
#include "core/articles/sentences.hpp"

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "core/articles/paragraphs.hpp"
#include "core/base/unicode.hpp"
#include "fuzz.hpp"

namespace newsnlp::fuzz {
namespace {

[[noreturn]] void fail(const char* what, const base::Range& range) {
    std::fprintf(stderr, "%s at [%zu, %zu)\n", what, range.begin, range.end);
    std::abort();
}

template <typename C>
void check(const C* text, std::size_t length, const std::vector<base::Range>& ranges) {
    std::size_t position = 0;
    for (const base::Range& range : ranges) {
        if (range.begin < position || range.end <= range.begin || range.end > length) fail("out of order", range);
        for (; position < range.begin; ++position) {
            if (!base::unicode::is_space(text[position])) fail("lost a character before", range);
        }
        if (base::unicode::is_space(text[range.begin])) fail("not trimmed", range);
        if (base::unicode::is_space(text[range.end - 1])) fail("not trimmed", range);
        position = range.end;
    }
    for (; position < length; ++position) {
        if (!base::unicode::is_space(text[position])) fail("lost a character after", {position, length});
    }
}

template <typename C>
void split(const std::u32string& code_points) {
    const std::size_t length = code_points.size();
    const auto text = std::make_unique<C[]>(length);
    for (std::size_t i = 0; i < length; ++i) text[i] = static_cast<C>(code_points[i]);
    const base::TextView view{text.get(), length, sizeof(C), false};
    const std::vector<std::u32string> abbreviations{U"approp", U"dipl.-ing", U"\u0433"};
    for (const articles::LineBreaks mode :
         {articles::LineBreaks::k_auto, articles::LineBreaks::k_sentence, articles::LineBreaks::k_space}) {
        const std::vector<base::Range> paragraphs = articles::find_paragraphs(view, mode);
        check(text.get(), length, paragraphs);
        check(text.get(), length, articles::split_sentences(view, paragraphs, {}));
        check(text.get(), length, articles::split_sentences(view, paragraphs, abbreviations));
    }
    check(text.get(), length, articles::split_sentences(view, {{0, length}}, {}));
}

void split_all_widths(const std::u32string& text) {
    split<std::uint8_t>(text);  // wider code points are cut, which gives another text
    split<std::uint16_t>(text);
    split<std::uint32_t>(text);
}

constexpr std::u32string_view k_pieces[] = {
    U" ",   U" ",     U" ",      U"\n",       U"\n\n",  U"\r\n", U"\t",     U"\u00a0", U"\u2028", U"\u3000", U".",
    U".",   U"!",     U"?",      U"...",      U". . .", U"…",    U"。",     U"」",     U"؟",      U"।",      U"．",
    U"“",   U"”",     U"\"",     U"'",        U"’",     U"(",    U")",      U"[",      U"]",      U"[12]",   U"''",
    U"-",   U"—",     U"•",      U":",        U"/",     U"1.",   U"2)",     U"3.)",    U"a.",     U"b.",     U"The",
    U"the", U"Mr",    U"U.S",    U"Inc",      U"p.m",   U"Nov",  U"No",     U"I",      U"A",      U"said",   U"Photo:",
    U"e.g", U"Yahoo", U"EU-U.S", U"has",      U"time",  U"word", U"approp", U"\u0433", U"她",     U"の",     U"سلام",
    U"ß",   U"İ",     U"\xd800", U"\x10ffff", U"3.5",   U"",
};

std::u32string random_text(std::mt19937_64& random) {
    std::u32string text;
    std::size_t pieces = random() % 60;
    if (random() % 50 == 0) pieces = random() % 3000;
    const auto character = static_cast<char32_t>(random() % 0x110000);
    for (std::size_t i = 0; i < pieces; ++i) {
        const std::u32string_view piece = k_pieces[random() % std::size(k_pieces)];
        text += piece;
        if (piece.empty()) text += random() % 2 == 0 ? character : static_cast<char32_t>(random() % 0x3100);
    }
    return text;
}

void run(Input input) {
    std::mt19937_64 random(input.seed());
    split_all_widths(random_text(random));
}

const Target target("sentences", run);

}  // namespace
}  // namespace newsnlp::fuzz
