// How the work on hostile texts grows: twice the text, about twice the steps. Steps are counted, not timed: the program
// of the tests is compiled with -fsanitize-coverage=trace-pc, which calls a function in every block of code.
#include <memory>
#include <string>

#include "core/articles/article.hpp"
#include "core/summaries/rouge.hpp"
#include "core/summaries/selection.hpp"
#include "core/summaries/sentence_terms.hpp"
#include "core/terms/term_index.hpp"
#include "fuzz.hpp"

static std::uint64_t g_steps = 0;

#ifdef __clang__
#define NEWSNLP_NOT_COUNTED __attribute__((no_sanitize("coverage")))
#else
#define NEWSNLP_NOT_COUNTED __attribute__((no_sanitize_coverage))
#endif

extern "C" NEWSNLP_NOT_COUNTED void __sanitizer_cov_trace_pc() { ++g_steps; }

namespace newsnlp::fuzz {
namespace {

constexpr std::int64_t k_all = std::int64_t{1} << 40;

// Checks that `work(4 n)` takes at most `times` the steps of `work(2 n)`, after `work(n)` to warm up.
template <typename Work>
void check_growth(std::size_t n, double times, const char* what, Work&& work) {
    const auto steps = [&](std::size_t size) {
        const std::uint64_t before = g_steps;
        work(size);
        return static_cast<double>(g_steps - before);
    };
    steps(n);
    const double once = steps(2 * n);
    const double twice = steps(4 * n);
    if (twice > times * once) std::fprintf(stderr, "%.0f steps, then %.0f: ", once, twice);
    check(twice <= times * once, what);
}

std::string repeat(const std::string& piece, std::size_t times) {
    std::string text;
    for (std::size_t i = 0; i < times; ++i) text += piece;
    return text;
}

base::TextView view_of(const std::string& text) { return {text.data(), text.size(), 1, true}; }

const std::string k_pieces[] = {"a.",   "a. ",  "A.b",  "\"",    "(",       "- ",       "\n",   "a\n",
                                "\n\n", "No. ", "... ", "U.S. ", "?!",      "LONDON (", "By ",  "http://",
                                "1.",   "1.\n", ": ",   "' ",    "Photo: ", ") ",       "\xa0", "x,"};

void check_texts() {
    const summaries::WordSet none;
    for (const std::string& piece : k_pieces) {
        check_growth(2000, 2.5, ("the terms of " + piece).c_str(), [&](std::size_t n) {
            const std::string text = repeat(piece, n) + "a";
            summaries::sentence_terms({view_of(text)}, none, true);
        });
        check_growth(2000, 2.5, ("the parts of " + piece).c_str(), [&](std::size_t n) {
            const std::string text = repeat(piece, n) + "a";
            articles::parse_article(view_of(text), {}, {});
        });
    }
}

// n rows of three terms that no other row has.
struct DistinctRows {
    explicit DistinctRows(std::size_t n) : values(3 * n, 1.0), n_rows(n) {
        for (std::size_t i = 0; i <= n; ++i) starts.push_back(static_cast<std::int64_t>(3 * i));
        for (std::size_t i = 0; i < 3 * n; ++i) ids.push_back(static_cast<std::int32_t>(i));
        for (std::size_t i = 0; i < n; ++i) costs.insert(costs.end(), {1, 3, 9});
        fragments = std::make_unique<bool[]>(n);
    }
    summaries::Rows rows() const { return {starts.data(), ids.data(), values.data(), n_rows, 3 * n_rows}; }
    summaries::Budget budget() const { return {costs.data(), fragments.get(), {k_all, k_all, k_all}}; }

    std::vector<std::int64_t> starts;
    std::vector<std::int32_t> ids;
    std::vector<double> values;
    std::vector<std::int64_t> costs;
    std::unique_ptr<bool[]> fragments;
    std::size_t n_rows;
};

void check_choices() {
    const auto grow = [](const char* what, auto&& choose) {
        check_growth(500, 2.7, what, [&](std::size_t n) {
            const DistinctRows distinct(n);
            const summaries::Rows rows = distinct.rows();
            summaries::Choice choice(rows, 2.0, distinct.budget());
            const std::vector<double> probabilities(3 * n, 1.0 / (3.0 * static_cast<double>(n)));
            choose(choice, rows, probabilities, std::vector<double>(n, 1.0));
            check(choice.taken().size() == n, "every row is taken");
        });
    };
    grow("SumBasic", [](auto& choice, const auto& rows, const auto& probabilities, const auto& bias) {
        summaries::choose_sumbasic(choice, rows, probabilities, bias.data());
    });
    grow("KL-Sum", [](auto& choice, const auto& rows, const auto& probabilities, const auto&) {
        summaries::choose_kl(choice, rows, probabilities.data(), 0.01);
    });
    // Every sentence gains: as many rounds as sentences, each as long as the text.
    check_growth(20, 4.5, "the oracle", [](std::size_t n) {
        summaries::TokenNumbers numbers(false);
        std::vector<summaries::RougeText> sentences;
        std::string all;
        for (std::size_t i = 0; i < n; ++i) {
            const std::string sentence = "word" + std::to_string(i) + " more" + std::to_string(i) + " ";
            sentences.push_back(numbers.tokenize(sentence));
            all += sentence;
        }
        const std::vector<std::int64_t> costs(3 * n, 1);
        const auto chosen = summaries::greedy_oracle(sentences, {numbers.tokenize(all)}, numbers.size(), costs.data(),
                                                     {k_all, k_all, k_all});
        check(chosen.size() == n, "the oracle takes all");
    });
}

void check_names() {
    check_growth(2000, 2.5, "the name of a long n-gram", [](std::size_t n) {
        terms::TermIndex index;
        std::uint8_t word[32] = {'a'};
        const std::uint32_t first = index.add_word(word, 1, terms::make_word_key(word, 1));
        std::uint32_t node = first;
        for (std::size_t i = 1; i < n; ++i) node = index.add_gram(node, first);
        base::Buffer<std::uint8_t> name;
        index.append_name(node, name);
        check(name.size() == 2 * n - 1, "the length of a name");
    });
}

void run(Input) {
    check_texts();
    check_choices();
    check_names();
}

const Target target("work", run);

}  // namespace
}  // namespace newsnlp::fuzz
