// The topics of a text, found in one tokenization: logits, novelty, and the evidence for each topic.
#pragma once

#include <memory>
#include <vector>

#include "core/articles/article.hpp"
#include "core/base/text.hpp"
#include "core/topics/scoring.hpp"

namespace newsnlp::topics {

// What a term adds to a topic's logit; terms are numbered across all tables.
struct TermWeight {
    std::uint32_t term;
    double weight;
};

// What the terms that begin in a span add to a topic's logit.
struct SpanWeight {
    base::Range span;
    double weight;
};

// The strongest evidence for each topic, largest first, all above 0; that of topic i ends at term_ends[i] and
// span_ends[i].
struct Evidence {
    std::vector<TermWeight> terms;
    std::vector<std::size_t> term_ends;
    std::vector<SpanWeight> spans;
    std::vector<std::size_t> span_ends;
};

// One table of a model: blocks first_block to the next table's, all on one vocabulary.
struct Table {
    std::size_t first_block;
    double known_pairs;  // share of the pairs of neighbouring words that are terms in a familiar text; 0: not used
};

// A topic model for scoring: the weights of its terms, and the calibration that turns margins into logits.
class TopicScorer {
  public:
    // Throws std::invalid_argument if sizes differ or a block does not read plain lower-case words.
    TopicScorer(std::shared_ptr<const LinearScorer> margins, std::vector<Table> tables, std::vector<double> slopes,
                std::vector<double> intercepts);

    std::size_t topics() const noexcept { return slopes_.size(); }
    const LinearScorer& margins() const noexcept { return *margins_; }
    const std::vector<Table>& tables() const noexcept { return tables_; }
    const std::vector<double>& slopes() const noexcept { return slopes_; }
    const std::vector<double>& intercepts() const noexcept { return intercepts_; }
    // The number of a table's first term.
    std::size_t first_term(std::size_t table) const noexcept { return first_terms_[table]; }
    // The idf of a table's rarest term, at least 1, which is used for unknown words.
    double rarest_idf(std::size_t table) const noexcept { return rarest_idf_[table]; }

  private:
    std::shared_ptr<const LinearScorer> margins_;
    std::vector<Table> tables_;
    std::vector<double> slopes_;
    std::vector<double> intercepts_;
    std::vector<std::size_t> first_terms_;
    std::vector<double> rarest_idf_;
};

// One thread's state for scoring texts, with its scratch space.
class TopicReader {
  public:
    static constexpr std::size_t k_terms = 10;  // enough for a reader
    static constexpr std::size_t k_spans = 5;

    TopicReader(const TopicScorer& scorer, const simd::Kernels& kernels);
    ~TopicReader();

    // Reads a text, which must outlive all calls about it, and writes topics() logits.
    void read(const base::TextView& text, double* logits);
    // Of the text read last: 0 is familiar; 1 is another language, or no word at all.
    double novelty() const;
    // Of the text read last: the k_terms terms and k_spans spans that add most to each topic's logit. `spans` are
    // those of headline, dateline and sentences and `others` those of byline, asides and boilerplate, each in order of
    // the text; a term counts with the last span that begins at or before it.
    void find_evidence(const std::vector<base::Range>& spans, const std::vector<base::Range>& others, Evidence& found);
    // The same for the parts of a parsed article.
    void find_evidence(const articles::Parts& parts, Evidence& found);

  private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace newsnlp::topics
