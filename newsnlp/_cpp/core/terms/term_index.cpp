#include "core/terms/term_index.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <stdexcept>

#include "core/base/sizes.hpp"

namespace newsnlp::terms {
namespace {

constexpr std::size_t k_first_slots = 64;
constexpr const char* k_too_many = "too many distinct terms: over 2**32 - 2";

// Entries may fill 5/8 of the slots.
bool is_full(std::size_t entries, std::size_t mask) noexcept { return entries * 8 > (mask + 1) * 5; }

std::size_t slots_for(std::size_t entries) noexcept {
    std::size_t slots = k_first_slots;
    while (is_full(entries + 1, slots - 1)) slots *= 2;
    return slots;
}

// The slots of a table that is full at `entries` while `times` as much text is still to come. The exponents are those
// of English news: distinct words grow with the square root of the text, distinct pairs almost with the text.
std::size_t next_slots(std::size_t entries, double times, double exponent) noexcept {
    const double factor = std::clamp(std::pow(times, exponent), 1.5, 8.0);
    const std::size_t slots = slots_for(static_cast<std::size_t>(static_cast<double>(entries) * factor));
    return std::max(slots, slots_for(entries + entries / 2));
}

}  // namespace

std::uint64_t word_key::fingerprint(const std::uint8_t* bytes, std::uint32_t length) noexcept {
    const auto eight = [bytes](std::uint32_t offset) { return load<std::uint64_t>(bytes + offset); };
    const auto [low, high] = base::k_hash_seed;
    std::uint64_t hash = length;
    std::uint32_t i = 0;
    for (; i + 16 <= length; i += 16) hash = base::mix(eight(i) ^ low ^ hash, eight(i + 8) ^ high);
    // The last bytes are read again, overlapping, so that no tail need be masked. There are at least 12.
    return base::mix(eight(length - 8) ^ high ^ hash, (length < 16 ? eight(0) : eight(length - 16)) ^ low);
}

TermIndex::TermIndex() {
    grow_words(k_first_slots);
    grow_grams(k_first_slots);
}

bool TermIndex::is_word_at(std::uint32_t node, const std::uint8_t* bytes, std::uint32_t length) const noexcept {
    const std::string_view known = word(node);
    return known.size() == length && std::memcmp(known.data(), bytes, length) == 0;
}

void TermIndex::add_stop_words(const std::vector<std::string>& words) {
    base::Buffer<std::uint8_t> padded;
    for (const std::string& word : words) {
        std::copy(word.begin(), word.end(), padded.resize(word.size()));
        const auto length = static_cast<std::uint32_t>(word.size());
        add_word(padded.data(), length, make_word_key(padded.data(), length));
    }
    stop_words_ = size();
}

std::uint32_t TermIndex::add_node(std::uint32_t parent, std::uint32_t last) {
    if (nodes_.size() >= k_no_node - 1) throw std::length_error(k_too_many);
    nodes_.push_back((static_cast<std::uint64_t>(parent) << 32) | last);
    return static_cast<std::uint32_t>(nodes_.size()) - 1;
}

std::uint32_t TermIndex::insert_word(const std::uint8_t* bytes, std::uint32_t length, const WordKey& key) {
    if (is_full(word_ends_.size() + 1, word_mask_))
        grow_words(next_slots(word_ends_.size() + 1, expected_growth_, 0.6));
    std::uint8_t* out = arena_.extend(length);
    if (length > 0) std::memcpy(out, bytes, length);
    word_ends_.push_back(arena_.size());
    const std::uint32_t node = add_node(k_no_node, words() - 1);
    *probe_word(bytes, length, key) = {key.low, key.high, node + 1};
    return node;
}

std::uint32_t TermIndex::insert_gram(std::uint32_t parent, std::uint32_t last) {
    if (is_full(gram_count_ + 1, gram_mask_)) grow_grams(next_slots(gram_count_ + 1, expected_growth_, 0.85));
    const std::uint32_t node = add_node(parent, last);
    *probe_gram(parent, last) = {parent, last, node + 1, 0};
    ++gram_count_;
    return node;
}

void TermIndex::append_grams(const TermIndex& part) {
    if (nodes_.size() + part.nodes_.size() >= k_no_node - 1) throw std::length_error(k_too_many);
    std::uint64_t* out = nodes_.extend(part.nodes_.size());
    if (!part.nodes_.empty()) std::memcpy(out, part.nodes_.data(), part.nodes_.size() * sizeof(std::uint64_t));
}

void TermIndex::complete() {
    const std::size_t grams = size() - words();
    if (has_tables_ && gram_count_ == grams) return;
    reserve(words(), grams);
    for (std::uint32_t node = 0; node < size(); ++node) {
        if (!is_word(node)) {
            *probe_gram(parent(node), last_word(node)) = {parent(node), last_word(node), node + 1, 0};
        } else if (!has_tables_) {
            const auto* bytes = reinterpret_cast<const std::uint8_t*>(word(node).data());
            const auto length = static_cast<std::uint32_t>(word(node).size());
            const WordKey key = make_word_key(bytes, length);
            *probe_word(bytes, length, key) = {key.low, key.high, node + 1};
        }
    }
    gram_count_ = grams;
    has_tables_ = true;
}

void TermIndex::drop_tables() {
    word_mask_ = gram_mask_ = gram_count_ = 0;
    grow_words(k_first_slots);
    grow_grams(k_first_slots);
    has_tables_ = false;
}

std::string_view TermIndex::word(std::uint32_t node) const noexcept {
    const std::uint32_t number = last_word(node);
    const std::uint64_t start = number == 0 ? 0 : word_ends_[number - 1];
    return {reinterpret_cast<const char*>(arena_.data()) + start, word_ends_[number] - start};
}

// Written backwards from its last word, without recursion: a name may have as many words as a text.
void TermIndex::append_name(std::uint32_t node, base::Buffer<std::uint8_t>& out) const {
    std::size_t length = 0;
    for (std::uint32_t rest = node;; rest = parent(rest)) {
        length += word(is_word(rest) ? rest : last_word(rest)).size();
        if (is_word(rest)) break;
        ++length;
    }
    std::uint8_t* end = out.extend(length) + length;
    for (std::uint32_t rest = node;; rest = parent(rest)) {
        const std::string_view bytes = word(is_word(rest) ? rest : last_word(rest));
        end -= bytes.size();
        if (!bytes.empty()) std::memcpy(end, bytes.data(), bytes.size());
        if (is_word(rest)) break;
        *--end = ' ';
    }
}

void TermIndex::reserve(std::size_t words, std::size_t grams) {
    const std::size_t word_slots = slots_for(words);
    const std::size_t gram_slots = slots_for(grams);
    if (word_slots > word_mask_ + 1) grow_words(word_slots);
    if (gram_slots > gram_mask_ + 1) grow_grams(gram_slots);
}

void TermIndex::grow_words(std::size_t slots) {
    base::Pages old(base::checked_multiply(slots, sizeof(WordSlot)));
    std::swap(old, words_);
    const std::size_t old_slots = word_mask_ == 0 ? 0 : word_mask_ + 1;
    word_mask_ = slots - 1;
    for (std::size_t i = 0; i < old_slots; ++i) {
        const WordSlot& slot = old.as<WordSlot>()[i];
        if (slot.node_plus_one == 0) continue;
        std::size_t free = word_key::hash(slot.low, slot.high) & word_mask_;
        while (words_.as<WordSlot>()[free].node_plus_one != 0) free = (free + 1) & word_mask_;
        words_.as<WordSlot>()[free] = slot;
    }
}

void TermIndex::grow_grams(std::size_t slots) {
    base::Pages old(base::checked_multiply(slots, sizeof(GramSlot)));
    std::swap(old, grams_);
    nodes_.reserve(words() + slots / 8 * 5);  // as much as the table can hold, so that nothing is copied meanwhile
    const std::size_t old_slots = gram_mask_ == 0 ? 0 : gram_mask_ + 1;
    gram_mask_ = slots - 1;
    for (std::size_t i = 0; i < old_slots; ++i) {
        const GramSlot& slot = old.as<GramSlot>()[i];
        if (slot.node_plus_one == 0) continue;
        std::size_t free = hash_gram(slot.parent, slot.last) & gram_mask_;
        while (grams_.as<GramSlot>()[free].node_plus_one != 0) free = (free + 1) & gram_mask_;
        grams_.as<GramSlot>()[free] = slot;
    }
}

}  // namespace newsnlp::terms
