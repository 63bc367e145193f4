// The results of the pipeline, as columns of plain numbers: arrays with one article after the other.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "core/base/text.hpp"
#include "core/topics/topic_scorer.hpp"

namespace newsnlp::pipeline {

// Lists of unequal length in one array: list i is values[starts[i]] to values[starts[i + 1] - 1].
template <typename T>
struct Lists {
    std::vector<std::int64_t> starts{0};
    std::vector<T> values;

    std::size_t size() const noexcept { return starts.size() - 1; }
    std::size_t begin(std::size_t i) const noexcept { return static_cast<std::size_t>(starts[i]); }
    std::size_t end(std::size_t i) const noexcept { return static_cast<std::size_t>(starts[i + 1]); }
    // Ends the list whose values were pushed last.
    void close() { starts.push_back(static_cast<std::int64_t>(values.size())); }
    void append(const std::vector<T>& list) {
        values.insert(values.end(), list.begin(), list.end());
        close();
    }
    void append(const Lists& others) {
        const auto before = static_cast<std::int64_t>(values.size());
        values.insert(values.end(), others.values.begin(), others.values.end());
        for (std::size_t i = 1; i < others.starts.size(); ++i) starts.push_back(before + others.starts[i]);
    }
};

// Ranges are in code points of the text; a title and a body given separately are joined first. The columns of a part
// that is switched off are empty.
struct Batch {
    std::size_t texts = 0;
    // Articles.
    std::vector<base::Range> heads;  // headline, dateline and byline of each; (0, 0) for one that is absent
    Lists<base::Range> paragraphs;
    Lists<base::Range> boilerplate;
    Lists<base::Range> sentences;
    Lists<base::Range> asides;
    // Topics: of text i and topic k at i * topics + k.
    std::size_t topics = 0;
    std::vector<double> logits;
    std::vector<double> novelty;      // one for each text
    Lists<topics::TermWeight> terms;  // of text i and topic k, likewise; the strongest first
    Lists<topics::SpanWeight> spans;
    // Summaries.
    Lists<double> scores;         // one for each sentence
    Lists<std::uint32_t> chosen;  // sentences of the summary, in the order of the text

    // Appends the columns of the texts that follow these.
    void append(const Batch& next);
};

}  // namespace newsnlp::pipeline
