#include "core/terms/tokens.hpp"

#include <algorithm>
#include <cstring>
#include <stdexcept>

#include "core/base/interrupt.hpp"
#include "core/base/sizes.hpp"
#include "core/base/unicode.hpp"
#include "core/base/utf8.hpp"
#include "core/terms/normalize.hpp"

namespace newsnlp::terms {
namespace {

// Offsets within one text have 32 bits; since case and accents can lengthen a text, it may have a quarter of that.
constexpr std::size_t k_longest_text = std::size_t{1} << 30;

// An offset into the bytes of one text's terms.
std::uint32_t checked_offset(std::size_t offset) {
    if (offset > UINT32_MAX - base::k_slack) throw std::length_error("a text's terms have more than 2**32 - 1 bytes");
    return static_cast<std::uint32_t>(offset);
}

const std::uint8_t* bytes_of(std::string_view text) noexcept {
    return reinterpret_cast<const std::uint8_t*>(text.data());
}

// The beginning of a text up to the first blank from `length` on: a blank ends a token, and every rule that looks
// beyond a letter (final sigma) stops there.
base::TextView beginning(const base::TextView& text, std::size_t length) {
    if (length >= text.length) return text;
    base::TextView part = text;
    const base::TextView units{text.data, text.length, std::max<std::uint8_t>(text.kind, 1),
                               text.ascii};  // UTF-8: its bytes
    base::with_code_points(units, [&](const auto* codes) {
        part.length = static_cast<std::size_t>(std::find(codes + length, codes + text.length, ' ') - codes);
    });
    return part;
}

}  // namespace

std::size_t Texts::length(std::size_t i) const noexcept {
    if (groups == nullptr) return views[i].length;
    std::size_t length = 0;
    for (std::size_t j = groups[i]; j < groups[i + 1]; ++j) length += views[j].length + 1;
    return length;
}

std::size_t Texts::most_terms(std::size_t i, const Analysis& analysis) const noexcept {
    if (groups != nullptr) return groups[i + 1] - groups[i];
    // Changing case can double the length of a text; removing accents can make 18 code points of one.
    std::size_t length = views[i].length + 1;
    if (!views[i].ascii) length *= analysis.accents == Accents::keep ? 2 : 2 * base::unicode::k_bare_limit;
    const std::size_t longest = std::min<std::size_t>(analysis.max_n, length + 1);
    const std::size_t lengths = longest < analysis.min_n ? 0 : longest - analysis.min_n + 1;
    switch (analysis.analyzer) {
        case Analyzer::word:
            return base::saturating_multiply(length / (analysis.min_letters + 1), lengths);
        case Analyzer::character_word:  // a word that is too short for the shortest n-gram is one all the same
            return base::saturating_multiply(2 * length, std::max<std::size_t>(lengths, 1));
        default:
            return base::saturating_multiply(length, lengths);
    }
}

TokenFilter::TokenFilter(const Analysis& analysis, bool index_stops) {
    if (index_stops && analysis.stems.empty()) return;
    base::Buffer<std::uint8_t> padded;
    const auto add = [&](const std::string& token, std::uint32_t action) {
        std::copy(token.begin(), token.end(), padded.resize(token.size()));
        const auto length = static_cast<std::uint32_t>(token.size());
        const std::uint32_t node = tokens_.add_word(padded.data(), length, make_word_key(padded.data(), length));
        if (node == actions_.size())
            actions_.push_back(action);  // the first one given is used: stop words precede stems
    };
    for (const auto& word : analysis.stop_words) add(word, k_drop);
    for (const auto& [word, stem] : analysis.stems) {
        add(word, stem.empty() ? k_drop : static_cast<std::uint32_t>(stems_.size()));
        stems_.push_back(stem);
    }
}

std::uint32_t TokenFilter::action(const std::uint8_t* bytes, std::uint32_t length) const noexcept {
    const std::uint32_t node = tokens_.find_word(bytes, length, make_word_key(bytes, length));
    return node == k_no_node ? k_keep : actions_[node];
}

Spans TermReader::tokens() const noexcept {
    if (analysis_.analyzer == Analyzer::word) return {bytes_.data(), bounds_.data(), bounds_.data() + 1, 1, count_};
    if (analysis_.analyzer == Analyzer::tokens) return {bytes_.data(), bounds_.data(), bounds_.data() + 1, 0, count_};
    return {bytes_.data(), starts_.data(), nexts_.data(), 0, count_};
}

Spans TermReader::grams(std::uint32_t n) const noexcept {
    return {bytes_.data(), bounds_.data(), bounds_.data() + n, 1, count_ >= n ? count_ - n + 1 : 0};
}

void TermReader::read(const Texts& texts, std::size_t i) {
    if (texts.length(i) >= k_longest_text) {
        throw std::length_error("texts[" + std::to_string(i) + "] has 2**30 characters or more");
    }
    if (analysis_.analyzer == Analyzer::word) return read_words(texts.views[i]);
    if (analysis_.analyzer != Analyzer::tokens) return read_characters(texts.views[i]);
    bytes_.clear();
    bounds_.clear();
    bounds_.push_back(0);
    count_ = texts.groups[i + 1] - texts.groups[i];
    for (std::size_t j = texts.groups[i]; j < texts.groups[i + 1]; ++j) {
        const base::TextView& token = texts.views[j];
        base::with_code_points(token, [&](const auto* codes) {
            std::uint8_t* end = bytes_.reserve(bytes_.size() + 4 * token.length) + bytes_.size();
            for (std::size_t k = 0; k < token.length; ++k) end = base::utf8::encode(codes[k], end);
            bytes_.resize(static_cast<std::size_t>(end - bytes_.data()));
        });
        bounds_.push_back(static_cast<std::uint32_t>(bytes_.size()));
    }
}

base::TextView TermReader::read_first(const Texts& texts, std::size_t i, std::size_t most) {
    constexpr std::size_t k_letters_a_token = 8;  // more than English has
    constexpr std::size_t k_least = 256;
    const bool words = analysis_.analyzer == Analyzer::word;
    if (words && texts.length(i) < k_longest_text && most < texts.length(i) / k_letters_a_token) {
        const base::TextView first = beginning(texts.views[i], most * k_letters_a_token + k_least);
        read_words(first);
        if (count_ >= most) {
            count_ = most;
            return first;
        }
    }
    read(texts, i);
    if (words) count_ = std::min(count_, most);
    return texts.groups == nullptr ? texts.views[i] : base::TextView{};
}

void TermReader::read_words(const base::TextView& text) {
    const auto* source = static_cast<const std::uint8_t*>(text.data);
    std::size_t length = text.length;
    const bool ascii = text.kind == 0 ? is_ascii(source, length) : text.ascii;
    if (!ascii) {
        prepare_words(text, analysis_, codes_, prepared_);
        source = prepared_.data();
        length = prepared_.size();
    }
    bytes_.resize(length + 1);
    bounds_.resize(length / 2 + 2);
    const bool lower = ascii && analysis_.lowercase;
    count_ = kernels_.tokenize(source, length, lower, analysis_.min_letters, bytes_.data(), bounds_.data());
    if (!ascii && analysis_.min_letters > 1) drop_letters();
    if (!filter_.empty()) apply_filter();
}

// The kernels count bytes, so tokens of one letter of several bytes are removed here.
void TermReader::drop_letters() {
    std::size_t kept = 0;
    std::uint32_t end = 0;
    for (std::size_t i = 0; i < count_; ++i) {
        const std::uint32_t start = bounds_[i];
        const std::uint32_t size = bounds_[i + 1] - start;  // including the blank after it
        if (size - 1 == base::utf8::width(bytes_[start])) continue;
        if (end != start) std::memmove(bytes_.data() + end, bytes_.data() + start, size);
        bounds_[kept++] = end;
        end += size;
    }
    bounds_[kept] = end;
    count_ = kept;
}

void TermReader::apply_filter() {
    filtered_.clear();
    starts_.clear();
    starts_.push_back(0);
    for (std::size_t i = 0; i < count_; ++i) {
        const std::uint32_t length = bounds_[i + 1] - bounds_[i] - 1;
        const std::uint8_t* token = bytes_.data() + bounds_[i];
        const std::uint32_t action = filter_.action(token, length);
        if (action == TokenFilter::k_drop) continue;
        const std::string_view kept = action == TokenFilter::k_keep
                                          ? std::string_view(reinterpret_cast<const char*>(token), length)
                                          : filter_.replacement(action);
        std::uint8_t* out = filtered_.extend(kept.size() + 1);
        if (!kept.empty()) std::memcpy(out, bytes_of(kept), kept.size());
        out[kept.size()] = ' ';
        starts_.push_back(checked_offset(filtered_.size()));
    }
    filtered_.reserve(1);
    std::swap(bytes_, filtered_);
    std::swap(bounds_, starts_);
    count_ = bounds_.size() - 1;
}

void TermReader::add_span(std::size_t start, std::size_t next) {
    starts_.push_back(bounds_[start]);
    nexts_.push_back(bounds_[next]);
}

void TermReader::read_characters(const base::TextView& text) {
    prepare(text, analysis_, codes_);
    // Two or more spaces become one blank; a single space is unchanged.
    std::size_t kept = 0;
    for (std::size_t i = 0; i < codes_.size();) {
        std::size_t end = i;
        while (end < codes_.size() && base::unicode::is_space(codes_[end])) ++end;
        codes_[kept++] = end - i > 1 ? U' ' : codes_[i];
        i = std::max(end, i + 1);
    }
    codes_.resize(kept);
    starts_.clear();
    nexts_.clear();
    bounds_.clear();
    bytes_.clear();
    if (analysis_.analyzer == Analyzer::character_word) {
        read_character_words();
    } else {
        std::uint8_t* end = bytes_.reserve(4 * kept);
        for (std::size_t i = 0; i < kept; ++i) {
            bounds_.push_back(static_cast<std::uint32_t>(end - bytes_.data()));
            end = base::utf8::encode(codes_[i], end);
        }
        bounds_.push_back(static_cast<std::uint32_t>(end - bytes_.data()));
        bytes_.resize(bounds_[kept]);
        for (std::size_t n = analysis_.min_n; n <= analysis_.max_n && n <= kept; ++n) {
            for (std::size_t i = 0; i + n <= kept; ++i) add_span(i, i + n);
            base::poll_interrupt(4 * kept);
        }
    }
    count_ = starts_.size();
}

// n-grams within words, each between two blanks; a word shorter than n counts once, whole, and longer n are not tried.
void TermReader::read_character_words() {
    for (std::size_t i = 0; i < codes_.size();) {
        if (base::unicode::is_space(codes_[i])) {
            ++i;
            continue;
        }
        const std::size_t first = bounds_.size();
        const auto add = [this](std::uint32_t code) {
            bounds_.push_back(static_cast<std::uint32_t>(bytes_.size()));
            std::uint8_t* out = bytes_.reserve(bytes_.size() + 4) + bytes_.size();
            bytes_.resize(static_cast<std::size_t>(base::utf8::encode(code, out) - bytes_.data()));
        };
        add(' ');
        for (; i < codes_.size() && !base::unicode::is_space(codes_[i]); ++i) add(codes_[i]);
        add(' ');
        const std::size_t length = bounds_.size() - first;
        bounds_.push_back(static_cast<std::uint32_t>(bytes_.size()));
        for (std::size_t n = analysis_.min_n; n <= analysis_.max_n; ++n) {
            const std::size_t size = std::min(n, length);
            for (std::size_t k = 0; k + size <= length; ++k) add_span(first + k, first + k + size);
            base::poll_interrupt(4 * length);
            if (n >= length) break;
        }
    }
}

}  // namespace newsnlp::terms
