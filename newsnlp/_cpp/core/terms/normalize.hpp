// Lower case and accents, before a text is split into terms: exactly str.lower and scikit-learn's strip_accents_*.
#pragma once

#include "core/base/buffer.hpp"
#include "core/base/text.hpp"
#include "core/terms/analysis.hpp"

namespace newsnlp::terms {

// Writes the normalized code points of a text and, on request, the index of the code point that each comes from.
void prepare(const base::TextView& text, const Analysis& analysis, base::Buffer<std::uint32_t>& out,
             base::Buffer<std::uint32_t>* origins = nullptr);

// Writes the normalized text for the tokenizer: bytes in which every non-word character is one ASCII byte and every
// byte from 0x80 on belongs to a word character's UTF-8. Nothing is left to lower-case: any capital in it comes from
// stripping accents.
void prepare_words(const base::TextView& text, const Analysis& analysis, base::Buffer<std::uint32_t>& scratch,
                   base::Buffer<std::uint8_t>& out);

// Writes the code points of UTF-8 bytes; a malformed byte becomes U+FFFD.
void decode_utf8(const std::uint8_t* bytes, std::size_t count, base::Buffer<std::uint32_t>& out);

// Whether every byte is below 128.
bool is_ascii(const std::uint8_t* bytes, std::size_t count) noexcept;

}  // namespace newsnlp::terms
