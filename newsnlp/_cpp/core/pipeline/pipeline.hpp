// The main job: texts to articles, topics and summaries, a batch at a time, on threads.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "core/articles/article.hpp"
#include "core/base/text.hpp"
#include "core/base/threads.hpp"
#include "core/pipeline/batch.hpp"
#include "core/simd/kernels.hpp"
#include "core/topics/topic_scorer.hpp"

namespace newsnlp::pipeline {

struct Input {
    base::TextView text;                      // UTF-8 too
    std::optional<std::size_t> headline_end;  // where a headline that is known ends, in code points
    const articles::Parts* parts = nullptr;   // of a text that has been taken apart before
};

class Pipeline {
  public:
    // Without topics there are none. Without `parse` texts are not taken apart, and there is no evidence.
    Pipeline(std::shared_ptr<const topics::TopicScorer> topics, bool parse, bool evidence)
        : topics_(std::move(topics)), parse_(parse || evidence), evidence_(evidence) {}

    // The columns do not depend on the number of threads. Throws std::invalid_argument that gives the position of a
    // text that is not valid UTF-8, counted from `first`.
    Batch run(const std::vector<Input>& inputs, std::size_t first, const simd::Kernels& kernels,
              base::ThreadPool& pool) const;

  private:
    class Worker;

    std::shared_ptr<const topics::TopicScorer> topics_;
    bool parse_;
    bool evidence_;
};

}  // namespace newsnlp::pipeline
