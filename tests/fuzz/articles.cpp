// Fuzzes the rules of articles.
//
// Every text is in a buffer of exactly its size, so that a sanitizer sees every read beyond it. The checks are what
// callers rely on: every code point other than white space belongs to one part, and of the body to one
// sentence or aside; a text with a word has a sentence.
#include <algorithm>
#include <cstdint>
#include <iterator>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "core/articles/article.hpp"
#include "core/base/unicode.hpp"
#include "fuzz.hpp"

namespace newsnlp::fuzz {
namespace {

using Ranges = std::vector<base::Range>;

// Checks that the ranges, sorted, contain all of [begin, end) except white space, each code point once.
template <typename C>
void check_cover(const C* text, std::size_t begin, std::size_t end, Ranges ranges, const char* what) {
    std::erase_if(ranges, [](const base::Range& range) { return range.begin == range.end; });
    std::sort(ranges.begin(), ranges.end(), [](const auto& a, const auto& b) { return a.begin < b.begin; });
    ranges.push_back({end, end});
    std::size_t position = begin;
    for (const base::Range& range : ranges) {
        check(range.begin >= position && range.end >= range.begin && range.end <= end, what);
        for (; position < range.begin; ++position) check(base::unicode::is_space(text[position]), what);
        position = range.end;
    }
}

template <typename C>
void check_parts(const C* text, std::size_t length, const articles::Parts& parts) {
    Ranges all{parts.headline, parts.dateline, parts.byline};
    all.insert(all.end(), parts.paragraphs.begin(), parts.paragraphs.end());
    all.insert(all.end(), parts.boilerplate.begin(), parts.boilerplate.end());
    check_cover(text, 0, length, all, "the parts of an article");
    Ranges body = parts.sentences;
    body.insert(body.end(), parts.asides.begin(), parts.asides.end());
    for (const base::Range& paragraph : parts.paragraphs) {
        Ranges within;
        std::copy_if(body.begin(), body.end(), std::back_inserter(within), [&](const base::Range& range) {
            return range.begin >= paragraph.begin && range.begin < paragraph.end;
        });
        check_cover(text, paragraph.begin, paragraph.end, within, "the sentences of a paragraph");
    }
    const bool has_word = std::any_of(text, text + length, [](C c) { return c != '_' && base::unicode::is_word(c); });
    check(!parts.sentences.empty() || !has_word, "a text with a word has a sentence");
}

template <typename C>
void parse(const std::u32string& code_points, std::optional<std::size_t> headline_end) {
    const std::size_t length = code_points.size();
    const auto text = std::make_unique<C[]>(length);
    for (std::size_t i = 0; i < length; ++i) text[i] = static_cast<C>(code_points[i]);
    const base::TextView view{text.get(), length, sizeof(C), false};
    for (const articles::LineBreaks mode :
         {articles::LineBreaks::k_auto, articles::LineBreaks::k_sentence, articles::LineBreaks::k_space}) {
        check_parts(text.get(), length, articles::parse_article(view, {mode, {U"approp"}}, headline_end));
    }
}

constexpr std::u32string_view k_pieces[] = {
    U" ",
    U" ",
    U"\n",
    U"\n\n",
    U"\n\n",
    U"\t",
    U". ",
    U"! ",
    U"? ",
    U": ",
    U"... ",
    U" .",
    U"“",
    U"” ",
    U"\"",
    U"(",
    U")",
    U"[",
    U"] ",
    U"- ",
    U" — ",
    U"–",
    U"--",
    U"• ",
    U"1. ",
    U"»",
    U"© ",
    U"| ",
    U"/",
    U"@",
    U"__",
    U"a",
    U"The ",
    U"the ",
    U"Talks ",
    U"resume ",
    U"BAGHDAD ",
    U"(Reuters) ",
    U"(CNN) ",
    U"Geneva ",
    U"Jane ",
    U"Roe ",
    U"By ",
    U"by ",
    U"Nov. 23, ",
    U"2026 ",
    U"10:32 ",
    U"GMT ",
    U"Read more",
    U"RELATED",
    U"Share ",
    U"Photo: ",
    U"Image: ",
    U"Getty Images",
    U"(left) ",
    U"click here",
    U"Sign up ",
    U"newsletter ",
    U"www.",
    U".com/",
    U"contributed ",
    U"to this report",
    U"Editor's note: ",
    U"Watch ",
    U"our ",
    U"coverage ",
    U"12 ",
    U"commission ",
    U"copyright ",
    U"is a ",
    U"reporter ",
    U"ſ",
    U"İ",
    U"新华社",
    U"电",
    U"بغداد",
    U"\xd800",
    U"\x10ffff",
    U"",
};

std::u32string random_text(std::mt19937_64& random) {
    std::u32string text;
    const std::size_t pieces = random() % 50 == 0 ? random() % 2000 : random() % 60;
    for (std::size_t i = 0; i < pieces; ++i) {
        const std::u32string_view piece = k_pieces[random() % std::size(k_pieces)];
        text += piece;
        if (piece.empty()) text += static_cast<char32_t>(random() % 0x3100);
    }
    return text;
}

void run(Input input) {
    std::mt19937_64 random(input.seed());
    const std::u32string text = random_text(random);
    const bool is_given = random() % 4 == 0;
    const std::optional<std::size_t> end = is_given ? std::optional(random() % (text.size() + 1)) : std::nullopt;
    parse<std::uint8_t>(text, end);  // wider code points are cut, which gives another text
    parse<std::uint16_t>(text, end);
    parse<std::uint32_t>(text, end);
}

const Target target("articles", run);

}  // namespace
}  // namespace newsnlp::fuzz
