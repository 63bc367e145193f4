#include "core/articles/article.hpp"

#include <algorithm>

#include "core/articles/asides.hpp"
#include "core/articles/boilerplate.hpp"
#include "core/articles/datelines.hpp"
#include "core/articles/line.hpp"
#include "core/articles/sentences.hpp"
#include "core/base/interrupt.hpp"

namespace newsnlp::articles {
namespace {

constexpr std::size_t k_longest_headline = 250;
constexpr std::size_t k_bylines_within = 8;  // paragraphs from the top
constexpr std::size_t k_dateline_within = 4;
constexpr std::size_t k_longest_look = 2000;
constexpr std::size_t k_longest_question = 90;

bool is_empty(const base::Range& range) { return range.begin == range.end; }

template <typename C>
class Parser {
  public:
    Parser(const C* text, Parts& parts, Threads& threads) : text_(text), parts_(parts), threads_(threads) {}

    void parse(const std::vector<base::Range>& spans, std::optional<std::size_t> headline_end) {
        std::size_t first = 0;
        if (headline_end) {
            while (first < spans.size() && spans[first].end <= *headline_end) ++first;
            if (first > 0) parts_.headline = {spans[0].begin, spans[first - 1].end};
        }
        for (std::size_t i = first; i < spans.size() && !speakers_; ++i) count_label(line_of(spans[i]));
        const bool seek_headline = !headline_end && spans.size() > 1;
        for (std::size_t i = first; i < spans.size(); ++i) assign(spans[i], i - first, seek_headline);
        keep_a_sentence();
    }

  private:
    Line<C> line_of(const base::Range& range) const { return {text_, range.begin, range.end}; }

    // Several paragraphs that start with capitals and a colon name speakers, not places.
    void count_label(const Line<C>& paragraph) {
        if (!has_label(paragraph, threads_)) return;
        speakers_ = labelled_;
        labelled_ = true;
    }

    // Adds a paragraph to the part that it belongs to.
    void assign(const base::Range& span, std::size_t number, bool seek_headline) {
        base::poll_interrupt(1024 + 16 * (span.end - span.begin));
        const Line<C> line = line_of(span).head(k_longest_look);
        const bool announces = is_link_header(line, threads_);
        if (announces || is_boilerplate(line, threads_) || (linking_ && is_link(line)) || repeats_headline(span)) {
            linking_ = linking_ || announces;
            parts_.boilerplate.push_back(span);
        } else if (number < k_bylines_within && is_empty(parts_.byline) && is_byline(line, before_body(), threads_)) {
            parts_.byline = span;
        } else if (seek_headline && is_top() && is_headline(line)) {
            parts_.headline = span;
        } else if (seek_headline && parts_.paragraphs.empty() && goes_on_with(line)) {
            const auto comes_before = [](const base::Range& a, const base::Range& b) { return a.begin < b.begin; };
            std::vector<base::Range>& aside = parts_.boilerplate;
            aside.insert(std::upper_bound(aside.begin(), aside.end(), parts_.headline, comes_before), parts_.headline);
            parts_.headline = span;
        } else {
            linking_ = false;
            add_body(span);
        }
    }

    bool repeats_headline(const base::Range& span) const {
        const base::Range& headline = parts_.headline;
        if (span.end - span.begin != headline.end - headline.begin) return false;
        return std::equal(text_ + span.begin, text_ + span.end, text_ + headline.begin,
                          [](C a, C b) { return fold(a) == fold(b); });
    }

    // A headline was found but no sentence yet: at most one line below it, without a full stop.
    bool before_body() const {
        return !is_empty(parts_.headline) &&
               std::none_of(parts_.paragraphs.begin(), parts_.paragraphs.end(),
                            [&](const base::Range& p) { return line_of(p).ends_with_stop(); });
    }

    // Neither a headline nor a dateline nor a body has been found yet.
    bool is_top() const { return parts_.paragraphs.empty() && is_empty(parts_.headline) && is_empty(parts_.dateline); }

    // Whether the first paragraph is a headline: short, without a full stop, a dateline or a row of questions.
    bool is_headline(const Line<C>& line) {
        const bool cut = line.ends_with(U"...") && !has_inner_end(line);
        if (line.size() > k_longest_headline || line.last() == ',' || (line.ends_with_stop() && !cut)) return false;
        const bool open = line.holds(line.end - 1, U"?!:\"”’'");
        if (open && (line.size() > k_longest_question || has_inner_end(line))) return false;
        // "TALKS: Who comes" begins with a label, not with a city
        return dateline_end(line, true, threads_) == line.begin;
    }

    // Whether the line repeats the headline that is cut off above it: "Talks resume after ..."
    bool goes_on_with(const Line<C>& line) const {
        Line<C> cut = line_of(parts_.headline);
        if (line.size() > k_longest_headline || line.ends_with_stop()) return false;
        if (!cut.ends_with(U"...") && !cut.ends_with(U"…")) return false;
        while (cut.size() > 0 && cut.holds(cut.end - 1, U".… ")) --cut.end;
        return cut.size() > 0 && cut.size() < line.size() &&
               std::equal(
                   text_ + cut.begin, text_ + cut.end, text_ + line.begin, [](C a, C b) { return fold(a) == fold(b); });
    }

    // Whether a sentence ends within the line and another one begins.
    static bool has_inner_end(const Line<C>& line) {
        for (std::size_t i = line.begin; i < line.end; ++i) {
            if (!line.holds(i, U".!?…")) continue;
            std::size_t stop = i + 1;
            while (stop < line.end && line.holds(stop, U"\"”’)")) ++stop;
            if (stop + 1 >= line.end || line.at(stop) != ' ') continue;
            const std::uint32_t next = line.at(stop + 1);
            if ((next >= 'A' && next <= 'Z') || next == U'“' || next == '"') return true;
        }
        return false;
    }

    void add_body(const base::Range& span) {
        Line<C> paragraph = line_of(span);
        if (is_empty(parts_.dateline) && parts_.paragraphs.size() < k_dateline_within) {
            const std::size_t stop = dateline_end(paragraph, speakers_, threads_);
            if (stop > span.begin) {
                parts_.dateline = {span.begin, stop};
                paragraph.begin = stop;
            }
        }
        if (paragraph.size() == 0) return;
        const std::size_t tail = tail_begin(paragraph, threads_);
        if (tail < span.end) parts_.boilerplate.push_back({tail, span.end});
        const base::Range body = trim({paragraph.begin, tail});
        if (!is_empty(body)) parts_.paragraphs.push_back(body);
    }

    base::Range trim(base::Range range) const {
        while (range.begin < range.end && base::unicode::is_space(text_[range.begin])) ++range.begin;
        while (range.end > range.begin && base::unicode::is_space(text_[range.end - 1])) --range.end;
        return range;
    }

    // If there is no body, the headline becomes the body, or else everything that was set aside, except marks without
    // a word.
    void keep_a_sentence() {
        if (!parts_.paragraphs.empty()) return;
        if (!is_empty(parts_.headline)) {
            parts_.paragraphs.push_back(parts_.headline);
            parts_.headline = {};
            return;
        }
        const auto wordless = std::stable_partition(parts_.boilerplate.begin(), parts_.boilerplate.end(),
                                                    [&](const base::Range& range) { return !has_word(range); });
        parts_.paragraphs.assign(wordless, parts_.boilerplate.end());
        parts_.boilerplate.erase(wordless, parts_.boilerplate.end());
        for (base::Range* part : {&parts_.dateline, &parts_.byline}) {
            if (has_word(*part)) parts_.paragraphs.push_back(*part);
            *part = {};
        }
        std::sort(parts_.paragraphs.begin(), parts_.paragraphs.end(),
                  [](const base::Range& a, const base::Range& b) { return a.begin < b.begin; });
    }

    bool has_word(const base::Range& range) const {
        return std::any_of(text_ + range.begin, text_ + range.end,
                           [](C c) { return c != '_' && base::unicode::is_word(c); });
    }

    const C* text_;
    Parts& parts_;
    Threads& threads_;
    bool labelled_ = false;
    bool speakers_ = false;
    bool linking_ = false;
};

}  // namespace

Parts parse_article(const base::TextView& text, const Settings& settings, std::optional<std::size_t> headline_end) {
    Parts parts;
    const std::vector<base::Range> spans = find_paragraphs(text, settings.line_breaks);
    Threads threads;
    base::with_code_points(text, [&](const auto* data) { Parser(data, parts, threads).parse(spans, headline_end); });
    parts.sentences = split_sentences(text, parts.paragraphs, settings.abbreviations);
    set_asides_apart(text, parts.paragraphs, parts.sentences, parts.asides, threads);
    return parts;
}

}  // namespace newsnlp::articles
