// Texts as code points of one width, whatever they came as.
#pragma once

#include "core/base/buffer.hpp"
#include "core/base/text.hpp"

namespace newsnlp::base {

// Holds the code points of one text of kind 0 at a time; others pass through.
class CodePoints {
  public:
    // Returns the text with a kind other than 0; the view holds until the next call. Throws std::invalid_argument that
    // gives the byte where UTF-8 is not valid.
    TextView read(const TextView& text);

  private:
    Buffer<std::uint16_t> narrow_;
    Buffer<std::uint32_t> wide_;
};

}  // namespace newsnlp::base
