// The main job: texts to articles, topics and summaries, a batch at a time, on threads.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "core/articles/article.hpp"
#include "core/base/text.hpp"
#include "core/base/threads.hpp"
#include "core/pipeline/batch.hpp"
#include "core/ranker/limited.hpp"
#include "core/ranker/ranker.hpp"
#include "core/simd/kernels.hpp"
#include "core/topics/topic_scorer.hpp"

namespace newsnlp::pipeline {

struct Input {
    base::TextView text;                      // UTF-8 too
    std::optional<std::size_t> headline_end;  // where a headline that is known ends, in code points
    const articles::Parts* parts = nullptr;   // of a text that has been parsed before
};

// How long summaries may be, and what tells that a sentence repeats another; see ranker::rank_within.
struct SummaryLimits {
    ranker::Limits limits;
    std::shared_ptr<const summaries::WordSet> stop_words;
    bool stem;
};

class Pipeline {
  public:
    // Without topics or ranker, their columns are empty. Texts are parsed if `parse`, evidence or the ranker require
    // it; without limits, the ranker decides the number of sentences.
    Pipeline(std::shared_ptr<const topics::TopicScorer> topics, std::shared_ptr<const ranker::Ranker> ranker,
             std::optional<SummaryLimits> limits, bool parse, bool evidence)
        : topics_(std::move(topics)),
          ranker_(std::move(ranker)),
          limits_(std::move(limits)),
          parse_(parse || evidence || ranker_ != nullptr),
          evidence_(evidence) {}

    // The columns do not depend on the number of threads. Throws std::invalid_argument with the index, counted from
    // `first`, of a text that is not valid UTF-8.
    Batch run(const std::vector<Input>& inputs, std::size_t first, const simd::Kernels& kernels,
              base::ThreadPool& pool) const;

  private:
    class Worker;

    std::shared_ptr<const topics::TopicScorer> topics_;
    std::shared_ptr<const ranker::Ranker> ranker_;
    std::optional<SummaryLimits> limits_;
    bool parse_;
    bool evidence_;
};

}  // namespace newsnlp::pipeline
