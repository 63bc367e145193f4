// The rules that tell a mark that ends a sentence from one that belongs to a word.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "core/lexicon.hpp"
#include "core/marks.hpp"
#include "core/window.hpp"

namespace newsnlp {

constexpr std::size_t k_longest_tail = 8;
constexpr std::size_t k_no_boundary = static_cast<std::size_t>(-1);

// A run of marks [begin, run) with the closing quotes and brackets [run, close) behind it.
struct Mark {
    std::size_t begin;
    std::size_t run;
    std::size_t close;

    bool closed() const { return close > run; }
};

// What follows: the white space ends at `gap`, opening quotes and brackets at `first`.
struct Following {
    std::size_t gap;
    std::size_t first;
    std::size_t word_end;
    std::uint16_t roles;

    bool opened() const { return first > gap; }
    bool starter() const { return (roles & lexicon::k_starter) != 0; }
};

template <typename C>
class SentenceRules {
  public:
    SentenceRules(const Window<C>& window, const std::vector<std::u32string>& abbreviations)
        : w_(window), abbreviations_(abbreviations) {}

    // Reads the run of marks at i: "?!", "...", ". . ." and the closers behind it.
    Mark read_mark(std::size_t i) const {
        std::size_t run = i;
        while (run < w_.end) {
            if (marks::is_terminator(w_.at(run))) {
                ++run;
            } else if (w_.at(run) == ' ' && w_.at(run - 1) == '.' && w_.has(run + 1, '.') && !word_at(run + 2)) {
                run += 2;
            } else {
                break;
            }
        }
        return {i, run, skip_closers(run)};
    }

    // Where the sentence after the mark starts; k_no_boundary where none does.
    std::size_t next_start(const Mark& mark) const {
        if (mark.close >= w_.end || w_.skip_openers(w_.start) >= mark.begin) return k_no_boundary;
        if (is_enclosed(mark)) return after_enclosed(mark);
        const bool wide = marks::is_wide_terminator(w_.at(mark.run - 1));
        if (!w_.space(mark.close) && !wide) return without_blank(mark);
        const std::size_t gap = w_.skip_space(mark.close);
        const std::size_t first = w_.skip_openers(gap);
        if (first >= w_.end || is_tail_of_marks(gap)) return k_no_boundary;
        if (wide) return goes_on_after_wide(mark, first) ? k_no_boundary : gap;
        const std::size_t stop = w_.word_end(first);
        return starts(mark, {gap, first, stop, w_.key(first, stop).roles()}) ? gap : k_no_boundary;
    }

  private:
    bool word_at(std::size_t i) const { return i < w_.end && w_.word(i); }

    // Nothing but a few marks is left: "Why? »".
    bool is_tail_of_marks(std::size_t i) const {
        if (w_.end - i > k_longest_tail) return false;
        while (i < w_.end && !w_.word(i)) ++i;
        return i == w_.end;
    }

    std::size_t skip_closers(std::size_t i) const {
        while (i < w_.end) {
            const std::uint32_t c = w_.at(i);
            const bool straight = c == '"' || c == '\'';
            if (marks::is_closer(c) ? !(straight && word_at(i + 1))
                                    : c == 0x201C && (i + 1 == w_.end || w_.space(i + 1))) {
                ++i;
                continue;
            }
            const std::size_t apart = apart_closer_end(c == ' ' ? i + 1 : i);
            if (apart == 0) break;
            i = apart;
        }
        return i;
    }

    // The end of what may stand a blank apart: a reference such as "[12]", the '' of text cut into tokens; 0 for none.
    std::size_t apart_closer_end(std::size_t i) const {
        std::size_t stop = i + 1;
        if (w_.has(i, '\'') && w_.has(stop, '\'')) return stop + 1 == w_.end || w_.space(stop + 1) ? stop + 1 : 0;
        if (!w_.has(i, '[')) return 0;
        while (stop < w_.end && stop - i < 5 && w_.digit(stop)) ++stop;
        return stop > i + 1 && w_.has(stop, ']') ? stop + 1 : 0;
    }

    // "[...]", "(?)": the mark alone in brackets stands for something left out or doubted.
    bool is_enclosed(const Mark& mark) const {
        const std::uint32_t before = w_.at(mark.begin - 1);
        return (before == '[' || before == '(') && (w_.has(mark.run, ']') || w_.has(mark.run, ')'));
    }

    std::size_t after_enclosed(const Mark& mark) const {
        const std::size_t next = mark.run + 2;
        const bool within = mark.begin > w_.start + 1;  // "[...] Then" is one sentence
        const bool starts_anew = within && is_ellipsis(mark) && next < w_.end && w_.space(next - 1) && w_.upper(next);
        return starts_anew ? next : k_no_boundary;
    }

    bool is_ellipsis(const Mark& mark) const {
        for (std::size_t i = mark.begin; i < mark.run; ++i) {
            if (w_.at(i) == 0x2026) return true;
        }
        return mark.run - mark.begin > 1 && w_.at(mark.run - 1) == '.' &&
               (w_.at(mark.run - 2) == '.' || w_.at(mark.run - 2) == ' ');
    }

    bool has_strong(const Mark& mark) const {
        for (std::size_t i = mark.begin; i < mark.run; ++i) {
            if (marks::is_strong(w_.at(i))) return true;
        }
        return false;
    }

    // A full-width stop between digits is a decimal point; speech quoted in Japanese goes on in hiragana.
    bool goes_on_after_wide(const Mark& mark, std::size_t first) const {
        if (w_.at(mark.run - 1) == 0xFF0E && !mark.closed() && w_.digit(first)) return true;
        return mark.closed() && marks::is_hiragana(w_.at(first));
    }

    bool starts(const Mark& mark, const Following& next) const {
        if (w_.lower(next.first)) return is_apart(mark);
        if (has_strong(mark)) return !is_attributed(mark, next) && !is_named(mark, next);
        if (is_ellipsis(mark)) return starts_after_ellipsis(mark, next);
        return starts_after_stop(mark, next);
    }

    // " . ": in text that is cut into tokens the stop stands apart, whatever the case of the next word.
    bool is_apart(const Mark& mark) const { return mark.run == mark.begin + 1 && w_.space(mark.begin - 1); }

    // '"Why?" Mr. Roe asks.': up to three capitalized words and a verb of saying.
    bool is_attributed(const Mark& mark, const Following& next) const {
        if (!mark.closed() || !marks::is_quote_closer(w_.at(mark.close - 1))) return false;
        std::size_t i = next.first;
        for (int count = 0; count < 4; ++count) {
            const std::size_t stop = w_.word_end(i);
            if (stop == i) return false;
            if ((w_.key(i, stop).roles() & lexicon::k_speech) != 0) return count > 0;
            if (!w_.upper(i)) return false;
            i = w_.has(stop, '.') ? stop + 1 : stop;
            if (!w_.has(i, ' ')) return false;
            ++i;
        }
        return false;
    }

    // The company writes itself with a mark: "Yahoo! Inc."
    bool is_named(const Mark& mark, const Following& next) const {
        return !next.starter() && mark.begin - w_.start >= 5 && w_.key(mark.begin - 5, mark.begin).view() == "yahoo";
    }

    bool starts_after_ellipsis(const Mark& mark, const Following& next) const {
        if (next.opened() || w_.caseless(next.first)) return true;
        if (!w_.upper(next.first)) return false;
        const auto dots = std::count(w_.text + mark.begin, w_.text + mark.run, C{'.'});
        const bool first_person = w_.at(next.first) == 'I' &&
                                  (next.word_end == next.first + 1 || Window<C>::apostrophe(w_.at(next.first + 1)));
        return dots >= 4 || !first_person;  // "I" is a capital in mid-sentence too
    }

    // --- the full stop

    bool starts_after_stop(const Mark& mark, const Following& next) const {
        std::size_t begin = w_.token_begin(mark.begin);
        while (begin < mark.begin && Window<C>::apostrophe(w_.at(begin))) ++begin;
        const std::size_t whole = begin;
        begin = last_part(begin, mark.begin);
        const std::size_t length = mark.begin - begin;
        if (length == 0) return true;
        if (begin == w_.start && length <= 2 && (length == 1 || w_.digit(begin)))
            return false;  // "A. First", "12. Next"
        const std::uint16_t roles = word_roles(whole, begin, mark.begin);
        const bool dotted = is_dotted(begin, mark.begin);
        const bool ending = dotted || (roles & lexicon::k_endings) != 0;
        if (marks::is_dash(w_.at(next.gap))) return !(ending || length == 1 || (roles & lexicon::k_title) != 0);
        if ((roles & lexicon::k_numbered) != 0 && w_.digit(next.first)) return false;
        if (length == 1 && w_.is(begin, unicode::k_alpha_class)) return starts_after_letter(mark, next);
        if (is_capitals(begin, mark.begin) && !is_capitals(next.first, next.word_end)) {
            return !(w_.at(next.gap) == '(' && (roles & lexicon::k_endings) != 0);
        }
        if ((roles & lexicon::k_title) != 0 && !mark.closed()) return false;
        return !ending || starts_after_abbreviation(mark, next, roles);
    }

    // The part after the last hyphen: "EU-U.S.", "mid-Nov."
    std::size_t last_part(std::size_t begin, std::size_t stop) const {
        for (std::size_t i = stop - (stop > begin ? 1 : 0); i > begin; --i) {
            if (w_.at(i - 1) == '-') return i;
        }
        return begin;
    }

    std::uint16_t word_roles(std::size_t whole, std::size_t begin, std::size_t stop) const {
        const bool listed = !abbreviations_.empty() && (is_listed(whole, stop) || is_listed(begin, stop));
        if (listed) return lexicon::k_ending;
        const std::uint16_t roles = w_.key(begin, stop).roles();
        return (roles & lexicon::k_capital) != 0 && !w_.upper(begin) ? std::uint16_t{0} : roles;
    }

    bool is_listed(std::size_t begin, std::size_t stop) const {
        std::u32string lowered;
        for (std::size_t i = begin; i < stop; ++i) lowered.push_back(static_cast<char32_t>(unicode::lower(w_.at(i))));
        return std::binary_search(abbreviations_.begin(), abbreviations_.end(), lowered);
    }

    // "U.S", "Ph.D": parts of one or two letters, the last of up to three, with stops between them.
    bool is_dotted(std::size_t begin, std::size_t stop) const {
        std::size_t part = 0;
        bool any = false;
        for (std::size_t i = begin; i < stop; ++i) {
            if (w_.at(i) == '.') {
                if (part < 1 || part > 2) return false;
                any = true;
                part = 0;
            } else if (w_.is(i, unicode::k_alpha_class)) {
                ++part;
            } else {
                return false;
            }
        }
        return any && part >= 1 && part <= 3;
    }

    bool is_capitals(std::size_t begin, std::size_t stop) const {
        bool any = false;
        for (std::size_t i = begin; i < stop; ++i) {
            if (w_.at(i) == '.' || w_.lower(i)) return false;
            any = any || w_.upper(i);
        }
        return any && stop - begin > 1;
    }

    // A single letter: an initial, the pronoun, or the name of a thing ("vitamin c.").
    bool starts_after_letter(const Mark& mark, const Following& next) const {
        if (w_.caseless(next.first)) return false;
        if (mark.closed()) return true;
        const std::size_t letter = mark.begin - 1;
        if (w_.lower(letter)) return next.starter();
        std::size_t stop = letter;
        while (stop > w_.start && w_.space(stop - 1)) --stop;
        const std::size_t begin = w_.token_begin(stop);
        if (w_.at(letter) == 'I') {
            const auto before = w_.key(begin, stop);
            return before.view() == "and" || before.view() == "or" || before.view() == "than" || before.view() == "as";
        }
        const auto word = w_.key(next.first, next.word_end);
        return next.starter() && word.view() != "i" && word.view() != "a" && !(begin < stop && w_.upper(begin));
    }

    bool starts_after_abbreviation(const Mark& mark, const Following& next, std::uint16_t roles) const {
        const bool company_next = (next.roles & lexicon::k_corporate) != 0 && !next.starter();
        if (mark.closed()) return !company_next;
        if (w_.at(next.gap) == '(' || w_.digit(next.first)) return false;
        if (next.word_end == next.first + 1 && w_.has(next.word_end, '.')) return false;  // "S.p. A."
        if (next.word_end == next.first) return next.opened() || w_.at(next.first) != '&';
        if ((roles & lexicon::k_clock) != 0) return starts_after_clock(mark, next);
        if (company_next) return false;
        if (next.starter() || next.opened()) return true;
        return (roles & lexicon::k_corporate) != 0 && is_subject(next.word_end);
    }

    // "Acme Inc. Terms weren't disclosed.": the word after the company is the subject of a verb.
    bool is_subject(std::size_t word_end) const {
        if (!w_.has(word_end, ' ')) return false;
        return (w_.key(word_end + 1, w_.word_end(word_end + 1)).roles() & lexicon::k_auxiliary) != 0;
    }

    // "At 5 a.m. Mr. Roe went" is one sentence, "It closed at 5 p.m. Mr. Roe went" two.
    bool starts_after_clock(const Mark& mark, const Following& next) const {
        if ((next.roles & lexicon::k_zone) != 0) return false;
        if (w_.has(next.word_end, ' ')) {
            const std::size_t second = next.word_end + 1;
            if (w_.key(second, w_.word_end(second)).view() == "time") return false;
        }
        const bool lead = (w_.key(w_.start, w_.word_end(w_.start)).roles() & lexicon::k_time_lead) != 0;
        return !(lead && mark.begin - w_.start <= k_longest_word);
    }

    // --- no blank after the mark

    // "the vote.The minister": a word in lower case before, a capitalized word behind, and nothing like an address.
    std::size_t without_blank(const Mark& mark) const {
        if (has_strong(mark) && w_.caseless(mark.begin - 1) && w_.caseless(mark.close)) return mark.close;
        const std::size_t first = w_.skip_openers(mark.close);
        if (first + 1 >= w_.end || mark.begin - w_.start < 3 || !w_.upper(first)) return k_no_boundary;
        const std::size_t stop = w_.word_end(first);
        if (!is_plain_word(first, stop) || continues_address(stop)) return k_no_boundary;
        const std::size_t begin = w_.token_begin(mark.begin);
        const bool starter = (w_.key(first, stop).roles() & lexicon::k_starter) != 0;
        return ends_plain(begin, mark, starter) ? mark.close : k_no_boundary;
    }

    bool is_plain_word(std::size_t first, std::size_t stop) const {
        if (stop == first + 1) return (w_.at(first) == 'A' || w_.at(first) == 'I') && w_.has(stop, ' ');
        if (Window<C>::apostrophe(w_.at(first + 1))) return true;
        for (std::size_t i = first + 1; i < stop; ++i) {
            if (!w_.lower(i) && !Window<C>::apostrophe(w_.at(i))) return false;
        }
        return true;
    }

    bool continues_address(std::size_t stop) const {
        if (stop >= w_.end) return false;
        const std::uint32_t c = w_.at(stop);
        return c == '/' || c == '@' || c == '(' || (c == '.' && word_at(stop + 1));
    }

    bool ends_plain(std::size_t begin, const Mark& mark, bool starter) const {
        if (begin == mark.begin) return false;
        if (marks::is_closer(w_.at(mark.begin - 1))) return true;
        if (w_.digit(begin)) {
            return starter && std::all_of(w_.text + begin, w_.text + mark.begin,
                                          [](C c) { return (unicode::classes(c) & unicode::k_digit_class) != 0; });
        }
        if (mark.begin - begin < 2 || (word_roles(begin, begin, mark.begin) & lexicon::k_abbreviation) != 0)
            return false;
        for (std::size_t i = begin + 1; i < mark.begin; ++i) {
            if (!w_.lower(i) && w_.at(i) != '-' && !Window<C>::apostrophe(w_.at(i))) return false;
        }
        if (w_.lower(begin)) return true;
        return w_.upper(begin) && (starter || mark.run - mark.begin > 1);  // "Node.Js" is a name
    }

    Window<C> w_;
    const std::vector<std::u32string>& abbreviations_;
};

}  // namespace newsnlp
