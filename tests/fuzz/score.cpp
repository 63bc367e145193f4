// Scores of linear models straight from texts, and the offsets of the terms that make them, against sums over maps.
#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <tuple>

#include "core/topics/block_reader.hpp"
#include "core/topics/scoring.hpp"
#include "fuzz.hpp"

namespace newsnlp::fuzz {
namespace {

using Codes = std::vector<std::uint32_t>;

constexpr double k_bias = 0.5;

// A vocabulary and its twin.
struct Terms {
    std::shared_ptr<const terms::Vocabulary> vocabulary;
    std::map<std::string, std::uint32_t> columns;
};

// A block and its twin. Weights and idf are made up from the column.
struct Part {
    const Terms* terms;
    bool has_idf;
    bool sublinear;
    terms::Norm norm;
    std::size_t lead;

    const terms::Analysis& analysis() const { return terms->vocabulary->analysis(); }
    double idf(std::uint32_t column) const { return has_idf ? 0.5 * (1 + column % 5) : 1.0; }
    static double weight(std::uint32_t column, std::size_t topic) {
        return 0.25 * (static_cast<double>((7 * column + 3 * topic) % 17) - 8.0);
    }
};

// One occurrence: where it is, the number of its block, its column and its value.
using Share = std::tuple<std::size_t, std::size_t, std::uint32_t, std::uint32_t, double>;

bool are_close(double a, double b) { return std::fabs(a - b) <= 1e-11 * (1.0 + std::fabs(b)); }

Terms make_terms(const std::vector<Codes>& texts, const terms::Analysis& analysis, std::uint32_t choice) {
    std::set<std::string> known;
    for (const Codes& codes : texts) {
        for (std::string& name : naive_terms(codes, analysis)) known.insert(std::move(name));
    }
    std::vector<std::string> names(known.begin(), known.end());
    if (choice % 2 == 0) std::reverse(names.begin(), names.end());
    Terms terms;
    std::string blob;
    std::vector<std::int64_t> offsets{0};
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (i % 4 == choice / 2) continue;  // some of the terms of the texts are in no vocabulary
        terms.columns[names[i]] = static_cast<std::uint32_t>(offsets.size() - 1);
        blob += names[i];
        offsets.push_back(static_cast<std::int64_t>(blob.size()));
    }
    const auto* bytes = reinterpret_cast<const std::uint8_t*>(blob.data());
    terms.vocabulary = std::make_shared<terms::Vocabulary>(analysis, bytes, offsets.data(), offsets.size() - 1);
    return terms;
}

// The same terms with another analysis if that is of the same kind, otherwise other terms.
Terms make_more_terms(const Terms& terms, const std::vector<Codes>& texts, const terms::Analysis& analysis) {
    const bool words = terms.vocabulary->analysis().analyzer == terms::Analyzer::word;
    if (words != (analysis.analyzer == terms::Analyzer::word)) return make_terms(texts, analysis, 3);
    return {std::make_shared<terms::Vocabulary>(*terms.vocabulary, analysis), terms.columns};
}

std::shared_ptr<const topics::TermBlock> make_block(const Part& part, std::size_t topics) {
    const auto count = static_cast<std::uint32_t>(part.terms->columns.size());
    std::vector<double> weights;
    std::vector<double> idf;
    for (std::uint32_t column = 0; column < count; ++column) {
        idf.push_back(part.idf(column));
        for (std::size_t topic = 0; topic < topics; ++topic) weights.push_back(Part::weight(column, topic));
    }
    return std::make_shared<topics::TermBlock>(part.terms->vocabulary, weights.data(), topics,
                                               part.has_idf ? idf.data() : nullptr, part.sublinear, part.norm,
                                               part.lead);
}

Part choose_part(Input& input, const Terms& terms) {
    constexpr std::size_t leads[] = {0, 1, 2, 3, 30, SIZE_MAX, SIZE_MAX, SIZE_MAX};
    Part part{&terms, input.choose(2) == 0, input.choose(2) == 0, static_cast<terms::Norm>(input.choose(3)), SIZE_MAX};
    const std::size_t lead = leads[input.choose(8)];
    if (part.analysis().analyzer == terms::Analyzer::word) part.lead = lead;
    return part;
}

// The value of each occurrence of a known term in the text for a block.
void add_shares(const Part& part, std::uint32_t number, const Codes& codes, std::vector<Share>& shares) {
    const std::vector<NaiveTerm> found = naive_offsets(codes, part.analysis(), part.lead);
    std::map<std::uint32_t, double> counts;
    for (const NaiveTerm& term : found) {
        if (part.terms->columns.count(term.name) > 0) ++counts[part.terms->columns.at(term.name)];
    }
    std::map<std::uint32_t, double> values;
    double norm = 0.0;
    for (const auto& [column, count] : counts) {
        const double value = (part.sublinear ? 1.0 + std::log(count) : count) * part.idf(column);
        norm += part.norm == terms::Norm::l2 ? value * value : value;
        values[column] = value;
    }
    if (part.norm == terms::Norm::l2) norm = std::sqrt(norm);
    if (part.norm == terms::Norm::none) norm = 1.0;
    for (const NaiveTerm& term : found) {
        const auto column = part.terms->columns.find(term.name);
        if (column == part.terms->columns.end()) continue;
        const std::uint32_t c = column->second;
        shares.emplace_back(term.start, term.end, number, c, values[c] / norm / counts[c]);
    }
}

void check_scores(const std::vector<double>& scores, const std::vector<Share>& shares) {
    for (std::size_t topic = 0; topic < scores.size(); ++topic) {
        double sum = k_bias;
        for (const auto& [start, end, block, column, value] : shares) sum += value * Part::weight(column, topic);
        check(are_close(scores[topic], sum), "a score");
    }
}

void check_contributions(const topics::Contributions& found, const std::vector<Share>& shares, std::size_t topics) {
    check(found.occurrences.size() == shares.size(), "number of occurrences");
    const auto key = [](const topics::Occurrence& one) { return std::tuple(one.start, one.end, one.block); };
    const auto& given = found.occurrences;
    const bool in_order =
        std::is_sorted(given.begin(), given.end(), [&key](const auto& a, const auto& b) { return key(a) < key(b); });
    check(in_order, "the order of occurrences");
    std::vector<std::size_t> order(shares.size());
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
    std::sort(order.begin(), order.end(), [&given, &key](std::size_t a, std::size_t b) {
        return std::tuple(key(given[a]), given[a].column) < std::tuple(key(given[b]), given[b].column);
    });
    for (std::size_t i = 0; i < shares.size(); ++i) {
        const auto& [start, end, block, column, value] = shares[i];
        const topics::Occurrence& one = given[order[i]];
        check(key(one) == std::tuple(start, end, block) && one.column == column, "an occurrence");
        for (std::size_t topic = 0; topic < topics; ++topic) {
            const double worth = found.values[order[i] * topics + topic];
            check(are_close(worth, value * Part::weight(column, topic)), "what an occurrence adds");
        }
    }
}

// Sometimes a text so long that only its lead is read.
Codes choose_text(Input& input) {
    const bool is_long = input.choose(8) == 0;
    Codes codes = input.text(60);
    if (!is_long) return codes;
    Codes repeated;
    for (std::size_t i = 0; i < 16; ++i) {
        repeated.insert(repeated.end(), codes.begin(), codes.end());
        if (i % 4 != 0) repeated.push_back(' ');
    }
    return repeated;
}

void run(Input input) {
    const terms::Analysis first = input.analysis();
    const terms::Analysis second = input.analysis();
    const std::uint32_t names = input.choose(10);
    const std::size_t topics = 1 + input.choose(6);
    Input settings = input;
    for (std::size_t i = 0; i < 15; ++i) input.choose(1);
    std::vector<Codes> texts;
    Store store;
    while (!input.empty()) store.add(texts.emplace_back(choose_text(input)));
    const Terms terms = make_terms(texts, first, names);
    const Terms more = make_more_terms(terms, texts, second);
    std::vector<Part> parts;
    std::vector<std::shared_ptr<const topics::TermBlock>> blocks;
    for (std::size_t i = settings.choose(3) + 1; i > 0; --i) {
        parts.push_back(choose_part(settings, settings.choose(2) == 0 ? terms : more));
        blocks.push_back(make_block(parts.back(), topics));
    }
    const std::vector<double> bias(topics, k_bias);
    const topics::LinearScorer scorer(blocks, bias);
    std::vector<std::vector<Share>> shares(texts.size());
    for (std::size_t i = 0; i < texts.size(); ++i) {
        for (std::uint32_t k = 0; k < parts.size(); ++k) add_shares(parts[k], k, texts[i], shares[i]);
        std::sort(shares[i].begin(), shares[i].end());
    }
    for (const simd::Kernels* kernels : all_kernels()) {
        std::vector<std::unique_ptr<topics::GroupReader>> readers;
        for (const topics::BlockGroup& group : scorer.groups())
            readers.push_back(std::make_unique<topics::GroupReader>(scorer, group, *kernels));
        for (std::size_t i = 0; i < texts.size(); ++i) {
            std::vector<double> scores = bias;
            for (const auto& reader : readers) {
                reader->read(store.texts(), i);
                reader->add_scores(scores.data());
            }
            check_scores(scores, shares[i]);
            check_contributions(scorer.contributions(store.texts(i, 1), *kernels), shares[i], topics);
        }
    }
}

const Target target("score", run);

}  // namespace

}  // namespace newsnlp::fuzz
