// The rules that distinguish a mark that ends a sentence from one that belongs to a word.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "core/articles/lexicon.hpp"
#include "core/articles/punctuation.hpp"
#include "core/articles/stop_rules.hpp"
#include "core/articles/window.hpp"

namespace newsnlp::articles {

constexpr std::size_t k_longest_tail = 8;
constexpr std::size_t k_longest_quotation = 500;
constexpr std::size_t k_no_boundary = static_cast<std::size_t>(-1);

template <typename C>
class SentenceRules {
  public:
    SentenceRules(const Window<C>& window, const std::vector<std::u32string>& abbreviations)
        : w_(window), stops_(w_, abbreviations) {}

    // Reads the run of marks at i, such as "?!", "..." and ". . .", and the closing marks after it.
    Mark read_mark(std::size_t i) const {
        std::size_t run = i;
        while (run < w_.end) {
            if (punctuation::is_terminator(w_.at(run))) {
                ++run;
            } else if (w_.at(run) == ' ' && w_.at(run - 1) == '.' && w_.has(run + 1, '.') && !word_at(run + 2)) {
                run += 2;
            } else {
                break;
            }
        }
        return {i, run, skip_closers(run)};
    }

    // Where the sentence after the mark starts, or k_no_boundary.
    std::size_t next_start(const Mark& mark) const {
        if (mark.close >= w_.end || w_.skip_openers(w_.start) >= mark.begin) return k_no_boundary;
        if (is_enclosed(mark)) return after_enclosed(mark);
        const bool wide = punctuation::is_wide_terminator(w_.at(mark.run - 1));
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
            if (punctuation::is_closer(c) ? !(straight && word_at(i + 1)) || (c == '"' && is_quoted(i))
                                          : c == 0x201C && (i + 1 == w_.end || w_.space(i + 1))) {
                ++i;
                continue;
            }
            const std::size_t apart = apart_closer_end(w_.skip_space(i));
            if (apart == 0) break;
            i = apart;
        }
        return i;
    }

    // The quotation mark at i has its counterpart earlier in the sentence.
    bool is_quoted(std::size_t i) const {
        const std::size_t from = i - w_.start > k_longest_quotation ? i - k_longest_quotation : w_.start;
        return std::count(w_.text + from, w_.text + i, C{'"'}) % 2 == 1;
    }

    // The end of text that may follow after a blank: a reference such as "[12]", the '' of tokenized text, a stray mark
    // or closing bracket; 0 if there is none.
    std::size_t apart_closer_end(std::size_t i) const {
        std::size_t stop = i + 1;
        const bool stray = i < w_.end && w_.space(i - 1) && punctuation::is_stray(w_.at(i));
        if (stray) return stop == w_.end || w_.space(stop) ? stop : 0;
        if (w_.has(i, '\'') && w_.has(stop, '\'')) return stop + 1 == w_.end || w_.space(stop + 1) ? stop + 1 : 0;
        if (!w_.has(i, '[')) return 0;
        while (stop < w_.end && stop - i < 5 && w_.digit(stop)) ++stop;
        return stop > i + 1 && w_.has(stop, ']') ? stop + 1 : 0;
    }

    // "[...]", "(?)": a mark alone in brackets means an omission or a doubt; "[.]" ends a quotation.
    bool is_enclosed(const Mark& mark) const {
        const std::uint32_t before = w_.at(mark.begin - 1);
        if (mark.run == mark.begin + 1 && w_.at(mark.begin) == '.') return false;
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
            if (punctuation::is_strong(w_.at(i))) return true;
        }
        return false;
    }

    // A full-width stop between digits is a decimal point; speech quoted in Japanese goes on in hiragana.
    bool goes_on_after_wide(const Mark& mark, std::size_t first) const {
        if (w_.at(mark.run - 1) == 0xFF0E && !mark.closed() && w_.digit(first)) return true;
        return mark.closed() && punctuation::is_hiragana(w_.at(first));
    }

    bool starts(const Mark& mark, const Following& next) const {
        if (punctuation::is_joiner(w_.at(next.first))) return false;
        const bool camel = next.first + 1 < w_.end && w_.upper(next.first + 1);  // "iPhone"
        if (w_.lower(next.first) && !camel) return is_apart(mark);
        if (is_signed(mark, next)) return false;
        if (has_strong(mark)) return !is_attributed(mark, next) && !is_named(mark, next);
        if (is_ellipsis(mark)) return starts_after_ellipsis(mark, next);
        return stops_.starts_after_stop(mark, next);
    }

    // " . ": in tokenized text the stop has blanks around it, whatever the case of the next word.
    bool is_apart(const Mark& mark) const {
        return mark.run == mark.begin + 1 && w_.space(mark.begin - 1) && w_.at(mark.begin) != 0x2026;
    }

    // '"It rained." - Jane Roe': a dash and a name after the quotation.
    bool is_signed(const Mark& mark, const Following& next) const {
        if (!mark.closed() || !punctuation::is_quote_closer(w_.at(mark.close - 1)) ||
            !punctuation::is_dash(w_.at(next.gap)))
            return false;
        const std::size_t name = w_.skip_space(next.gap + 1);
        return name < w_.end && w_.upper(name);
    }

    // '"Why?" Mr. Roe asks.': up to three capitalized words and a verb of saying.
    bool is_attributed(const Mark& mark, const Following& next) const {
        if (!mark.closed() || !punctuation::is_quote_closer(w_.at(mark.close - 1))) return false;
        const bool title = (next.roles & lexicon::k_title) != 0;
        if (next.starter() && !title && w_.at(next.first) != 'I') return false;  // "But Mr. Roe asked: ..."
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

    // The mark is part of a company's name: "Yahoo! Inc.", "E! Network"
    bool is_named(const Mark& mark, const Following& next) const {
        if (next.starter()) return false;
        const std::size_t before = mark.begin - w_.start;
        if (w_.at(mark.begin - 1) == 'E') return before == 1 || w_.space(mark.begin - 2);
        return before >= 5 && w_.key(mark.begin - 5, mark.begin).view() == "yahoo";
    }

    bool starts_after_ellipsis(const Mark& mark, const Following& next) const {
        if (next.opened() || w_.caseless(next.first)) return true;
        if (!w_.upper(next.first)) return false;
        const auto dots = std::count(w_.text + mark.begin, w_.text + mark.run, C{'.'});
        const bool first_person = w_.at(next.first) == 'I' &&
                                  (next.word_end == next.first + 1 || Window<C>::apostrophe(w_.at(next.first + 1)));
        return dots >= 4 || !first_person;  // "I" is a capital in mid-sentence too
    }

    // --- no blank after the mark

    // "the vote.The minister": a lower-case word before, a capitalized word after, and nothing like an address.
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
        if (punctuation::is_closer(w_.at(mark.begin - 1))) return true;
        if (w_.digit(begin)) {
            return starter && std::all_of(w_.text + begin, w_.text + mark.begin, [](C c) {
                       return (base::unicode::classes(c) & base::unicode::k_digit_class) != 0;
                   });
        }
        if (mark.begin - begin < 2 || (stops_.word_roles(begin, begin, mark.begin) & lexicon::k_abbreviation) != 0)
            return false;
        for (std::size_t i = begin + 1; i < mark.begin; ++i) {
            if (!w_.lower(i) && w_.at(i) != '-' && !Window<C>::apostrophe(w_.at(i))) return false;
        }
        if (w_.lower(begin)) return true;
        return w_.upper(begin) && (starter || mark.run - mark.begin > 1);  // "Node.Js" is a name
    }

    const Window<C>& w_;
    StopRules<C> stops_;
};

}  // namespace newsnlp::articles
