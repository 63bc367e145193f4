// How the work on hostile texts grows: twice the text, about twice the steps. Steps are counted, not timed: the program
// is compiled with -fsanitize-coverage=trace-pc, which calls a function in every block of code. Known
// shapes are measured once, then a made-up piece of text that is repeated is measured for each input.
#include <memory>
#include <mutex>
#include <string>

#include "core/articles/article.hpp"
#include "core/base/interrupt.hpp"
#include "core/summaries/rouge.hpp"
#include "core/summaries/selection.hpp"
#include "core/summaries/sentence_terms.hpp"
#include "core/terms/hashing.hpp"
#include "core/terms/term_index.hpp"
#include "core/terms/vocabulary.hpp"
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

template <typename Work>
double count_steps(Work&& work) {
    const std::uint64_t before = g_steps;
    work();
    return static_cast<double>(g_steps - before);
}

// Checks that `work(2 n)` takes at most `times` the steps of `work(n)`. More may be a step at one length, where a text
// begins to be treated in another way; then the next two doublings must not take more as well.
template <typename Work>
void check_growth(std::size_t n, double times, const char* what, Work&& work) {
    work(1);  // makes what is made once
    double once = count_steps([&] { work(n); });
    check(once > 0, "steps are counted");
    for (std::size_t size = 2 * n; size <= 8 * n; size *= 2) {
        const double twice = count_steps([&] { work(size); });
        if (twice <= times * once) return;
        once = twice;
    }
    fail(what);
}

std::string repeat(const std::string& piece, std::size_t times) {
    std::string text;
    for (std::size_t i = 0; i < times; ++i) text += piece;
    return text;
}

base::TextView view_of(const std::string& text) { return {text.data(), text.size(), 1, true}; }

base::TextView view_of(const std::vector<std::uint32_t>& codes) { return {codes.data(), codes.size(), 4, false}; }

const std::string k_pieces[] = {"a.",   "a. ",  "A.b",  "\"",    "(",       "- ",       "\n",   "a\n",
                                "\n\n", "No. ", "... ", "U.S. ", "?!",      "LONDON (", "By ",  "http://",
                                "1.",   "1.\n", ": ",   "' ",    "Photo: ", ") ",       "\xa0", "x,"};

// `make_text(n)` returns a text of about n pieces.
template <typename MakeText>
void check_text(std::size_t n, double times, const std::string& what, MakeText&& make_text) {
    static const summaries::WordSet none;
    check_growth(n, times, ("the terms of " + what).c_str(), [&](std::size_t size) {
        const auto text = make_text(size);
        summaries::sentence_terms({view_of(text)}, none, true);
    });
    check_growth(n, times, ("the parts of " + what).c_str(), [&](std::size_t size) {
        const auto text = make_text(size);
        articles::parse_article(view_of(text), {}, {});
    });
}

void check_known_texts() {
    for (const std::string& piece : k_pieces)
        check_text(4000, 2.5, piece, [&](std::size_t n) { return repeat(piece, n) + "a"; });
}

// Up to four known pieces or special characters in a row.
std::vector<std::uint32_t> make_up(Input& input) {
    std::vector<std::uint32_t> codes;
    for (std::uint32_t left = input.choose(5); left > 0; --left) {
        const std::string& piece = k_pieces[input.choose(std::size(k_pieces))];
        const std::vector<std::uint32_t> special = input.text(3);
        for (const char letter : piece) codes.push_back(static_cast<unsigned char>(letter));
        codes.insert(codes.end(), special.begin(), special.end());
    }
    return codes;
}

// A made-up piece of text again and again, between two others. Short, so that steps which are not proportional to the
// length weigh more: 3 times the steps are allowed.
void check_made_up_text(Input& input) {
    const std::vector<std::uint32_t> before = make_up(input), piece = make_up(input), after = make_up(input);
    check_text(400, 3, "a made-up text", [&](std::size_t n) {
        std::vector<std::uint32_t> codes = before;
        while (!piece.empty() && codes.size() < n) codes.insert(codes.end(), piece.begin(), piece.end());
        codes.insert(codes.end(), after.begin(), after.end());
        return codes;
    });
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

// n sentences of two words that no other sentence has, and the text of all.
struct DistinctSentences {
    explicit DistinctSentences(std::size_t n) {
        std::string text;
        for (std::size_t i = 0; i < n; ++i) {
            const std::string sentence = "word" + std::to_string(i) + " more" + std::to_string(i) + " ";
            sentences.push_back(numbers.tokenize(sentence));
            text += sentence;
        }
        all = numbers.tokenize(text);
    }

    summaries::TokenNumbers numbers{false};
    std::vector<summaries::RougeText> sentences;
    summaries::RougeText all;
};

void check_choices() {
    const auto grow = [](const char* what, auto&& choose) {
        check_growth(1000, 2.7, what, [&](std::size_t n) {
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
    check_growth(1000, 2.5, "ROUGE of every sentence", [](std::size_t n) {
        DistinctSentences distinct(n);
        const summaries::RougeReference reference(std::move(distinct.all), 2);
        for (const auto& sentence : distinct.sentences) check(reference.score(sentence, 2).precision == 1.0, "ROUGE-2");
    });
    // Every sentence gains: as many rounds as sentences, each as long as the text.
    check_growth(40, 4.5, "the oracle", [](std::size_t n) {
        const DistinctSentences distinct(n);
        const std::vector<std::int64_t> costs(3 * n, 1);
        const auto chosen = summaries::greedy_oracle(distinct.sentences, {distinct.all}, distinct.numbers.size(),
                                                     costs.data(), {k_all, k_all, k_all});
        check(chosen.size() == n, "the oracle takes all");
    });
}

void check_names() {
    check_growth(4000, 2.5, "the name of a long n-gram", [](std::size_t n) {
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

// Checks that Ctrl-C is looked for during `work`.
template <typename Work>
void check_heard(const char* what, Work&& work) {
    std::size_t looks = 0;
    const base::InterruptScope scope([&looks] { ++looks; });
    work();
    check(looks > 0, what);
}

void check_interrupts() {
    const auto make_words = [](int count) {
        std::string words;
        for (int i = 0; i < count; ++i) words += "w" + std::to_string(i) + " ";
        return words;
    };
    const std::string words = make_words(40000);
    summaries::TokenNumbers numbers(true);
    summaries::RougeText text;
    check_heard("numbering tokens", [&] { text = numbers.tokenize(words); });
    check_heard("counting n-grams", [&] { summaries::RougeReference(text, 2); });
    const summaries::RougeReference reference(text, 1);
    check_heard("ROUGE-1", [&] { reference.score(text, 1); });

    Store store;
    store.add({words.begin(), words.end()});
    const simd::Kernels& kernels = *all_kernels().back();
    terms::Analysis analysis;
    base::ThreadPool pool(1);
    const auto counts = std::make_shared<terms::TermCounts>(analysis, false);
    counts->add(store.texts(), kernels, pool);
    counts->tally_frequencies();
    const auto columns = std::make_shared<terms::Columns>(counts, 1, 1, kernels, pool);
    const terms::Vocabulary vocabulary(columns);
    base::Buffer<std::uint8_t> blob;
    base::Buffer<std::int64_t> offsets;
    check_heard("naming terms", [&] { vocabulary.write_names(blob, offsets); });
    check_heard("indexing a fit", [&] { terms::Vocabulary(vocabulary, analysis); });
    check_heard("indexing names", [&] { terms::Vocabulary(analysis, blob.data(), offsets.data(), vocabulary.size()); });
    Store few;  // so that Ctrl-C is not looked for while they are read
    const std::string few_words = make_words(1000);
    few.add({few_words.begin(), few_words.end()});
    analysis.max_n = 60;
    std::size_t looks = 0;
    base::ThreadPool watched(1, [&looks] { return ++looks == 0; });
    terms::hash_texts(few.texts(), analysis, {}, kernels, watched);
    check(looks > 2, "hashing n-grams");  // the pool looks once before a text
}

void run(Input input) {
    static std::once_flag once;
    std::call_once(once, [] {
        check_known_texts();
        check_choices();
        check_names();
        check_interrupts();
    });
    check_made_up_text(input);
}

const Target target("work", run);

}  // namespace
}  // namespace newsnlp::fuzz
