// ROUGE as in the PyPI package rouge-score, and the greedy oracle that maximizes it.
//
// Texts come in lower case, as bytes: every character outside [a-z0-9] separates tokens, and a line
// feed also ends a line (a "sentence" of ROUGE-Lsum). One TokenNumbers numbers the tokens of all texts that
// are compared with each other.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "core/base/hash_seed.hpp"

namespace newsnlp::summaries {

struct RougeScore {
    double precision = 0.0;
    double recall = 0.0;
    double fmeasure = 0.0;
};

// What to count: ROUGE-n by its n of 1 to 9, or one of the two below.
constexpr int k_rouge_l = 0;
constexpr int k_rouge_lsum = -1;

struct RougeText {
    std::vector<std::int32_t> tokens;
    std::vector<std::size_t> line_ends;  // one past each line's last token
};

class TokenNumbers {
  public:
    explicit TokenNumbers(bool stem) : stem_(stem) {}
    RougeText tokenize(std::string_view lower_case);
    std::size_t size() const { return ids_.size(); }

  private:
    std::int32_t add(std::string_view token);
    bool stem_;
    std::string scratch_;
    std::unordered_map<std::string, std::int32_t, base::StringHash, std::equal_to<>> ids_;
};

// A reference whose n-grams are counted once, for any number of candidates.
class RougeReference {
  public:
    // `longest` is the largest n of ROUGE-n that will be asked for.
    RougeReference(RougeText text, std::size_t longest);
    RougeScore score(const RougeText& candidate, int kind) const;

  private:
    struct Grams {
        std::unordered_map<std::uint64_t, std::uint32_t, base::NumberHash> numbers;
        std::vector<std::uint32_t> counts;
    };
    std::size_t shared_grams(const std::vector<std::int32_t>& tokens, std::size_t n) const;

    RougeText text_;
    std::vector<Grams> grams_;  // of 1, 2, ... tokens
};

// Greedily picks the sentences that together maximise ROUGE-1 F + ROUGE-2 F (the best over the
// references), joined in source order, until no sentence fits or improves the score; ties go to the first.
// `costs` has three numbers a sentence, `limits` three bounds on their sums.
std::vector<std::size_t> greedy_oracle(const std::vector<RougeText>& sentences,
                                       const std::vector<RougeText>& references, std::size_t token_count,
                                       const std::int64_t* costs, const std::array<std::int64_t, 3>& limits);

}  // namespace newsnlp::summaries
