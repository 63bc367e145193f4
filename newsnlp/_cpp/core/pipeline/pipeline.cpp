#include "core/pipeline/pipeline.hpp"

#include <algorithm>
#include <stdexcept>
#include <string>

#include "core/base/code_points.hpp"

namespace newsnlp::pipeline {
namespace {

constexpr std::size_t k_chunk_texts = 64;

template <typename T>
void extend(std::vector<T>& column, const std::vector<T>& others) {
    column.insert(column.end(), others.begin(), others.end());
}

// Where chunks of texts begin and the last one ends: large enough to be worth a turn, small enough to share evenly.
std::vector<std::size_t> chunk_starts(const std::vector<Input>& inputs, std::size_t grain) {
    std::vector<std::size_t> starts{0};
    std::size_t length = 0;
    for (std::size_t i = 0; i < inputs.size(); ++i) {
        length += inputs[i].text.length;
        if (length < grain && i + 1 - starts.back() < k_chunk_texts && i + 1 < inputs.size()) continue;
        starts.push_back(i + 1);
        length = 0;
    }
    return starts;
}

void add_article(const articles::Parts& parts, Batch& batch) {
    for (const base::Range& head : {parts.headline, parts.dateline, parts.byline}) batch.heads.push_back(head);
    batch.paragraphs.append(parts.paragraphs);
    batch.boilerplate.append(parts.boilerplate);
    batch.sentences.append(parts.sentences);
    batch.asides.append(parts.asides);
}

void add_evidence(const topics::Evidence& found, Batch& batch) {
    std::size_t term = 0;
    std::size_t span = 0;
    for (std::size_t topic = 0; topic < found.term_ends.size(); ++topic) {
        while (term < found.term_ends[topic]) batch.terms.values.push_back(found.terms[term++]);
        while (span < found.span_ends[topic]) batch.spans.values.push_back(found.spans[span++]);
        batch.terms.close();
        batch.spans.close();
    }
}

}  // namespace

// One thread's state; its scratch space is reused for every text.
class Pipeline::Worker {
  public:
    Worker(const Pipeline& pipeline, const simd::Kernels& kernels) : pipeline_(pipeline), kernels_(kernels) {
        if (pipeline.topics_ != nullptr) topics_.emplace(*pipeline.topics_, kernels);
    }

    void read(const Input& input, Batch& batch) {
        const base::TextView text = code_points_.read(input.text);
        batch.texts += 1;
        const articles::Parts* parts = input.parts;
        if (pipeline_.parse_ && parts == nullptr) {
            parts_ = articles::parse_article(text, settings_, input.headline_end);
            parts = &parts_;
        }
        if (pipeline_.parse_) add_article(*parts, batch);
        if (topics_) find_topics(text, parts, batch);
        if (pipeline_.ranker_ != nullptr) summarize(text, *parts, batch);
    }

  private:
    void find_topics(const base::TextView& text, const articles::Parts* parts, Batch& batch) {
        batch.topics = pipeline_.topics_->topics();
        batch.logits.resize(batch.logits.size() + batch.topics);
        topics_->read(text, batch.logits.data() + batch.logits.size() - batch.topics);
        batch.novelty.push_back(topics_->novelty());
        if (!pipeline_.evidence_) return;
        topics::Evidence evidence;
        topics_->find_evidence(*parts, evidence);
        add_evidence(evidence, batch);
    }

    void summarize(const base::TextView& text, const articles::Parts& parts, Batch& batch) const {
        ranker::Ranking ranking = rank(text, parts);
        std::sort(ranking.order.begin(), ranking.order.end());
        batch.scores.append(ranking.scores);
        batch.chosen.append(ranking.order);
    }

    ranker::Ranking rank(const base::TextView& text, const articles::Parts& parts) const {
        const ranker::Ranker& ranker = *pipeline_.ranker_;
        if (pipeline_.limits_) {
            const auto& [limits, stop_words, stem] = *pipeline_.limits_;
            return ranker::rank_within(ranker, text, parts, limits, *stop_words, stem, kernels_);
        }
        ranker::SetBudget budget;
        budget.free = true;
        return ranker.rank(text, parts, budget, kernels_);
    }

    const Pipeline& pipeline_;
    const simd::Kernels& kernels_;
    const articles::Settings settings_;
    base::CodePoints code_points_;
    articles::Parts parts_;
    std::optional<topics::TopicReader> topics_;
};

Batch Pipeline::run(const std::vector<Input>& inputs, std::size_t first, const simd::Kernels& kernels,
                    base::ThreadPool& pool) const {
    const std::vector<std::size_t> chunks = chunk_starts(inputs, pool.grain());
    std::vector<Batch> found(chunks.size() - 1);
    std::vector<std::optional<Worker>> workers(std::min(pool.threads(), found.size()));
    pool.run(found.size(), [&](std::size_t worker, std::size_t chunk) {
        if (!workers[worker]) workers[worker].emplace(*this, kernels);
        for (std::size_t i = chunks[chunk]; i < chunks[chunk + 1]; ++i) {
            try {
                workers[worker]->read(inputs[i], found[chunk]);
            } catch (const std::invalid_argument& error) {
                throw std::invalid_argument("texts[" + std::to_string(first + i) + "]: " + error.what());
            }
        }
    });
    if (found.size() == 1) return std::move(found.front());
    Batch all;
    for (const Batch& part : found) all.append(part);
    return all;
}

void Batch::append(const Batch& next) {
    texts += next.texts;
    topics = std::max(topics, next.topics);
    extend(heads, next.heads);
    paragraphs.append(next.paragraphs);
    boilerplate.append(next.boilerplate);
    sentences.append(next.sentences);
    asides.append(next.asides);
    extend(logits, next.logits);
    extend(novelty, next.novelty);
    terms.append(next.terms);
    spans.append(next.spans);
    scores.append(next.scores);
    chosen.append(next.chosen);
}

}  // namespace newsnlp::pipeline
