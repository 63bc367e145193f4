#include "core/articles/paragraphs.hpp"

#include <algorithm>
#include <string_view>

#include "core/articles/lexicon.hpp"
#include "core/articles/punctuation.hpp"
#include "core/articles/window.hpp"
#include "core/base/interrupt.hpp"
#include "core/base/unicode.hpp"

namespace newsnlp::articles {
namespace {

constexpr std::size_t k_narrowest = 25;     // shorter lines are items of a list rather than wrapped prose
constexpr std::size_t k_widest = 120;       // wider lines are whole paragraphs
constexpr std::size_t k_longest_item = 60;  // of a list in lower case
constexpr std::size_t k_run_on_share = 5;
constexpr std::size_t k_caseless_lines = 3;
constexpr std::size_t k_prose_lines = 3;  // as many lines in a block show its width
constexpr std::size_t k_full = 4;         // a line is nearly full at 4/5 of the width
constexpr std::size_t k_full_of = 5;

// A line of text that is not blank; `indent` is the white space before it.
struct Line {
    std::size_t begin;
    std::size_t end;
    std::size_t indent;
    bool after_blank;  // the first line of a block

    std::size_t length() const { return end - begin; }
    bool narrow() const { return length() >= k_narrowest && length() <= k_widest; }
};

// Lines between two blank ones.
struct Block {
    std::size_t width = 0;  // of the widest line that can be wrapped prose
    std::size_t lines = 0;
};

template <typename C>
class Wrapping {
  public:
    Wrapping(const C* text, std::size_t length) : text_(text), length_(length) { read_lines(); }

    std::vector<base::Range> paragraphs(LineBreaks mode) const {
        const bool wrapped = mode == LineBreaks::k_auto && is_hard_wrapped();
        std::vector<base::Range> found;
        Block block;
        for (std::size_t i = 0; i < lines_.size(); ++i) {
            const Line& line = lines_[i];
            if (line.after_blank && wrapped) block = measure_block(i);
            const bool joins = !line.after_blank && (mode == LineBreaks::k_space || (wrapped && continues(i, block)) ||
                                                     (mode == LineBreaks::k_auto && is_split(i)));
            if (joins) {
                found.back().end = line.end;
            } else {
                found.push_back({line.begin, line.end});
            }
        }
        return found;
    }

  private:
    bool space(std::size_t i) const { return base::unicode::is_space(text_[i]); }

    void read_lines() {
        bool after_blank = true;
        std::size_t start = 0;
        while (start < length_) {
            std::size_t stop = start;
            while (stop < length_ && !punctuation::is_line_break(text_[stop])) ++stop;
            base::poll_interrupt(64 + 4 * (stop - start));
            Line line{start, stop, 0, after_blank};
            while (line.begin < line.end && space(line.begin)) ++line.begin;
            while (line.end > line.begin && space(line.end - 1)) --line.end;
            line.indent = line.begin - start;
            after_blank = line.length() == 0;
            if (!after_blank) lines_.push_back(line);
            start = stop + 1;
            if (stop + 1 < length_ && text_[stop] == '\r' && text_[stop + 1] == '\n') ++start;
        }
    }

    bool is_hard_wrapped() const {
        std::size_t breaks = 0;
        std::size_t run_ons = 0;
        Block block;
        for (std::size_t i = 0; i < lines_.size(); ++i) {
            if (lines_[i].after_blank) {
                block = measure_block(i);
            } else {
                ++breaks;
                run_ons += is_run_on(i, block, k_narrowest) ? 1 : 0;
            }
        }
        return run_ons > 0 && run_ons * k_run_on_share >= breaks;
    }

    // Measures the block that starts at line i.
    Block measure_block(std::size_t i) const {
        Block block;
        do {
            if (lines_[i].length() <= k_widest) block.width = std::max(block.width, lines_[i].length());
            ++block.lines;
            ++i;
        } while (i < lines_.size() && !lines_[i].after_blank);
        return block;
    }

    // Whether line i - 1, of at least `shortest` code points, breaks off within a sentence that line i continues.
    bool is_run_on(std::size_t i, const Block& block, std::size_t shortest) const {
        const Line& before = lines_[i - 1];
        if (before.length() < shortest || before.length() > k_widest || ends_sentence(before)) return false;
        const std::uint16_t classes = base::unicode::classes(text_[lines_[i].begin]);
        if ((classes & base::unicode::k_lower_class) != 0) return true;
        // Without lower case (all capitals, scripts without case) only the width of a longer block can decide.
        return (classes & base::unicode::k_alpha_class) != 0 && block.lines >= k_caseless_lines && is_full(i, block) &&
               !has_lower(before) && !has_lower(lines_[i]);
    }

    // Whether the break is certainly within a sentence: a long line, or one that ends with a comma, continues in lower
    // case, or a line continues with "'s".
    bool is_split(std::size_t i) const {
        const Line& before = lines_[i - 1];
        const Line& line = lines_[i];
        const std::uint32_t first = text_[line.begin];
        const bool apostrophe = first == '\'' || first == 0x2019;
        if (apostrophe && line.length() > 1 && text_[line.begin + 1] == 's')
            return line.length() == 2 || space(line.begin + 2);
        if (before.length() < k_longest_item && text_[before.end - 1] != ',') return false;
        return !ends_sentence(before) && (base::unicode::classes(first) & base::unicode::k_lower_class) != 0;
    }

    bool ends_sentence(const Line& line) const {
        std::size_t end = line.end;
        while (end > line.begin + 1 && punctuation::is_closer(text_[end - 1])) --end;
        const std::uint32_t last = text_[end - 1];
        return punctuation::is_terminator(last) || last == ':';
    }

    bool has_lower(const Line& line) const {
        for (std::size_t i = line.begin; i < line.end; ++i) {
            if ((base::unicode::classes(text_[i]) & base::unicode::k_lower_class) != 0) return true;
        }
        return false;
    }

    // Whether the first word of line i would not have fitted on the line before it.
    bool is_full(std::size_t i, const Block& block) const {
        const Line& line = lines_[i];
        std::size_t word = line.begin;
        while (word < line.end && word - line.begin < k_widest && !space(word)) {
            if (base::unicode::is_unspaced(text_[word++])) break;
        }
        return lines_[i - 1].length() + 1 + (word - line.begin) > block.width;
    }

    bool continues(std::size_t i, const Block& block) const {
        if (is_run_on(i, block, 1)) return true;
        const Line& before = lines_[i - 1];
        const std::uint32_t first = text_[lines_[i].begin];
        if (punctuation::is_bullet(first) || first == '*' || punctuation::is_dash(first)) return false;
        if (!before.narrow() || lines_[i].indent > before.indent) return false;
        return is_full(i, block) || (block.lines >= k_prose_lines && !ends_sentence(before) && breaks_off(i, block));
    }

    // Whether line i - 1, which is not full, still breaks off: by its last word, by the first one of line i, or because
    // it is nearly full. The first line of a block may be its heading, so that its length says nothing; it may also be
    // prose that has lost its dateline, which an article at its start, or "said", shows.
    bool breaks_off(std::size_t i, const Block& block) const {
        const Line& before = lines_[i - 1];
        const Window<C> line{text_, lines_[i].begin, lines_[i].end};
        const std::uint32_t first = line.at(line.start);
        if ((first >= '0' && first <= '9') || (word_roles(line, line.start) & lexicon::k_corporate) != 0) return true;
        const Window<C> above{text_, before.begin, before.end};
        std::size_t last = above.end;
        while (last > above.start && above.word(last - 1)) --last;
        if ((word_roles(above, last) & lexicon::k_unfinished) != 0) return true;
        return before.after_blank ? is_statement(above) : before.length() * k_full_of >= block.width * k_full;
    }

    static std::uint16_t word_roles(const Window<C>& line, std::size_t begin) {
        return line.key(begin, line.word_end(begin)).roles();
    }

    static bool is_statement(const Window<C>& line) {
        for (std::size_t i = line.start; i < line.end; ++i) {
            if (i > line.start && line.word(i - 1)) continue;
            if (holds(line, i, U"said") && (i + 4 == line.end || !line.word(i + 4))) return true;
        }
        return holds(line, line.start, U"The ") || holds(line, line.start, U"A ") || holds(line, line.start, U"An ");
    }

    static bool holds(const Window<C>& line, std::size_t i, std::u32string_view text) {
        return line.end - i >= text.size() &&
               std::equal(text.begin(), text.end(), line.text + i, [](char32_t a, C b) { return a == b; });
    }

    const C* text_;
    std::size_t length_;
    std::vector<Line> lines_;
};

}  // namespace

std::vector<base::Range> find_paragraphs(const base::TextView& text, LineBreaks line_breaks) {
    return base::with_code_points(
        text, [&](const auto* data) { return Wrapping(data, text.length).paragraphs(line_breaks); });
}

}  // namespace newsnlp::articles
