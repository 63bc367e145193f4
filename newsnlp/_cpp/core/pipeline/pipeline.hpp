// The main job: texts to articles, topics and summaries, a batch at a time, on threads.
#pragma once

#include <optional>
#include <vector>

#include "core/articles/article.hpp"
#include "core/base/text.hpp"
#include "core/base/threads.hpp"
#include "core/pipeline/batch.hpp"

namespace newsnlp::pipeline {

struct Input {
    base::TextView text;                      // UTF-8 too
    std::optional<std::size_t> headline_end;  // where a headline that is known ends, in code points
    const articles::Parts* parts = nullptr;   // of a text that has been taken apart before
};

class Pipeline {
  public:
    // Throws std::invalid_argument that gives the position of a text that is not valid UTF-8. The columns do not
    // depend on the number of threads.
    Batch run(const std::vector<Input>& inputs, base::ThreadPool& pool) const;
};

}  // namespace newsnlp::pipeline
