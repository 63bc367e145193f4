#include "core/articles/sentences.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>
#include <string>
#include <string_view>

#include "core/articles/punctuation.hpp"
#include "core/articles/sentence_rules.hpp"
#include "core/articles/window.hpp"
#include "core/base/code_points.hpp"
#include "core/base/interrupt.hpp"
#include "core/terms/csr.hpp"

namespace newsnlp::articles {
namespace {

// Code points below 128 at which a rule may look for a boundary.
constexpr std::array<bool, 128> k_candidates = [] {
    std::array<bool, 128> table{};
    for (const char c : {'.', '!', '?', ':', ')'}) table[static_cast<std::size_t>(c)] = true;
    return table;
}();

constexpr std::string_view k_credits[] = {"Image", "Photo", "Photos", "Photograph", "Picture", "Credit"};

// A marker of a list: "1.", "2)", "3.)", "a."; `number` counts up within one list.
struct Marker {
    std::uint32_t number = 0;  // 0: no list
    bool letter = false;
    char style = '.';  // '.', ')' or 'b' for both: ".)"
    std::size_t end = 0;
};

template <typename C>
class Splitter {
  public:
    Splitter(const C* text, const std::vector<std::u32string>& abbreviations, std::vector<base::Range>& found)
        : w_{text, 0, 0}, abbreviations_(abbreviations), found_(found) {}

    void split(const base::Range& range) {
        w_.end = range.end;
        w_.start = w_.skip_space(range.begin);
        while (w_.end > w_.start && w_.space(w_.end - 1)) --w_.end;
        if (w_.start == w_.end) return;
        marker_ = {};
        std::size_t i = open_sentence(w_.start);
        for (std::size_t from = i; (i = next_candidate(i)) < w_.end; from = i) {
            i = visit(i);
            base::poll_interrupt(64 + 4 * (i - from));
        }
        found_.push_back({w_.start, w_.end});
    }

  private:
    std::size_t next_candidate(std::size_t i) const {
        for (; i < w_.end; ++i) {
            const std::uint32_t c = w_.at(i);
            if (c < 128 ? k_candidates[c] : punctuation::is_terminator(c) || punctuation::is_bullet(c)) break;
        }
        return i;
    }

    // Checks the candidate at i and returns where to continue.
    std::size_t visit(std::size_t i) {
        const std::uint32_t c = w_.at(i);
        if ((c == ')' || c == '.') && marker_.number != 0 && cut_before_marker(i)) return marker_.end;
        if (c == ')') return i + 1;
        if (c == ':') return cut_before_credit(i);
        if (punctuation::is_bullet(c)) {
            if (i == w_.start || !w_.space(i - 1)) return i + 1;
            cut(i, i);
            return open_sentence(i);
        }
        const SentenceRules<C> rules(w_, abbreviations_);
        const Mark mark = rules.read_mark(i);
        const std::size_t next = rules.next_start(mark);
        if (next == k_no_boundary) return mark.close;
        cut(std::min(mark.close, next), next);
        return open_sentence(next);
    }

    // Ends the sentence before `stop` and starts one at `next`.
    void cut(std::size_t stop, std::size_t next) {
        while (stop > w_.start && w_.space(stop - 1)) --stop;
        if (stop > w_.start) found_.push_back({w_.start, stop});
        w_.start = next;
    }

    // Skips the bullet and the list marker that a sentence may begin with.
    std::size_t open_sentence(std::size_t i) {
        while (i < w_.end && (punctuation::is_bullet(w_.at(i)) || w_.at(i) == ' ')) ++i;
        const Marker marker = read_marker(i);
        if (marker.number == 0) return i;
        marker_ = marker;
        return marker.end;
    }

    Marker read_marker(std::size_t i) const {
        Marker marker;
        std::size_t stop = i;
        std::uint32_t number = 0;
        while (stop < w_.end && stop - i < 3 && w_.at(stop) >= '0' && w_.at(stop) <= '9') {
            number = number * 10 + w_.at(stop++) - '0';
        }
        if (stop == i && i < w_.end && w_.at(i) >= 'a' && w_.at(i) <= 'z') {
            number = w_.at(stop++);
            marker.letter = true;
        }
        if (stop == i || stop >= w_.end || (w_.at(stop) != '.' && w_.at(stop) != ')')) return {};
        marker.style = w_.at(stop) == ')' ? ')' : '.';
        if (w_.at(stop) == '.' && w_.has(stop + 1, ')')) {
            marker.style = 'b';
            ++stop;
        }
        marker.end = stop + 1;
        if (marker.end >= w_.end || !w_.space(marker.end)) return {};
        marker.number = number;
        return marker;
    }

    // "1) first 2) second": cuts before the marker whose mark stands at i if it is the next of the running list.
    bool cut_before_marker(std::size_t i) {
        const std::size_t longest = marker_.letter ? 1 : 3;
        std::size_t begin = i;
        while (begin > w_.start + 1 && i - begin < longest && w_.word(begin - 1)) --begin;
        if (begin == i || !w_.space(begin - 1)) return false;
        const Marker next = read_marker(begin);
        const bool same_list = next.letter == marker_.letter && next.style == marker_.style;
        if (next.number != marker_.number + 1 || !same_list) return false;
        const std::size_t after = w_.skip_space(next.end);
        if (after >= w_.end || !w_.upper(after)) return false;
        cut(begin, begin);
        marker_ = next;
        return true;
    }

    // "... after the vote Photo: Jane Roe": a credit is not part of the caption before it.
    std::size_t cut_before_credit(std::size_t i) {
        std::size_t begin = i;
        while (begin > w_.start && i - begin < k_longest_word && w_.word(begin - 1)) --begin;
        if (begin <= w_.start + 1 || w_.at(begin - 1) != ' ' || !w_.has(i + 1, ' ')) return i + 1;
        for (const std::string_view credit : k_credits) {
            if (std::equal(w_.text + begin, w_.text + i, credit.begin(), credit.end())) {
                cut(begin, begin);
                break;
            }
        }
        return i + 1;
    }

    Window<C> w_;
    Marker marker_;
    const std::vector<std::u32string>& abbreviations_;
    std::vector<base::Range>& found_;
};

}  // namespace

std::vector<base::Range> split_sentences(const base::TextView& text, const std::vector<base::Range>& ranges,
                                         const std::vector<std::u32string>& abbreviations) {
    std::vector<base::Range> found;
    base::with_code_points(text, [&](const auto* data) {
        Splitter splitter(data, abbreviations, found);
        for (const base::Range& range : ranges) splitter.split(range);
    });
    return found;
}

SentencesOfTexts split_texts(const std::vector<base::TextView>& texts, LineBreaks line_breaks,
                             const std::vector<std::u32string>& abbreviations, std::size_t first,
                             base::ThreadPool& pool) {
    const std::vector<std::size_t> chunks = terms::make_chunks({texts.data(), texts.size()}, pool);
    std::vector<SentencesOfTexts> found(chunks.size() - 1);
    pool.run(found.size(), [&](std::size_t, std::size_t chunk) {
        base::CodePoints code_points;
        for (std::size_t i = chunks[chunk]; i < chunks[chunk + 1]; ++i) {
            try {
                const base::TextView text = code_points.read(texts[i]);
                const auto sentences = split_sentences(text, find_paragraphs(text, line_breaks), abbreviations);
                found[chunk].sentences.insert(found[chunk].sentences.end(), sentences.begin(), sentences.end());
            } catch (const std::invalid_argument& error) {
                throw std::invalid_argument("texts[" + std::to_string(first + i) + "]: " + error.what());
            }
            found[chunk].ends.push_back(found[chunk].sentences.size());
        }
    });
    SentencesOfTexts all;
    for (const SentencesOfTexts& part : found) {
        for (const std::size_t end : part.ends) all.ends.push_back(all.sentences.size() + end);
        all.sentences.insert(all.sentences.end(), part.sentences.begin(), part.sentences.end());
    }
    return all;
}

}  // namespace newsnlp::articles
