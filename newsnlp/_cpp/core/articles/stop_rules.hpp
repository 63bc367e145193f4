// What a full stop after an abbreviation, an initial or a plain word means.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

#include "core/articles/lexicon.hpp"
#include "core/articles/punctuation.hpp"
#include "core/articles/window.hpp"

namespace newsnlp::articles {

// A run of marks [begin, run) followed by the closing quotes and brackets [run, close).
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

// `abbreviations` are the user's own: lower case, sorted.
template <typename C>
class StopRules {
  public:
    StopRules(const Window<C>& window, const std::vector<std::u32string>& abbreviations)
        : w_(window), abbreviations_(abbreviations) {}

    // Whether a sentence starts after a single full stop.
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
        if (punctuation::is_dash(w_.at(next.gap))) return !(ending || length == 1 || (roles & lexicon::k_title) != 0);
        if (belongs_to_number(begin, mark.begin, next)) return false;
        if ((roles & lexicon::k_name) != 0 && is_capitals(begin, mark.begin)) return next.starter() || next.opened();
        if (is_quoted_title(begin, mark)) return false;
        if (length == 1 && w_.is(begin, base::unicode::k_alpha_class)) return starts_after_letter(mark, next);
        if (is_capitals(begin, mark.begin) && !is_capitals(next.first, next.word_end)) {
            return !(w_.at(next.gap) == '(' && (roles & lexicon::k_endings) != 0);
        }
        if ((roles & lexicon::k_title) != 0 && !mark.closed()) return false;
        return !ending || starts_after_abbreviation(mark, next, roles);
    }

    // The roles of the word [begin, stop); the user's abbreviations may name it with (`whole`) or without its hyphens.
    std::uint16_t word_roles(std::size_t whole, std::size_t begin, std::size_t stop) const {
        const bool listed = !abbreviations_.empty() && (is_listed(whole, stop) || is_listed(begin, stop));
        if (listed) return lexicon::k_ending;
        const std::uint16_t roles = w_.key(begin, stop).roles();
        return (roles & lexicon::k_capital) != 0 && !w_.upper(begin) ? std::uint16_t{0} : roles;
    }

  private:
    // The part after the last hyphen: "EU-U.S.", "mid-Nov."; a single letter there is not an initial: "ARPA-H."
    std::size_t last_part(std::size_t begin, std::size_t stop) const {
        for (std::size_t i = stop; i > begin; --i) {
            if (w_.at(i - 1) == '-' && i < stop) return i + 1 < stop ? i : begin;
        }
        return begin;
    }

    bool is_listed(std::size_t begin, std::size_t stop) const {
        std::u32string lowered;
        for (std::size_t i = begin; i < stop; ++i)
            lowered.push_back(static_cast<char32_t>(base::unicode::lower(w_.at(i))));
        return std::binary_search(abbreviations_.begin(), abbreviations_.end(), lowered);
    }

    // "U.S", "Ph.D", "H.Con.Res": parts of up to three letters with stops between them.
    bool is_dotted(std::size_t begin, std::size_t stop) const {
        std::size_t part = 0;
        bool any = false;
        for (std::size_t i = begin; i < stop; ++i) {
            if (w_.at(i) == '.') {
                if (part < 1 || part > 3) return false;
                any = true;
                part = 0;
            } else if (w_.is(i, base::unicode::k_alpha_class)) {
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

    // "No. 5", "Jan. 31", in text without capitals too; "Vol. IV", but not "No. I said".
    bool belongs_to_number(std::size_t begin, std::size_t stop, const Following& next) const {
        const Key word = w_.key(begin, stop);
        if (w_.digit(next.first)) return (word.roles() & (lexicon::k_numbered | lexicon::k_month)) != 0;
        if ((word.roles() & lexicon::k_numbered) == 0 || word.view() == "no") return false;
        return next.word_end > next.first && std::all_of(w_.text + next.first, w_.text + next.word_end, [](C c) {
                   return c == 'I' || c == 'V' || c == 'X' || c == 'L';
               });
    }

    // 'the campaign "Meth. We are on it"': the first word of a quotation that no comma or colon introduces.
    bool is_quoted_title(std::size_t begin, const Mark& mark) const {
        if (mark.closed() || begin < w_.start + 3 || !w_.word(mark.begin - 1)) return false;
        const std::uint32_t quote = w_.at(begin - 1);
        const bool opened = quote == '"' || quote == 0x201C || quote == 0x2018;
        return opened && w_.at(begin - 2) == ' ' && w_.word(begin - 3);
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
        const auto word = w_.key(next.first, next.word_end);
        const bool starter = next.starter() && word.view() != "i" && word.view() != "a";
        if (w_.at(letter) == 'I') {  // the pronoun, or the first of its name
            const auto before = w_.key(begin, stop);
            const std::string_view joins[] = {"and", "or", "than", "as"};
            return starter || std::find(std::begin(joins), std::end(joins), before.view()) != std::end(joins);
        }
        return starter && !(begin < stop && w_.upper(begin));
    }

    bool starts_after_abbreviation(const Mark& mark, const Following& next, std::uint16_t roles) const {
        const bool company_next = (next.roles & lexicon::k_corporate) != 0 && !next.starter();
        if (mark.closed()) return !company_next;
        if (w_.at(next.gap) == '(' || w_.digit(next.first)) return false;
        if (next.word_end == next.first + 1 && w_.has(next.word_end, '.')) return false;  // "S.p. A."
        if (next.word_end == next.first) return next.opened();
        if ((roles & lexicon::k_clock) != 0) return starts_after_clock(mark, next);
        if (company_next) return false;
        if (is_number_sign(next)) return false;
        if (next.starter() || next.opened()) return true;
        return (roles & lexicon::k_corporate) != 0 && is_subject(next.word_end);
    }

    // "the U.S. No. 1"
    bool is_number_sign(const Following& next) const {
        return (next.roles & lexicon::k_numbered) != 0 && w_.has(next.word_end, '.');
    }

    // "Acme Inc. Terms weren't disclosed.": the word after the company is the subject of a verb.
    bool is_subject(std::size_t word_end) const {
        if (!w_.has(word_end, ' ')) return false;
        return (w_.key(word_end + 1, w_.word_end(word_end + 1)).roles() & lexicon::k_auxiliary) != 0;
    }

    // "AST", "BRT"
    bool is_zone(const Following& next) const {
        const std::size_t length = next.word_end - next.first;
        const bool short_capitals = length >= 2 && length <= 4 && is_capitals(next.first, next.word_end);
        return short_capitals && w_.at(next.word_end - 1) == 'T' && !next.starter();
    }

    // "At 5 a.m. Mr. Roe went" is one sentence, "It closed at 5 p.m. Mr. Roe went" two.
    bool starts_after_clock(const Mark& mark, const Following& next) const {
        if ((next.roles & lexicon::k_zone) != 0 || is_zone(next)) return false;
        if (w_.has(next.word_end, ' ')) {
            const std::size_t second = next.word_end + 1;
            if (w_.key(second, w_.word_end(second)).view() == "time") return false;
            if (second < w_.end && w_.digit(second)) return false;  // "2:21 p.m. April 3"
        }
        const bool lead = (w_.key(w_.start, w_.word_end(w_.start)).roles() & lexicon::k_time_lead) != 0;
        return !(lead && mark.begin - w_.start <= k_longest_word);
    }

    const Window<C>& w_;
    const std::vector<std::u32string>& abbreviations_;
};

}  // namespace newsnlp::articles
