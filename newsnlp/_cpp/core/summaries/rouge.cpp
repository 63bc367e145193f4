#include "core/summaries/rouge.hpp"

#include <algorithm>

#include "core/base/interrupt.hpp"
#include "core/base/sizes.hpp"
#include "core/terms/porter.hpp"

namespace newsnlp::summaries {
namespace {

using Tokens = std::vector<std::int32_t>;

bool is_token_char(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); }

double f_measure(double precision, double recall) {
    if (precision + recall <= 0.0) return 0.0;
    return 2 * precision * recall / (precision + recall);
}

RougeScore from_hits(std::size_t hits, std::size_t of_candidate, std::size_t of_reference) {
    RougeScore score;
    score.precision = static_cast<double>(hits) / static_cast<double>(std::max<std::size_t>(of_candidate, 1));
    score.recall = static_cast<double>(hits) / static_cast<double>(std::max<std::size_t>(of_reference, 1));
    score.fmeasure = f_measure(score.precision, score.recall);
    return score;
}

// The length of the longest common subsequence; two rows of the table suffice.
std::size_t lcs_length(const Tokens& a, const Tokens& b) {
    std::vector<std::size_t> row(b.size() + 1, 0);
    for (const std::int32_t token : a) {
        base::poll_interrupt(4 * b.size());
        std::size_t diagonal = 0;
        for (std::size_t j = 0; j < b.size(); ++j) {
            const std::size_t above = row[j + 1];
            row[j + 1] = token == b[j] ? diagonal + 1 : std::max(above, row[j]);
            diagonal = above;
        }
    }
    return row.back();
}

using Line = std::pair<const std::int32_t*, std::size_t>;

std::vector<Line> lines_of(const RougeText& text) {
    std::vector<Line> lines;
    std::size_t start = 0;
    for (const std::size_t end : text.line_ends) {
        if (end > start) lines.emplace_back(text.tokens.data() + start, end - start);
        start = end;
    }
    return lines;
}

// Marks the tokens of `reference` on one longest common subsequence with `candidate`: the one that rouge-score finds,
// which goes left only if that is strictly longer.
void mark_lcs(const Line& reference, const Line& candidate, std::vector<char>& marked) {
    enum Step : char { k_match, k_left, k_up };
    const std::size_t rows = reference.second, cols = candidate.second;
    std::vector<Step> steps(base::checked_multiply(rows, cols));
    std::vector<std::uint32_t> row(cols + 1, 0);
    for (std::size_t i = 0; i < rows; ++i) {
        base::poll_interrupt(4 * cols);
        std::uint32_t diagonal = 0;
        for (std::size_t j = 0; j < cols; ++j) {
            const std::uint32_t above = row[j + 1];
            const bool match = reference.first[i] == candidate.first[j];
            steps[i * cols + j] = match ? k_match : row[j] > above ? k_left : k_up;
            // The tie rule compares t[i][j - 1] (this row, done) with t[i - 1][j] (above).
            row[j + 1] = match ? diagonal + 1 : std::max(above, row[j]);
            diagonal = above;
        }
    }
    for (std::size_t i = rows, j = cols; i > 0 && j > 0;) {
        const Step step = steps[(i - 1) * cols + (j - 1)];
        if (step == k_match) marked[i - 1] = 1;
        if (step != k_left) --i;
        if (step != k_up) --j;
    }
}

RougeScore rouge_lsum(const RougeText& candidate, const RougeText& reference) {
    std::unordered_map<std::int32_t, std::size_t> left_in_candidate;
    for (const std::int32_t token : candidate.tokens) ++left_in_candidate[token];
    const std::vector<Line> candidate_lines = lines_of(candidate);
    std::size_t hits = 0;
    for (const Line& line : lines_of(reference)) {
        std::vector<char> marked(line.second, 0);
        for (const Line& other : candidate_lines) {
            base::poll_interrupt(64);
            mark_lcs(line, other, marked);
        }
        for (std::size_t i = 0; i < line.second; ++i) {
            if (!marked[i]) continue;
            // A token of the reference occurs at most once here, so only the candidate's count can reach zero.
            const auto found = left_in_candidate.find(line.first[i]);
            if (found == left_in_candidate.end() || found->second == 0) continue;
            --found->second;
            ++hits;
        }
    }
    return from_hits(hits, candidate.tokens.size(), reference.tokens.size());
}

// An (n+1)-gram is its first n-gram, by number, and its last token.
std::uint64_t gram_key(std::uint32_t gram, std::int32_t token) {
    return (std::uint64_t{gram} << 32) | static_cast<std::uint32_t>(token);
}

// Where a sentence is inserted into the summary: the tokens before and after it, -1 if there are none.
struct Neighbours {
    std::int32_t before = -1;
    std::int32_t after = -1;
};

// The unigrams and bigrams of one reference, and how many of each the summary has so far.
class OracleReference {
  public:
    OracleReference(const RougeText& text, std::size_t token_count)
        : unigrams_(token_count), size_(text.tokens.size()) {
        for (const std::int32_t token : text.tokens) ++unigrams_[static_cast<std::size_t>(token)].wanted;
        for (std::size_t i = 0; i + 1 < size_; ++i) {
            base::poll_interrupt(64);
            const auto added = bigram_ids_.try_emplace(key(text.tokens[i], text.tokens[i + 1]), bigrams_.size());
            if (added.second) bigrams_.emplace_back();
            ++bigrams_[added.first->second].wanted;
        }
    }

    // ROUGE-1 F + ROUGE-2 F of the summary, of `tokens` tokens, with the sentence.
    double value_with(const Tokens& sentence, const Neighbours& neighbours, std::size_t tokens) {
        add(sentence, neighbours, 1);
        const double value = from_hits(hits1_, tokens, size_).fmeasure +
                             from_hits(hits2_, tokens > 0 ? tokens - 1 : 0, size_ > 0 ? size_ - 1 : 0).fmeasure;
        add(sentence, neighbours, -1);
        return value;
    }
    void take(const Tokens& sentence, const Neighbours& neighbours) { add(sentence, neighbours, 1); }

  private:
    struct Count {
        std::int64_t wanted = 0;
        std::int64_t held = 0;
    };

    static std::uint64_t key(std::int32_t first, std::int32_t second) {
        return gram_key(static_cast<std::uint32_t>(first), second);
    }
    static void change(Count& count, int by, std::size_t& hits) {
        const std::int64_t before = std::min(count.held, count.wanted);
        count.held += by;
        hits += static_cast<std::size_t>(std::min(count.held, count.wanted) - before);
    }
    void change_bigram(std::int32_t first, std::int32_t second, int by) {
        if (unigrams_[static_cast<std::size_t>(first)].wanted == 0) return;
        if (unigrams_[static_cast<std::size_t>(second)].wanted == 0) return;
        const auto found = bigram_ids_.find(key(first, second));
        if (found != bigram_ids_.end()) change(bigrams_[found->second], by, hits2_);
    }
    // Adds or removes a sentence.
    void add(const Tokens& sentence, const Neighbours& neighbours, int by) {
        if (sentence.empty()) return;
        for (const std::int32_t token : sentence) change(unigrams_[static_cast<std::size_t>(token)], by, hits1_);
        for (std::size_t i = 0; i + 1 < sentence.size(); ++i) change_bigram(sentence[i], sentence[i + 1], by);
        if (neighbours.before >= 0) change_bigram(neighbours.before, sentence.front(), by);
        if (neighbours.after >= 0) change_bigram(sentence.back(), neighbours.after, by);
        if (neighbours.before >= 0 && neighbours.after >= 0) change_bigram(neighbours.before, neighbours.after, -by);
    }

    std::vector<Count> unigrams_, bigrams_;
    std::unordered_map<std::uint64_t, std::size_t, base::NumberHash> bigram_ids_;
    std::size_t size_, hits1_ = 0, hits2_ = 0;
};

bool fits(const std::int64_t* cost, const std::array<std::int64_t, 3>& left) {
    return cost[0] <= left[0] && cost[1] <= left[1] && cost[2] <= left[2];
}

// The first chosen sentence from `i` on that has a token.
std::size_t next_chosen(const std::vector<RougeText>& sentences, const std::vector<char>& chosen, std::size_t i) {
    while (i < sentences.size() && (!chosen[i] || sentences[i].tokens.empty())) ++i;
    return i;
}

}  // namespace

std::int32_t TokenNumbers::add(std::string_view token) {
    scratch_.assign(token);
    // Short tokens are not stemmed, as in rouge-score.
    if (stem_ && scratch_.size() > 3) scratch_.resize(terms::porter_stem(scratch_.data(), scratch_.size()));
    return ids_.try_emplace(scratch_, static_cast<std::int32_t>(ids_.size())).first->second;
}

RougeText TokenNumbers::tokenize(std::string_view lower_case) {
    RougeText text;
    for (std::size_t i = 0; i < lower_case.size();) {
        if (!is_token_char(lower_case[i])) {
            if (lower_case[i++] == '\n') text.line_ends.push_back(text.tokens.size());
            continue;
        }
        std::size_t end = i + 1;
        while (end < lower_case.size() && is_token_char(lower_case[end])) ++end;
        base::poll_interrupt(64 + end - i);
        text.tokens.push_back(add(lower_case.substr(i, end - i)));
        i = end;
    }
    text.line_ends.push_back(text.tokens.size());
    return text;
}

RougeReference::RougeReference(RougeText text, std::size_t longest) : text_(std::move(text)), grams_(longest) {
    const Tokens& tokens = text_.tokens;
    std::vector<std::uint32_t> numbers(tokens.size(), 0);  // of the n-gram that starts at each token
    for (std::size_t n = 1; n <= longest; ++n) {
        Grams& grams = grams_[n - 1];
        for (std::size_t i = 0; i + n <= tokens.size(); ++i) {
            base::poll_interrupt(64);
            const auto number = static_cast<std::uint32_t>(grams.counts.size());
            const auto [gram, is_new] = grams.numbers.try_emplace(gram_key(numbers[i], tokens[i + n - 1]), number);
            if (is_new) grams.counts.push_back(0);
            numbers[i] = gram->second;
            ++grams.counts[numbers[i]];
        }
    }
}

RougeScore RougeReference::score(const RougeText& candidate, int kind) const {
    if (kind == k_rouge_lsum) return rouge_lsum(candidate, text_);
    if (kind == k_rouge_l)
        return from_hits(lcs_length(candidate.tokens, text_.tokens), candidate.tokens.size(), text_.tokens.size());
    const auto n = static_cast<std::size_t>(kind);
    const auto grams_of = [n](const Tokens& tokens) { return tokens.size() < n ? 0 : tokens.size() - n + 1; };
    return from_hits(shared_grams(candidate.tokens, n), grams_of(candidate.tokens), grams_of(text_.tokens));
}

// The number of n-grams in common, each as often as it stands in both.
std::size_t RougeReference::shared_grams(const std::vector<std::int32_t>& tokens, std::size_t n) const {
    std::unordered_map<std::uint32_t, std::uint32_t, base::NumberHash> held;
    std::size_t hits = 0;
    for (std::size_t i = 0; i + n <= tokens.size(); ++i) {
        base::poll_interrupt(32 * n);
        std::uint32_t number = 0;
        bool known = true;
        for (std::size_t length = 1; length <= n && known; ++length) {
            const auto gram = grams_[length - 1].numbers.find(gram_key(number, tokens[i + length - 1]));
            known = gram != grams_[length - 1].numbers.end();
            if (known) number = gram->second;
        }
        if (known && held[number] < grams_[n - 1].counts[number]) ++held[number], ++hits;
    }
    return hits;
}

std::vector<std::size_t> greedy_oracle(const std::vector<RougeText>& sentences,
                                       const std::vector<RougeText>& references, std::size_t token_count,
                                       const std::int64_t* costs, const std::array<std::int64_t, 3>& limits) {
    std::vector<OracleReference> counted;
    for (const RougeText& reference : references) counted.emplace_back(reference, token_count);
    std::vector<char> chosen(sentences.size(), 0);
    std::array<std::int64_t, 3> left = limits;
    std::size_t tokens = 0;
    double reached = 0.0;
    while (true) {
        std::size_t best = sentences.size();
        Neighbours around, best_around;
        for (std::size_t i = 0, next = 0; i < sentences.size(); ++i) {
            const Tokens& sentence = sentences[i].tokens;
            base::poll_interrupt(32 * (sentence.size() + 1) * references.size());
            if (chosen[i]) {
                if (!sentence.empty()) around.before = sentence.back();
                continue;
            }
            if (!fits(costs + 3 * i, left)) continue;
            next = next_chosen(sentences, chosen, std::max(next, i));  // once for all sentences before it
            around.after = next < sentences.size() ? sentences[next].tokens.front() : -1;
            double value = 0.0;
            for (OracleReference& reference : counted)
                value = std::max(value, reference.value_with(sentence, around, tokens + sentence.size()));
            if (value > reached) reached = value, best = i, best_around = around;
        }
        if (best == sentences.size()) break;
        chosen[best] = 1;
        tokens += sentences[best].tokens.size();
        for (OracleReference& reference : counted) reference.take(sentences[best].tokens, best_around);
        for (std::size_t k = 0; k < 3; ++k) left[k] -= costs[3 * best + k];
    }
    std::vector<std::size_t> rows;
    for (std::size_t i = 0; i < sentences.size(); ++i)
        if (chosen[i]) rows.push_back(i);
    return rows;
}

}  // namespace newsnlp::summaries
