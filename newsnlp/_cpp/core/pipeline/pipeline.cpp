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

// Where chunks of texts begin and the last one ends: work enough to share, small enough to be shared evenly.
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
}

// One thread's way through the parts; what it holds is used again for every text.
class Worker {
  public:
    explicit Worker(const articles::Settings& settings) : settings_(settings) {}

    void read(const Input& input, Batch& batch) {
        const base::TextView text = code_points_.read(input.text);
        batch.texts += 1;
        add_article(
            input.parts != nullptr ? *input.parts : articles::parse_article(text, settings_, input.headline_end),
            batch);
    }

  private:
    const articles::Settings& settings_;
    base::CodePoints code_points_;
};

}  // namespace

Batch Pipeline::run(const std::vector<Input>& inputs, base::ThreadPool& pool) const {
    const articles::Settings settings;
    const std::vector<std::size_t> chunks = chunk_starts(inputs, pool.grain());
    std::vector<Batch> parts(chunks.size() - 1);
    std::vector<std::optional<Worker>> workers(std::min(pool.threads(), parts.size()));
    pool.run(parts.size(), [&](std::size_t worker, std::size_t chunk) {
        if (!workers[worker]) workers[worker].emplace(settings);
        for (std::size_t i = chunks[chunk]; i < chunks[chunk + 1]; ++i) {
            try {
                workers[worker]->read(inputs[i], parts[chunk]);
            } catch (const std::invalid_argument& error) {
                throw std::invalid_argument("texts[" + std::to_string(i) + "]: " + error.what());
            }
        }
    });
    Batch all;
    for (const Batch& part : parts) all.append(part);
    return all;
}

void Batch::append(const Batch& next) {
    texts += next.texts;
    topics = std::max(topics, next.topics);
    extend(heads, next.heads);
    paragraphs.append(next.paragraphs);
    boilerplate.append(next.boilerplate);
    sentences.append(next.sentences);
    extend(logits, next.logits);
    extend(novelty, next.novelty);
    terms.append(next.terms);
    spans.append(next.spans);
    scores.append(next.scores);
    chosen.append(next.chosen);
}

}  // namespace newsnlp::pipeline
