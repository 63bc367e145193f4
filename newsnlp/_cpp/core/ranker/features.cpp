#include "core/ranker/features.hpp"

#include <algorithm>
#include <cmath>

#include "core/base/interrupt.hpp"
#include "core/ranker/edges.hpp"

namespace newsnlp::ranker {
namespace {

using base::Range;
using base::TextView;

constexpr float k_never = 99;  // the index of a word that does not occur
constexpr float k_absent = -1;

float share(float part, float whole) noexcept { return part / std::max(1.0F, whole); }

// Describes the sentences of one document one by one.
class Describer {
  public:
    Describer(const Document& document, Similarity& similarity)
        : document_(document), parts_(*document.parts), similarity_(similarity), told_(document.size(), 0) {
        mean_words_ = static_cast<float>(document.tokens.size()) / static_cast<float>(document.size());
    }

    void set_position(std::size_t i, Features& row);
    void set_length(std::size_t i, Features& row) const;
    void set_similarity(std::size_t i, Features& row);
    void set_frequency(std::size_t i, Features& row) const;
    void set_names(std::size_t i, Features& row) const;
    void set_opening(std::size_t i, Features& row) const;
    void set_classes(std::size_t i, Features& row) const;
    void set_marks(std::size_t i, Features& row) const;

  private:
    bool has(std::size_t token, unsigned classes) const noexcept {
        return (document_.term(token).classes & classes) != 0;
    }
    bool flagged(std::size_t token, unsigned flags) const noexcept { return (document_.flags[token] & flags) != 0; }
    std::size_t begin(std::size_t i) const noexcept { return document_.bounds[i]; }
    std::size_t end(std::size_t i) const noexcept { return document_.bounds[i + 1]; }
    float words(std::size_t i) const noexcept { return static_cast<float>(document_.words(i)); }
    void set_told(std::size_t i, Features& row);

    const Document& document_;
    const articles::Parts& parts_;
    Similarity& similarity_;
    float mean_words_;
    std::size_t paragraph_ = 0;  // of the sentence described last
    std::size_t first_ = 0;      // sentence of that paragraph
    std::size_t behind_ = 0;     // its last one
    std::vector<float> told_;    // by sentence: what it shares with the one described
};

void Describer::set_position(std::size_t i, Features& row) {
    const auto& paragraphs = parts_.paragraphs;
    const std::size_t start = parts_.sentences[i].begin;
    const std::size_t before = paragraph_;
    while (paragraph_ + 1 < paragraphs.size() && paragraphs[paragraph_ + 1].begin <= start) ++paragraph_;
    if (i == 0 || paragraph_ != before) {
        first_ = behind_ = i;
        const bool more = paragraph_ + 1 < paragraphs.size();
        while (behind_ < document_.size() &&
               (!more || parts_.sentences[behind_].begin < paragraphs[paragraph_ + 1].begin)) {
            ++behind_;
        }
    }
    const auto total = static_cast<float>(document_.tokens.size());
    row.index = static_cast<float>(i);
    row.relative_index = row.index / static_cast<float>(std::max<std::size_t>(2, document_.size()) - 1);
    row.sentences = static_cast<float>(document_.size());
    row.words_before = static_cast<float>(begin(i));
    row.share_before = share(row.words_before, total);
    row.words_of_text = total;
    row.paragraph = static_cast<float>(paragraph_);
    row.index_in_paragraph = static_cast<float>(i - first_);
    row.sentences_of_paragraph = static_cast<float>(behind_ - first_);
    row.headline = flag(document_.headline);
    row.dateline = flag(parts_.dateline.end > parts_.dateline.begin);
}

void Describer::set_length(std::size_t i, Features& row) const {
    float characters = 0;
    float rarity = 0;
    for (std::size_t k = begin(i); k < end(i); ++k) {
        const Term& term = document_.term(k);
        characters += static_cast<float>(document_.lengths[k]);
        rarity += term.rarity;
        row.rare_words += flag(term.is_rare());
    }
    const Range range = parts_.sentences[i];
    row.words = words(i);
    row.characters = static_cast<float>(range.end - range.begin);
    row.mean_words = mean_words_;
    row.relative_words = mean_words_ > 0 ? row.words / mean_words_ : 0;
    row.word_length = share(characters, row.words);
    row.rare_share = share(row.rare_words, row.words);
    row.mean_rarity = share(rarity, row.words);
    row.previous_words = i > 0 ? words(i - 1) : k_absent;
    row.next_words = i + 1 < document_.size() ? words(i + 1) : k_absent;
}

void Describer::set_similarity(std::size_t i, Features& row) {
    const Similarity::Row like = similarity_.compare(i);
    row.centroid = like.centroid;
    row.near_centroid = like.near_centroid;
    row.frequent = like.frequent;
    row.lead = like.lead;
    row.opening = like.opening;
    row.previous = like.previous;
    row.next = like.next;
    set_told(i, row);
}

// How much of the rare terms of a sentence, by rarity, the best other sentence has, before it, after it, and overall.
void Describer::set_told(std::size_t i, Features& row) {
    const auto own = similarity_.entries(i);
    float all = 0;
    float before = 0;
    float after = 0;
    float of_headline = 0;
    for (const auto& entry : own) {
        const Term& term = document_.terms[entry.term];
        if (!term.is_rare()) continue;
        all += term.rarity;
        if (term.in_headline) of_headline += term.rarity;
        if (term.sentences < 2) continue;
        if (term.first < i) before += term.rarity;
        if (term.last > i) after += term.rarity;
        if (term.sentences > Term::k_most_sentences) continue;
        for (std::uint32_t n = 0; n < term.sentences; ++n) {
            float& told = told_[term.first_sentences[n]];
            told += term.rarity;
            float& most = term.first_sentences[n] < i ? row.told_before : row.told_after;
            if (term.first_sentences[n] != i) most = std::max(most, told);
        }
    }
    for (const auto& entry : own) {
        const Term& term = document_.terms[entry.term];
        for (std::uint32_t n = 0; n < std::min<std::uint32_t>(term.sentences, Term::k_most_sentences); ++n) {
            told_[term.first_sentences[n]] = 0;
        }
    }
    if (all > 0) {
        row.told_before /= all;
        row.told_after /= all;
        row.known_before = before / all;
        row.known_after = after / all;
    }
    row.headline_told = document_.headline_rarity > 0 ? of_headline / document_.headline_rarity : k_absent;
}

void Describer::set_frequency(std::size_t i, Features& row) const {
    float in_first = 0;
    float in_lead = 0;
    float single = 0;
    float in_headline = 0;
    for (std::size_t k = begin(i); k < end(i); ++k) {
        const Term& term = document_.term(k);
        if (!term.is_rare()) continue;
        const auto count = static_cast<float>(term.count);
        if (term.count > 1) row.recurrence += std::log(count) * term.rarity;
        row.top_weight = std::max(row.top_weight, count * term.rarity);
        row.new_words += flag(term.first == i);
        in_first += flag(term.first == 0);
        in_lead += flag(term.first < 3);
        single += flag(term.count == 1);
        in_headline += flag(term.in_headline);
    }
    row.mean_recurrence = share(row.recurrence, row.rare_words);
    row.new_share = share(row.new_words, row.rare_words);
    row.in_first_share = share(in_first, row.rare_words);
    row.in_lead_share = share(in_lead, row.rare_words);
    row.single_share = share(single, row.rare_words);
    row.in_headline = document_.headline_rarity > 0 ? share(in_headline, row.rare_words) : k_absent;
}

void Describer::set_names(std::size_t i, Features& row) const {
    float recurrence = 0;
    float long_words = 0;
    float titled = 0;
    float shouted = 0;
    for (std::size_t k = begin(i); k < end(i); ++k) {
        const Term& term = document_.term(k);
        const bool capital = flagged(k, k_capital_flag);
        if (capital && k > begin(i)) {
            row.capitals += 1;
            row.new_capitals += flag(term.first == i);
            if (term.count > 1) recurrence += std::log(static_cast<float>(term.count));
        }
        if (flagged(k, k_long_flag)) {
            long_words += 1;
            titled += flag(capital);
        }
        shouted += flag(flagged(k, k_capitals_flag));
        row.digits += flag(flagged(k, k_digit_flag));
    }
    row.capital_share = share(row.capitals, row.words);
    row.old_capitals = row.capitals - row.new_capitals;
    row.capital_recurrence = share(recurrence, row.capitals);
    row.title_case = share(titled, long_words);
    row.all_capitals_share = share(shouted, row.words);
    row.money = static_cast<float>(document_.marks[i].money);
}

void Describer::set_opening(std::size_t i, Features& row) const {
    row.first_pronoun = row.first_name = row.first_verb = k_never;
    const std::size_t first = begin(i);
    if (first == end(i)) return;
    const Term& term = document_.term(first);
    const bool more = first + 1 < end(i);
    row.opening_rarity = term.rarity;
    row.opens_name = flag(more && flagged(first, k_capital_flag) && flagged(first + 1, k_capital_flag));
    row.opens_known = flag(term.is_rare() && term.first < i);
    if (more && has(first, k_definite_class)) row.opens_definite = flagged(first + 1, k_capital_flag) ? 1.0F : 2.0F;
    row.opens_pronoun = flag(has(first, k_pronoun_class));
    row.opens_demonstrative = flag(has(first, k_demonstrative_class));
    row.opens_connective = flag(has(first, k_connective_class));
    row.opens_personal = flag(has(first, k_personal_class));
    row.opens_digit = flag(flagged(first, k_digit_flag));
    row.opens_lower = flag(flagged(first, k_lower_flag));
    constexpr unsigned k_verbs = k_auxiliary_class | k_modal_class | k_speech_class;
    for (std::size_t k = end(i); k > first;) {
        const auto index = static_cast<float>(--k - first);
        if (has(k, k_pronoun_class | k_demonstrative_class)) row.first_pronoun = index;
        // Every first word has a capital, so only a rare one may be a name.
        if (flagged(k, k_capital_flag) && (k > first || term.is_rare())) row.first_name = index;
        if (has(k, k_verbs) || flagged(k, k_past_flag)) row.first_verb = index;
    }
    row.pronoun_first = flag(row.first_pronoun < row.first_name);
}

void Describer::set_classes(std::size_t i, Features& row) const {
    float pronouns = 0;
    float personal = 0;
    float links = 0;
    for (std::size_t k = begin(i); k < end(i); ++k) {
        row.past += flag(flagged(k, k_past_flag));
        const unsigned classes = document_.term(k).classes;
        if (classes == 0) continue;  // as most words
        pronouns += flag((classes & k_pronoun_class) != 0);
        personal += flag((classes & k_personal_class) != 0);
        links += flag((classes & k_link_class) != 0);
        row.address += flag((classes & k_address_class) != 0);
        row.captions += flag((classes & k_caption_class) != 0);
        row.times += flag((classes & k_time_class) != 0);
        row.auxiliaries += flag((classes & k_auxiliary_class) != 0);
        row.definite += flag((classes & k_definite_class) != 0);
        row.organizations += flag((classes & k_organization_class) != 0);
        if ((classes & k_speech_class) == 0) continue;
        row.speech += 1;
        if (k == begin(i)) continue;
        const bool more = k + 1 < end(i);
        if (has(k - 1, k_pronoun_class) || (more && has(k + 1, k_pronoun_class))) row.pronoun_said = 1;
        if (flagged(k - 1, k_capital_flag) || (more && flagged(k + 1, k_capital_flag))) row.name_said = 1;
    }
    row.pronoun_share = share(pronouns, row.words);
    row.personal_share = share(personal, row.words);
    row.link_share = share(links, row.words);
}

void Describer::set_marks(std::size_t i, Features& row) const {
    const Marks& marks = document_.marks[i];
    row.quotes = static_cast<float>(marks.quotes);
    row.quoted_share = share(static_cast<float>(marks.quoted), row.characters);
    row.quote_open = static_cast<float>(marks.quotes % 2);
    row.commas = static_cast<float>(marks.commas);
    row.colons = static_cast<float>(marks.colons);
    row.brackets = static_cast<float>(marks.brackets);
    row.other_marks = static_cast<float>(marks.others);
    row.newlines = static_cast<float>(marks.newlines);
}

// The features that depend on a sentence's neighbours.
void set_neighbours(std::vector<Features>& rows) {
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const Features* const before = i > 0 ? &rows[i - 1] : nullptr;
        const Features* const behind = i + 1 < rows.size() ? &rows[i + 1] : nullptr;
        rows[i].previous_capitals = before != nullptr ? before->capitals : k_absent;
        rows[i].previous_title_case = before != nullptr ? before->title_case : k_absent;
        rows[i].previous_quoted = before != nullptr ? before->quoted_share : k_absent;
        rows[i].previous_ending = before != nullptr ? before->ending : k_absent;
        rows[i].next_capitals = behind != nullptr ? behind->capitals : k_absent;
        rows[i].next_quoted = behind != nullptr ? behind->quoted_share : k_absent;
        rows[i].next_told_before = behind != nullptr ? behind->told_before : k_absent;
    }
}

Columns to_columns(const std::vector<Features>& rows) {
    Columns columns;
    columns.rows = rows.size();
    columns.stride = (rows.size() + Columns::k_block - 1) / Columns::k_block * Columns::k_block;
    columns.values.assign(columns.stride * k_features.size(), 0);
    float* column = columns.values.data();
    for (const auto& [name, member] : k_features) {
        for (std::size_t i = 0; i < rows.size(); ++i) column[i] = rows[i].*member;
        column += columns.stride;
    }
    return columns;
}

}  // namespace

Columns describe(const TextView& text, const Document& document, Similarity& similarity) {
    std::vector<Features> rows(document.size(), Features{});
    Describer describer(document, similarity);
    base::with_code_points(text, [&](const auto* codes) {
        for (std::size_t i = 0; i < rows.size(); ++i) {
            Features& row = rows[i];
            base::poll_interrupt(8 * document.words(i) + 8);
            describer.set_position(i, row);
            describer.set_length(i, row);
            describer.set_similarity(i, row);
            describer.set_frequency(i, row);
            describer.set_names(i, row);
            describer.set_opening(i, row);
            describer.set_classes(i, row);
            describer.set_marks(i, row);
            set_edges(codes, document.parts->sentences, i, row);
        }
    });
    set_neighbours(rows);
    return to_columns(rows);
}

}  // namespace newsnlp::ranker
