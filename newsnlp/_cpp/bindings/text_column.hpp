// A column of texts as the pipeline reads it: every text viewed without a copy, and the positions of the items that are
// not texts.
#pragma once

#include <nanobind/nanobind.h>

#include <vector>

#include "core/base/text.hpp"

namespace newsnlp::bindings {

class TextColumn {
  public:
    // Of a list or tuple, whose items may be anything, or of an object with the Arrow interface, whose values must be
    // strings (utf8, large_utf8, string_view, or a dictionary of them). Throws TypeError for anything else.
    explicit TextColumn(nanobind::handle texts);

    std::size_t size() const noexcept { return views_.size(); }
    const std::vector<base::TextView>& views() const noexcept { return views_; }
    // The positions without a str (None, NaN, an article, or a mistake), which are viewed as empty texts.
    const std::vector<std::size_t>& others() const noexcept { return others_; }
    // Returns where a batch from `start` ends: after so many texts, or as soon as it has so many characters.
    std::size_t batch_end(std::size_t start, std::size_t most_texts, std::size_t most_characters) const;
    // The text as str, which is made here if the column is Arrow's.
    nanobind::object text(std::size_t i) const;

  private:
    std::vector<base::TextView> views_;
    std::vector<std::size_t> others_;
    nanobind::object owner_;  // the tuple of items, or what keeps Arrow's buffers alive
    bool arrow_ = false;
};

}  // namespace newsnlp::bindings
