#include "core/ranker/features.hpp"

#include <algorithm>
#include <cmath>

#include "core/base/unicode.hpp"

namespace newsnlp::ranker {
namespace {

// A term at least this rare carries meaning; below it are the function words of English.
constexpr float k_rare = 0.42F;

struct Entry {
    std::uint32_t term;
    float weight;
};

// Sentences as unit vectors of term weights, and what they are compared with. Every comparison is with one vector, so
// all of it is linear in the text.
class Similarity {
  public:
    explicit Similarity(const Document& document);

    float dot(std::size_t i, const std::vector<float>& other) const noexcept {
        float sum = 0;
        for (std::uint32_t e = bounds_[i]; e < bounds_[i + 1]; ++e) sum += entries_[e].weight * other[entries_[e].term];
        return sum;
    }
    float cosine(std::size_t i, const std::vector<float>& other, float norm) const noexcept {
        return norm > 0 ? dot(i, other) / norm : 0;
    }
    float between(std::size_t i, std::size_t j) noexcept {
        add(j, 1, scratch_);
        const float sum = dot(i, scratch_);
        for (std::uint32_t e = bounds_[j]; e < bounds_[j + 1]; ++e) scratch_[entries_[e].term] = 0;
        return sum;
    }
    void write(std::size_t i, float* out) noexcept;

  private:
    void add(std::size_t i, float times, std::vector<float>& sum) const noexcept {
        for (std::uint32_t e = bounds_[i]; e < bounds_[i + 1]; ++e) sum[entries_[e].term] += times * entries_[e].weight;
    }
    static float norm(const std::vector<float>& vector) noexcept {
        float sum = 0;
        for (const float x : vector) sum += x * x;
        return std::sqrt(sum);
    }
    void add_vectors(const Document& document);
    void walk();

    std::size_t size_;
    std::vector<Entry> entries_;
    std::vector<std::uint32_t> bounds_;
    std::vector<float> centroid_, near_, frequent_, lead_, opening_, scratch_;
    std::vector<float> walked_;
    float centroid_norm_ = 0, near_norm_ = 0, frequent_norm_ = 0, lead_norm_ = 0;
};

Similarity::Similarity(const Document& document) : size_(document.size()) {
    for (auto* vector : {&centroid_, &near_, &frequent_, &lead_, &opening_, &scratch_}) {
        vector->assign(document.terms.size(), 0);
    }
    add_vectors(document);
    for (std::size_t i = 0; i < size_; ++i) {
        add(i, 1, centroid_);
        add(i, 1 / (1 + 0.25F * static_cast<float>(i)), near_);
        if (i < 3) add(i, 1, lead_);
        if (i == 0) add(i, 1, opening_);
    }
    for (std::size_t t = 0; t < document.terms.size(); ++t) {
        const DocumentTerm& term = document.terms[t];
        frequent_[t] = std::log(static_cast<float>(term.count)) * term.rarity * term.rarity;
    }
    centroid_norm_ = norm(centroid_);
    near_norm_ = norm(near_);
    frequent_norm_ = norm(frequent_);
    lead_norm_ = norm(lead_);
    walk();
}

void Similarity::add_vectors(const Document& document) {
    bounds_.push_back(0);
    for (std::size_t i = 0; i < size_; ++i) {
        const auto begin = entries_.size();
        for (std::uint32_t k = document.bounds[i]; k < document.bounds[i + 1]; ++k) scratch_[document.tokens[k]] += 1;
        float squares = 0;
        for (std::uint32_t k = document.bounds[i]; k < document.bounds[i + 1]; ++k) {
            const std::uint32_t t = document.tokens[k];
            if (scratch_[t] <= 0) continue;
            const float weight = scratch_[t] * document.terms[t].rarity * document.terms[t].rarity;
            entries_.push_back({t, weight});
            squares += weight * weight;
            scratch_[t] = 0;
        }
        const float scale = squares > 0 ? 1 / std::sqrt(squares) : 0;
        for (std::size_t e = begin; e < entries_.size(); ++e) entries_[e].weight *= scale;
        bounds_.push_back(static_cast<std::uint32_t>(entries_.size()));
    }
}

// Three steps of the walk of continuous LexRank (Erkan and Radev 2004), without its matrix.
void Similarity::walk() {
    std::vector<float> degree(size_);
    std::vector<float> sum(scratch_.size());
    walked_.assign(size_, 1);
    for (std::size_t i = 0; i < size_; ++i) degree[i] = std::max(1e-9F, dot(i, centroid_));
    for (int step = 0; step < 3; ++step) {
        std::fill(sum.begin(), sum.end(), 0.0F);
        for (std::size_t i = 0; i < size_; ++i) add(i, walked_[i] / degree[i], sum);
        for (std::size_t i = 0; i < size_; ++i) walked_[i] = 0.15F + 0.85F * dot(i, sum);
    }
}

void Similarity::write(std::size_t i, float* out) noexcept {
    out[0] = cosine(i, centroid_, centroid_norm_);
    out[1] = cosine(i, near_, near_norm_);
    out[2] = cosine(i, frequent_, frequent_norm_);
    out[3] = walked_[i];
    out[4] = cosine(i, lead_, lead_norm_);
    out[5] = dot(i, opening_);
    out[6] = i > 0 ? between(i, i - 1) : -1;
    out[7] = i + 1 < size_ ? between(i, i + 1) : -1;
}

// Counts over the tokens of one sentence.
struct Counts {
    float rare = 0, rarity = 0, probability = 0, recurrence = 0, characters = 0, top = 0;
    float fresh = 0, again = 0, in_first = 0, in_lead = 0, single = 0;
    float capitals = 0, capital_recurrence = 0, new_capitals = 0, digits = 0, all_capitals = 0;
    float pronouns = 0, speech = 0, personal = 0, times = 0, negations = 0, modals = 0;
};

void count_rare(const DocumentTerm& term, std::size_t i, Counts& counts) noexcept {
    const float logarithm = std::log(static_cast<float>(term.count));
    counts.rare += 1;
    counts.recurrence += logarithm * term.rarity;
    counts.top = std::max(counts.top, static_cast<float>(term.count) * term.rarity);
    counts.fresh += term.first == i;
    counts.again += term.last > i;
    counts.in_first += term.first == 0;
    counts.in_lead += term.first < 3;
    counts.single += term.count == 1;
}

Counts count_tokens(const Document& document, std::size_t i) noexcept {
    Counts counts;
    const auto total = static_cast<float>(document.tokens.size());
    for (std::uint32_t k = document.bounds[i]; k < document.bounds[i + 1]; ++k) {
        const DocumentTerm& term = document.terms[document.tokens[k]];
        const std::uint8_t flags = document.flags[k];
        counts.rarity += term.rarity;
        counts.probability += static_cast<float>(term.count) / total;
        counts.characters += static_cast<float>(document.lengths[k]);
        if (term.rarity > k_rare) count_rare(term, i, counts);
        if ((flags & (k_capital_flag | k_opening_flag)) == k_capital_flag) {
            counts.capitals += 1;
            counts.capital_recurrence += std::log(static_cast<float>(term.count));
            counts.new_capitals += term.first == i;
        }
        counts.digits += (flags & k_digit_flag) != 0;
        counts.all_capitals += (flags & k_capitals_flag) != 0;
        counts.pronouns += (term.classes & k_pronoun_class) != 0;
        counts.speech += (term.classes & k_speech_class) != 0;
        counts.personal += (term.classes & k_personal_class) != 0;
        counts.times += (term.classes & k_time_class) != 0;
        counts.negations += (term.classes & k_negation_class) != 0;
        counts.modals += (term.classes & k_modal_class) != 0;
    }
    return counts;
}

void write_pairs(const Document& document, std::size_t i, float words, float* out) noexcept {
    float again = 0;
    float weight = 0;
    float lead = 0;
    for (std::uint32_t k = document.bounds[i]; k + 1 < document.bounds[i + 1]; ++k) {
        const DocumentPair& pair = document.pairs[document.token_pairs[k]];
        if (pair.sentences > 1) {
            again += 1;
            weight += std::log(static_cast<float>(pair.sentences));
        }
        lead += pair.first < i && pair.first < 2;
    }
    out[0] = again;
    out[1] = again / words;
    out[2] = weight;
    out[3] = lead / words;
}

bool is_quote(std::uint32_t code) noexcept { return code == '"' || code == 0x201C || code == 0x201D || code == '`'; }
bool opens_quote(std::uint32_t code) noexcept { return is_quote(code) || code == '\'' || code == 0x2018; }

struct Marks {
    float quotes = 0, quoted = 0, commas = 0, brackets = 0, questions = 0, dashes = 0;
};

template <typename Code>
Marks count_marks(const Code* text, base::Range range) noexcept {
    Marks marks;
    bool inside = false;
    for (std::size_t p = range.begin; p < range.end; ++p) {
        const std::uint32_t code = text[p];
        if (is_quote(code)) {
            marks.quotes += 1;
            inside = !inside;
        }
        marks.quoted += inside;
        marks.commas += code == ',';
        marks.brackets += code == '(' || code == ')';
        marks.questions += code == '?';
        const bool spaced = code == '-' && p + 1 < range.end && (text[p + 1] == '-' || text[p + 1] == ' ');
        marks.dashes += code == 0x2014 || code == 0x2013 || spaced;
    }
    return marks;
}

float end_kind(std::uint32_t code) noexcept {
    if (code == '?') return 1;
    if (code == ':') return 2;
    return code == '.' || code == '"' || code == 0x201D || code == '\'' ? 0.0F : 3.0F;
}

float beginning_kind(std::uint32_t code) noexcept {
    const std::uint16_t classes = base::unicode::classes(code);
    if ((classes & base::unicode::k_upper_class) != 0) return 1;
    return (classes & base::unicode::k_digit_class) != 0 ? 2.0F : 0.0F;
}

template <typename Code>
void write_surface(const Code* text, const Document& document, std::size_t i, const Counts& counts, float words,
                   float* out) noexcept {
    const base::Range range = document.sentences[i];
    const Marks marks = count_marks(text, range);
    const unsigned opening = document.words(i) > 0 ? document.terms[document.tokens[document.bounds[i]]].classes : 0U;
    const bool empty = range.begin == range.end;
    const float values[] = {
        counts.capitals,
        counts.capitals / words,
        counts.capital_recurrence / std::max(1.0F, counts.capitals),
        counts.new_capitals,
        counts.digits,
        counts.all_capitals,
        (opening & k_pronoun_class) != 0 ? 1.0F : 0.0F,
        (opening & k_conjunction_class) != 0 ? 1.0F : 0.0F,
        (opening & k_personal_class) != 0 ? 1.0F : 0.0F,
        counts.pronouns / words,
        counts.speech,
        counts.personal / words,
        counts.times,
        counts.negations,
        counts.modals,
        !empty && opens_quote(text[range.begin]) ? 1.0F : 0.0F,
        marks.quotes,
        marks.quoted / static_cast<float>(std::max<std::size_t>(1, range.end - range.begin)),
        marks.commas,
        marks.brackets,
        marks.questions,
        marks.dashes,
        empty ? 3 : end_kind(text[range.end - 1]),
        empty ? 0 : beginning_kind(text[range.begin]),
        i > 0 ? static_cast<float>(document.words(i - 1)) : -1,
        i + 1 < document.size() ? static_cast<float>(document.words(i + 1)) : -1,
    };
    std::copy(std::begin(values), std::end(values), out);
}

void write_position(const Document& document, std::size_t i, float* out) noexcept {
    const auto index = static_cast<float>(i);
    const auto total = static_cast<float>(document.tokens.size());
    out[0] = index;
    out[1] = index / static_cast<float>(std::max<std::size_t>(2, document.size()) - 1);
    out[2] = static_cast<float>(document.size());
    out[3] = static_cast<float>(document.bounds[i]);
    out[4] = out[3] / std::max(1.0F, total);
    out[5] = total;
}

void write_length(const Document& document, float words, const Counts& counts, float* out) noexcept {
    const float mean = static_cast<float>(document.tokens.size()) / static_cast<float>(document.size());
    out[0] = words;
    out[1] = counts.rare;
    out[2] = counts.characters / std::max(1.0F, words);
    out[3] = mean > 0 ? words / mean : 0;
    out[4] = counts.rare / std::max(1.0F, words);
    out[5] = mean;
}

void write_frequency(const Counts& counts, float words, float* out) noexcept {
    const float rare = std::max(1.0F, counts.rare);
    const float values[] = {counts.probability / words,
                            counts.recurrence,
                            counts.recurrence / rare,
                            counts.rarity / words,
                            counts.top,
                            counts.fresh / rare,
                            counts.fresh,
                            counts.again / rare,
                            counts.again,
                            counts.in_first / rare,
                            counts.in_lead / rare,
                            counts.single / rare};
    std::copy(std::begin(values), std::end(values), out);
}

}  // namespace

void sentence_features(const base::TextView& text, const Document& document, float* out) {
    Similarity similarity(document);
    for (std::size_t i = 0; i < document.size(); ++i, out += k_sentence_features.size()) {
        const Counts counts = count_tokens(document, i);
        const auto words = static_cast<float>(document.words(i));
        const float at_least_one = std::max(1.0F, words);
        write_position(document, i, out);
        write_length(document, words, counts, out + 6);
        similarity.write(i, out + 12);
        write_frequency(counts, at_least_one, out + 20);
        write_pairs(document, i, at_least_one, out + 32);
        base::with_code_points(
            text, [&](const auto* codes) { write_surface(codes, document, i, counts, at_least_one, out + 36); });
    }
}

}  // namespace newsnlp::ranker
