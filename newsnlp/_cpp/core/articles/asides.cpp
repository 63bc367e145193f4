#include "core/articles/asides.hpp"

#include <algorithm>
#include <cstdint>

#include "core/articles/hints.hpp"
#include "core/articles/line.hpp"
#include "core/articles/punctuation.hpp"

namespace newsnlp::articles {
namespace {

constexpr std::size_t k_heading_words = 15;  // a heading or an item has fewer
constexpr std::size_t k_heading_length = 120;
constexpr std::size_t k_question_words = 8;
constexpr std::size_t k_address_words = 25;
constexpr std::size_t k_last_sentences = 4;  // in which writers are introduced

struct AsidePatterns {
    // An item of a list: a bullet, a dash or a number before it.
    Pattern item{UR"((?:[-–•*∑▪●·◦]|--)\s*\S|\(?\d{1,3}[.)]\s)", Pattern::Case::exact};
    // The source of a picture, or where somebody is in it, anywhere in the sentence.
    Patterns picture{
        {
            UR"(\((?:(?:[A-Z][^()]{0,40}|far|from|second|third|pictured|seen|top|bottom|centre),? )?(?:left|right|above|below|pictured|centre|center|top|bottom|inset|file photo|)"
            UR"(file picture|file image)(?:[ ,][^()]{0,40})?\))",
            UR"(\([^()]{0,100}(?:Getty Images|via AP|via Reuters|/AFP|/Reuters|AP Photo|picture alliance|EPA-EFE))",
            UR"((?:Image|Photo|Photograph): [A-Z])",
        },
        Pattern::Case::exact};
    // Addresses, anywhere in a short sentence.
    Patterns address{{UR"(://\w)", UR"(www\.\w)", UR"(@\w[\w-]*\.\w)", UR"(\.(?:com|org|net|gov|co\.uk)/\w)"},
                     Pattern::Case::exact};
    // Captions, calls and credits, by their first words.
    Patterns beginning{
        {
            UR"(pictured(?: \(|:| )|in this (?:\w+ ){0,3}(?:photo|photograph|image|picture|video|screengrab)\b)",
            UR"((?:the|this) (?:photo|photograph|image|picture) (?:taken|provided|released|at (?:left|right|top))\b)",
            UR"(click here|read more ?:|scroll down (?:for|to)|sign up (?:for|to)|originally published (?:on|in|by)\b)",
            UR"(sorry we are not |find out more |\W*keep reading\.?$|(?:do you have|have you got) a story\b|get the (?:latest|best) .{1,80}(?:app|inbox|content|newsletter))",
            UR"((?:be sure to )?(?:visit|find) .{2,40} on (?:facebook|twitter|instagram)\b)",
            UR"(watch:|follow (?:him|her|us|them) (?:on|@)|have a tip\?|this (?:article|story) (?:was (?:originally|first) |)"
            UR"((?:first |originally )?appeared |has been (?:updated|corrected)))",
        },
        Pattern::Case::ignored};
    // Calls to the reader, notes on commissions, and copyright, anywhere in the sentence.
    Patterns call{
        {
            UR"((?:our|this|free|daily|weekly|morning|evening|['’]s) newsletters?\b|(?:to|in|into) your inbox)",
            UR"(subscribe (?:now|today|to (?:our|this))\b|subscribe to .{2,30}newsletter|processing your subscription)",
            UR"(sign up (?:\(|now\b|here\b|today\b|for (?:our|this|a free)\b|to (?:get|receive|our)\b))",
            UR"((?:may (?:earn|receive|get)|earn us) (?:a |an )?(?:small )?(?:affiliate )?commission)",
            UR"(affiliate (?:commission|link|relationship)|independently (?:selected|chosen|reviewed))",
            UR"((?:copyright .{0,3}[©ⓒ]|©) ?\w)",
        },
        Pattern::Case::ignored};
    // "Example's Jane Roe contributed to this report."   "Jane Roe is a politics reporter for the Example."
    Patterns writers{
        {
            UR"((?:The )?[\w.]{2,20}['’]s? .{3,80} (?:contributed to this|(?:reported|contributed) from)\b)",
            UR"([A-Z][\w.'’-]*(?: [\w.'’-]+){0,4} (?:is|was) (?:a|an|the) (?:[\w'’-]+ ){0,6}(?:reporter|writer|editor|)"
            UR"(correspondent|journalist|columnist|contributor|author|blogger|anchor)\b)",
        },
        Pattern::Case::exact};
};

const AsidePatterns& aside_patterns() {
    static const AsidePatterns patterns;
    return patterns;
}

template <typename C>
struct Sentence {
    Line<C> line;
    bool first;  // of its paragraph
    bool last;
    bool ended;   // by a mark
    bool spaced;  // there is a blank before the full stop
    bool item;    // of a list
};

template <typename C>
std::size_t count_words(const Line<C>& line) {
    std::size_t words = 0;
    for (std::size_t i = line.begin; i < line.end; ++i) {
        const bool begins = i == line.begin || line.is(i - 1, base::unicode::k_space_class);
        if (begins && !line.is(i, base::unicode::k_space_class)) ++words;
    }
    return words;
}

template <typename C>
bool ends_with_mark(const Line<C>& line) {
    std::size_t end = line.end;
    while (end > line.begin && (punctuation::is_closer(line.at(end - 1)) || line.at(end - 1) == U'«')) --end;
    return end > line.begin && punctuation::is_terminator(line.at(end - 1));
}

template <typename C>
class Sorter {
  public:
    Sorter(const C* text, const std::vector<base::Range>& paragraphs, const std::vector<base::Range>& sentences,
           Threads& threads)
        : threads_(threads) {
        std::size_t p = 0;
        for (const base::Range& range : sentences) {
            while (paragraphs[p].end < range.end) ++p;
            add({text, range.begin, range.end}, range.begin == paragraphs[p].begin, range.end == paragraphs[p].end);
        }
    }

    bool is_aside(std::size_t i) const {
        const Sentence<C>& s = sentences_[i];
        if (s.spaced && spaced_ * 10 < sentences_.size() * 7) return true;
        if (s.last && is_prose() && is_heading(s)) return true;
        if (s.item && items_ * 2 <= sentences_.size()) return true;
        const Line<C> read = s.line.head(k_longest_read);
        const AsidePatterns& patterns = aside_patterns();
        if (matches(patterns.beginning, read)) return true;
        if (i + k_last_sentences >= sentences_.size() && matches(patterns.writers, read)) return true;
        if (!has_hint(read)) return false;
        if (finds(patterns.picture, read) || finds(patterns.call, read)) return true;
        return finds(patterns.address, read) && count_words(read) < k_address_words;
    }

  private:
    static constexpr std::size_t k_longest_read = 2000;

    void add(const Line<C>& line, bool first, bool last) {
        const bool spaced = line.size() > 2 && line.last() == '.' && line.at(line.end - 2) == ' ';
        const bool item = first && matches(aside_patterns().item, line);
        sentences_.push_back({line, first, last, ends_with_mark(line), spaced, item});
        ended_ += sentences_.back().ended ? 1 : 0;
        spaced_ += spaced ? 1 : 0;
        items_ += item ? 1 : 0;
    }

    // Whether the line has a part of every match of AsidePatterns' pictures, calls and addresses.
    static bool has_hint(const Line<C>& line) {
        return contains<U"(", U"@", U"/", U":", U"ww", U"wsl", U"nb", U"ffil", U"mmis", U"bsc", U"gn u", U"entl", U"©",
                        U"ⓒ">(line.text, line.begin, line.end);
    }

    // Sentences of this text end with a mark, so that a line without one is not a sentence.
    bool is_prose() const { return ended_ >= 2 && ended_ * 5 >= sentences_.size() * 2; }

    static bool is_heading(const Sentence<C>& s) {
        if (s.line.size() >= k_heading_length) return false;
        if (!s.ended) return count_words(s.line) < k_heading_words;
        return s.first && s.line.last() == '?' && count_words(s.line) < k_question_words;
    }

    template <typename Any>
    bool matches(const Any& pattern, const Line<C>& line) const {
        return pattern.match(line.text, line.begin, line.end, threads_) != k_no_match;
    }

    bool finds(const Patterns& patterns, const Line<C>& line) const {
        return patterns.search(line.text, line.begin, line.end, threads_);
    }

    std::vector<Sentence<C>> sentences_;
    std::size_t ended_ = 0;
    std::size_t spaced_ = 0;
    std::size_t items_ = 0;
    Threads& threads_;
};

}  // namespace

void set_asides_apart(const base::TextView& text, const std::vector<base::Range>& paragraphs,
                      std::vector<base::Range>& sentences, std::vector<base::Range>& asides, Threads& threads) {
    base::with_code_points(text, [&](const auto* data) {
        const Sorter sorter(data, paragraphs, sentences, threads);
        std::vector<base::Range> kept;
        for (std::size_t i = 0; i < sentences.size(); ++i) {
            (sorter.is_aside(i) ? asides : kept).push_back(sentences[i]);
        }
        if (kept.empty()) {
            asides.clear();
        } else {
            sentences = std::move(kept);
        }
    });
}

}  // namespace newsnlp::articles
