#include "core/topics/topic_scorer.hpp"

#include <algorithm>
#include <stdexcept>

#include "core/terms/normalize.hpp"
#include "core/terms/term_offsets.hpp"
#include "core/topics/block_reader.hpp"

namespace newsnlp::topics {
namespace {

// Pairs of words that every text is credited with: a headline has too few to recognize its language.
constexpr double k_granted_pairs = 3.0;
constexpr std::uint32_t k_no_span = 0xFFFFFFFF;

bool reads_plain_words(const terms::Analysis& analysis) {
    return analysis.analyzer == terms::Analyzer::word && analysis.min_letters == 1 && analysis.lowercase &&
           analysis.accents == terms::Accents::keep && analysis.stop_words.empty() && analysis.stems.empty();
}

bool is_term(const terms::Vocabulary::Table& table, std::uint32_t node) {
    return node != terms::k_no_node && table.columns[node] != simd::k_dropped;
}

// Puts `item` among the `most` strongest of items[first] and after, strongest first.
template <typename Item, typename Before>
void keep_strongest(std::vector<Item>& items, std::size_t first, std::size_t most, const Item& item, Before&& before) {
    const auto begin = items.begin() + static_cast<std::ptrdiff_t>(first);
    if (items.size() - first == most) {
        if (!before(item, items.back())) return;
        items.pop_back();
    }
    items.insert(std::upper_bound(begin, items.end(), item, before), item);
}

bool term_before(const TermWeight& a, const TermWeight& b) {
    return a.weight > b.weight || (a.weight == b.weight && a.term < b.term);
}

bool span_before(const SpanWeight& a, const SpanWeight& b) {
    return a.weight > b.weight || (a.weight == b.weight && a.span.begin < b.span.begin);
}

}  // namespace

TopicScorer::TopicScorer(std::shared_ptr<const LinearScorer> margins, std::vector<Table> tables,
                         std::vector<double> slopes, std::vector<double> intercepts)
    : margins_(std::move(margins)),
      tables_(std::move(tables)),
      slopes_(std::move(slopes)),
      intercepts_(std::move(intercepts)) {
    if (slopes_.size() != margins_->topics() || intercepts_.size() != margins_->topics()) {
        throw std::invalid_argument("there must be a slope and an intercept for each of the " +
                                    std::to_string(margins_->topics()) + " topics");
    }
    const auto& blocks = margins_->blocks();
    std::size_t first_term = 0;
    for (std::size_t t = 0; t < tables_.size(); ++t) {
        const std::size_t first = tables_[t].first_block;
        const std::size_t end = t + 1 < tables_.size() ? tables_[t + 1].first_block : blocks.size();
        if (first >= end || end > blocks.size() || (t == 0 && first != 0)) {
            throw std::invalid_argument("every table must have a block, and every block a table");
        }
        for (std::size_t b = first; b < end; ++b) {
            if (&blocks[b]->vocabulary() != &blocks[first]->vocabulary()) {
                throw std::invalid_argument("the blocks of a table must share its vocabulary");
            }
        }
        if (!reads_plain_words(blocks[first]->vocabulary().analysis())) {
            throw std::invalid_argument("topics are read from plain words in lower case");
        }
        double rarest = 1.0;
        for (const std::uint32_t node : blocks[first]->vocabulary().table().nodes)
            rarest = std::max(rarest, blocks[first]->record(node)[0]);
        rarest_idf_.push_back(rarest);
        first_terms_.push_back(first_term);
        first_term += blocks[first]->vocabulary().size();
    }
}

struct TopicReader::State {
    State(const TopicScorer& model, const simd::Kernels& kernels)
        : scorer(model), readers(model.margins().blocks().size()) {
        for (const BlockGroup& group : model.margins().groups()) {
            groups.push_back(std::make_unique<GroupReader>(model.margins(), group, kernels));
            longest = std::max(longest, group.lead);
            for (std::size_t k = 0; k < group.blocks.size(); ++k) {
                readers[group.blocks[k]] = {&groups.back()->search(), &groups.back()->blocks()[k]};
            }
        }
    }

    struct Reader {
        const terms::TermSearch* search = nullptr;
        BlockReader* block = nullptr;
    };
    std::size_t end_block(std::size_t table) const {
        const auto& tables = scorer.tables();
        return table + 1 < tables.size() ? tables[table + 1].first_block : readers.size();
    }
    double novelty(std::size_t table) const;
    void sum_terms(std::size_t table);
    void keep_terms(std::size_t table);
    void add_spans(const Reader& reader);
    void add_occurrence(const BlockReader& block, std::uint32_t node, std::size_t word);
    void assign_words(const std::vector<base::Range>& spans, const std::vector<base::Range>& others);

    const TopicScorer& scorer;
    std::vector<std::unique_ptr<GroupReader>> groups;
    std::vector<Reader> readers;  // by block
    std::size_t longest = 0;      // words that any block reads
    base::TextView text;
    base::Buffer<std::uint32_t> decoded;
    base::Buffer<std::uint32_t> word_starts;
    std::vector<std::uint32_t> word_spans;           // the span that each word belongs to
    std::vector<double> span_weights;                // topics numbers each
    const BlockReader* widest = nullptr;             // the block with all terms of a table that a text has
    base::Buffer<double> sums;                       // what these add to the margins, topics numbers each
    std::vector<std::vector<TermWeight>> strongest;  // by topic
};

TopicReader::TopicReader(const TopicScorer& scorer, const simd::Kernels& kernels)
    : state_(std::make_unique<State>(scorer, kernels)) {}

TopicReader::~TopicReader() = default;

void TopicReader::read(const base::TextView& text, double* logits) {
    State& state = *state_;
    state.text = text;
    if (text.kind == 0) {
        terms::decode_utf8(static_cast<const std::uint8_t*>(text.data), text.length, state.decoded);
        state.text = {state.decoded.data(), state.decoded.size(), 4, false};
    }
    const std::vector<double>& bias = state.scorer.margins().bias();
    std::copy(bias.begin(), bias.end(), logits);
    for (const auto& group : state.groups) {
        group->read({&text, 1, nullptr}, 0);
        group->add_scores(logits);
    }
    for (std::size_t topic = 0; topic < state.scorer.topics(); ++topic) {
        logits[topic] = logits[topic] * state.scorer.slopes()[topic] + state.scorer.intercepts()[topic];
    }
}

double TopicReader::novelty() const {
    double least = 1.0;  // of the table that knows most: the few terms of a user's topic say nothing about novelty
    for (std::size_t t = 0; t < state_->scorer.tables().size(); ++t) least = std::min(least, state_->novelty(t));
    return least;
}

// Words are weighted by rarity, unknown ones like the rarest. Known words may still belong to another language: then
// few pairs of neighbours are known.
double TopicReader::State::novelty(std::size_t table) const {
    const Table& own = scorer.tables()[table];
    const Reader& reader = readers[own.first_block];
    const TermBlock& block = reader.block->block();
    const terms::Vocabulary::Table& nodes = block.vocabulary().table();
    const std::size_t count = std::min(reader.search->words().size(), block.lead());
    double known = 0.0;
    double unknown = 0.0;
    for (std::size_t i = 0; i < count; ++i) {
        const std::uint32_t node = reader.search->words()[i];
        if (is_term(nodes, node)) {
            known += block.record(node)[0];
        } else {
            unknown += scorer.rarest_idf(table);
        }
    }
    if (known + unknown == 0.0) return 1.0;
    double familiar = known / (known + unknown);
    if (own.known_pairs > 0.0 && !reader.search->grams().empty()) {
        const terms::TermSearch::Found& pairs = reader.search->grams()[0];
        double found = 0.0;
        for (std::size_t i = 0; i < pairs.nodes.size() && pairs.ends[i] <= count; ++i)
            found += is_term(nodes, pairs.nodes[i]) ? 1.0 : 0.0;
        const double expected = own.known_pairs * static_cast<double>(count - 1);
        familiar *= std::min(1.0, (found + k_granted_pairs) / (expected + k_granted_pairs));
    }
    return 1.0 - familiar;
}

void TopicReader::find_evidence(const std::vector<base::Range>& spans, const std::vector<base::Range>& others,
                                Evidence& found) {
    State& state = *state_;
    const std::size_t topics = state.scorer.topics();
    state.assign_words(spans, others);
    state.span_weights.assign(spans.size() * topics, 0.0);
    state.strongest.resize(topics);
    for (auto& terms : state.strongest) terms.clear();
    for (std::size_t table = 0; table < state.scorer.tables().size(); ++table) {
        for (std::size_t b = state.scorer.tables()[table].first_block; b < state.end_block(table); ++b)
            state.readers[b].block->index_terms();
        state.sum_terms(table);
        state.keep_terms(table);
        for (std::size_t b = state.scorer.tables()[table].first_block; b < state.end_block(table); ++b)
            state.add_spans(state.readers[b]);
    }
    for (std::size_t topic = 0; topic < topics; ++topic) {
        const std::vector<TermWeight>& terms = state.strongest[topic];
        found.terms.insert(found.terms.end(), terms.begin(), terms.end());
        found.term_ends.push_back(found.terms.size());
        const std::size_t first = found.spans.size();
        for (std::size_t i = 0; i < spans.size(); ++i) {
            const double weight = state.span_weights[i * topics + topic] * state.scorer.slopes()[topic];
            if (weight > 0.0) keep_strongest(found.spans, first, k_spans, {spans[i], weight}, span_before);
        }
        found.span_ends.push_back(found.spans.size());
    }
}

void TopicReader::find_evidence(const articles::Parts& parts, Evidence& found) {
    const auto put_in_order = [](std::vector<base::Range>& ranges) {
        std::erase_if(ranges, [](const base::Range& range) { return range.begin == range.end; });
        std::sort(ranges.begin(), ranges.end(),
                  [](const base::Range& a, const base::Range& b) { return a.begin < b.begin; });
    };
    std::vector<base::Range> spans = parts.sentences;
    spans.push_back(parts.headline);
    spans.push_back(parts.dateline);
    put_in_order(spans);
    std::vector<base::Range> others = parts.boilerplate;
    others.insert(others.end(), parts.asides.begin(), parts.asides.end());
    others.push_back(parts.byline);
    put_in_order(others);
    find_evidence(spans, others, found);
}

// Adds up what each term adds to the margins by all blocks of a table. They share a vocabulary, so that the one that
// reads most words has the terms of the others.
void TopicReader::State::sum_terms(std::size_t table) {
    const std::size_t topics = scorer.topics();
    const std::size_t first = scorer.tables()[table].first_block;
    const auto reads_less = [](const Reader& a, const Reader& b) {
        return a.block->block().lead() < b.block->block().lead();
    };
    const auto begin = readers.begin() + static_cast<std::ptrdiff_t>(first);
    const auto end = readers.begin() + static_cast<std::ptrdiff_t>(end_block(table));
    widest = std::max_element(begin, end, reads_less)->block;
    std::fill_n(sums.resize(widest->nodes().size() * topics), widest->nodes().size() * topics, 0.0);
    for (std::size_t b = first; b < end_block(table); ++b) {
        const BlockReader& block = *readers[b].block;
        for (std::size_t k = 0; k < block.nodes().size(); ++k) {
            const std::uint32_t node = block.nodes()[k];
            const double value = block.value(k);
            const double* weights = block.block().record(node) + 1;
            double* sum = sums.data() + (&block == widest ? k : widest->find(node)) * topics;
            for (std::size_t topic = 0; topic < topics; ++topic) sum[topic] += value * weights[topic];
        }
    }
}

// Puts the terms of a table among the strongest.
void TopicReader::State::keep_terms(std::size_t table) {
    const std::size_t topics = scorer.topics();
    const auto& columns = widest->block().vocabulary().table().columns;
    for (std::size_t k = 0; k < widest->nodes().size(); ++k) {
        for (std::size_t topic = 0; topic < topics; ++topic) {
            const double weight = sums[k * topics + topic] * scorer.slopes()[topic];
            std::vector<TermWeight>& terms = strongest[topic];
            if (weight <= 0.0 || (terms.size() == k_terms && weight < terms.back().weight)) continue;
            const std::uint32_t column = columns[widest->nodes()[k]];
            if (column == simd::k_dropped) continue;
            const auto term = static_cast<std::uint32_t>(scorer.first_term(table) + column);
            keep_strongest(terms, 0, k_terms, {term, weight}, term_before);
        }
    }
}

void TopicReader::State::add_spans(const Reader& reader) {
    const BlockReader& block = *reader.block;
    const terms::TermSearch& search = *reader.search;
    const std::size_t count = std::min(search.words().size(), block.block().lead());
    for (std::size_t i = 0; i < count && search.shortest() == 1; ++i) add_occurrence(block, search.words()[i], i);
    for (std::size_t n = std::max<std::size_t>(search.shortest(), 2); n < search.grams().size() + 2; ++n) {
        const terms::TermSearch::Found& grams = search.grams()[n - 2];
        for (std::size_t i = 0; i < grams.nodes.size() && grams.ends[i] <= count; ++i)
            add_occurrence(block, grams.nodes[i], grams.ends[i] - n);
    }
}

void TopicReader::State::add_occurrence(const BlockReader& block, std::uint32_t node, std::size_t word) {
    if (node == terms::k_no_node || word_spans[word] == k_no_span) return;
    const double share = block.share(node);
    const double* weights = block.block().record(node) + 1;
    double* sum = span_weights.data() + word_spans[word] * scorer.topics();
    for (std::size_t topic = 0; topic < scorer.topics(); ++topic) sum[topic] += share * weights[topic];
}

// Finds for each word the last span that begins at or before it; k_no_span if that is one of the others.
void TopicReader::State::assign_words(const std::vector<base::Range>& spans, const std::vector<base::Range>& others) {
    terms::find_word_starts(text, longest, word_starts);
    word_spans.resize(word_starts.size());
    std::size_t next = 0;
    std::size_t other = 0;
    for (std::size_t i = 0; i < word_starts.size(); ++i) {
        while (next < spans.size() && spans[next].begin <= word_starts[i]) ++next;
        while (other < others.size() && others[other].begin <= word_starts[i]) ++other;
        const bool among_others = other > 0 && (next == 0 || others[other - 1].begin > spans[next - 1].begin);
        const bool before_all = next == 0 && other == 0;
        const bool none =
            spans.empty() || among_others || (before_all && !others.empty() && others[0].begin < spans[0].begin);
        word_spans[i] = none ? k_no_span : static_cast<std::uint32_t>(next == 0 ? 0 : next - 1);
    }
}

}  // namespace newsnlp::topics
