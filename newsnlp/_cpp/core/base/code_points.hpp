// Texts as code points of fixed width, converted from UTF-8 if necessary.
#pragma once

#include "core/base/buffer.hpp"
#include "core/base/text.hpp"

namespace newsnlp::base {

// Holds the code points of one text of kind 0 at a time; other kinds are returned unchanged.
class CodePoints {
  public:
    // Returns the text with a kind other than 0; the view is valid until the next call. Throws std::invalid_argument
    // with the offset of the byte at which UTF-8 is invalid.
    TextView read(const TextView& text);

  private:
    Buffer<std::uint16_t> narrow_;
    Buffer<std::uint32_t> wide_;
};

}  // namespace newsnlp::base
