// The terms of a vocabulary as numbered nodes: a word (or any whole string) is found by its bytes, an n-gram by the
// pair (node of its first n-1 words, node of its last word), so that the string of an n-gram exists only on request.
// Open addressing with linear probing; the caller prefetches the slots of a whole text before looking them up.
#pragma once

#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/buffer.hpp"
#include "core/base/hash_seed.hpp"
#include "core/base/pages.hpp"

namespace newsnlp::terms {

inline constexpr std::uint32_t k_no_node = 0xFFFFFFFF;

// A string as twelve bytes: up to 11 bytes of the string, zeros, its length; or, if it is longer, a fingerprint and
// 255.
struct WordKey {
    std::uint64_t low;
    std::uint32_t high;
    std::uint32_t hash;

    bool is_whole() const noexcept { return (high >> 24) != 0xFF; }
};

namespace word_key {

inline constexpr std::uint32_t k_whole_length = 11;
inline constexpr std::uint64_t k_all = ~std::uint64_t{0};
inline constexpr std::uint64_t k_low_masks[k_whole_length + 1] = {0,           k_all >> 56, k_all >> 48, k_all >> 40,
                                                                  k_all >> 32, k_all >> 24, k_all >> 16, k_all >> 8,
                                                                  k_all,       k_all,       k_all,       k_all};
inline constexpr std::uint32_t k_high_masks[k_whole_length + 1] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFFFF, 0xFFFFFF};

template <typename T>
T load(const std::uint8_t* bytes) noexcept {
    T value;
    std::memcpy(&value, bytes, sizeof value);
    return value;
}

inline std::uint32_t hash(std::uint64_t low, std::uint32_t high) noexcept {
    return static_cast<std::uint32_t>(base::mix(low ^ base::k_hash_seed.low, high ^ base::k_hash_seed.high));
}

std::uint64_t fingerprint(const std::uint8_t* bytes, std::uint32_t length) noexcept;

}  // namespace word_key

// The string must be followed by 16 readable bytes.
inline WordKey make_word_key(const std::uint8_t* bytes, std::uint32_t length) noexcept {
    std::uint64_t low;
    std::uint32_t high;
    if (length <= word_key::k_whole_length) {
        low = word_key::load<std::uint64_t>(bytes) & word_key::k_low_masks[length];
        high = (word_key::load<std::uint32_t>(bytes + 8) & word_key::k_high_masks[length]) | (length << 24);
    } else {
        low = word_key::fingerprint(bytes, length);
        high = (0xFFU << 24) | (length & 0xFFFFFF);
    }
    return {low, high, word_key::hash(low, high)};
}

class TermIndex {
  public:
    TermIndex();

    // Finds a string, which must be followed by 16 readable bytes; k_no_node if it isn't there.
    std::uint32_t find_word(const std::uint8_t* bytes, std::uint32_t length, const WordKey& key) const noexcept {
        return probe_word(bytes, length, key)->node_plus_one - 1;
    }
    // Finds or adds it.
    std::uint32_t add_word(const std::uint8_t* bytes, std::uint32_t length, const WordKey& key) {
        const std::uint32_t node = find_word(bytes, length, key);
        return node != k_no_node ? node : insert_word(bytes, length, key);
    }
    // The same for the n-gram that is `parent` followed by the word `last`.
    std::uint32_t find_gram(std::uint32_t parent, std::uint32_t last) const noexcept {
        return probe_gram(parent, last)->node_plus_one - 1;
    }
    std::uint32_t add_gram(std::uint32_t parent, std::uint32_t last) {
        const std::uint32_t node = find_gram(parent, last);
        return node != k_no_node ? node : insert_gram(parent, last);
    }

    void prefetch_word(const WordKey& key) const noexcept {
        __builtin_prefetch(words_.as<WordSlot>() + (key.hash & word_mask_));
    }
    void prefetch_gram(std::uint32_t parent, std::uint32_t last) const noexcept {
        __builtin_prefetch(grams_.as<GramSlot>() + (hash_gram(parent, last) & gram_mask_));
    }

    // The part that an n-gram belongs to, by a hash that is the same in every process: nodes are numbered by parts.
    static std::size_t gram_part(std::uint32_t parent, std::uint32_t last, std::size_t parts) noexcept {
        const std::uint64_t hash = base::mix(pair_of(parent, last) ^ 0x9E3779B97F4A7C15ULL, 0xD6E8FEB86659FD93ULL);
        return ((hash >> 32) * parts) >> 32;
    }
    // Appends the n-grams of another index, whose parents and words are nodes of this one, as the next nodes. They must
    // be new to this index, and cannot be found before `complete`.
    void append_grams(const TermIndex& part);
    // Makes all terms findable.
    void complete();
    // Releases the lookup tables; no term can be found or added before `complete`.
    void drop_tables();

    // Stop words are the first nodes; they are not terms.
    void add_stop_words(const std::vector<std::string>& words);
    std::uint32_t stop_words() const noexcept { return stop_words_; }

    std::uint32_t size() const noexcept { return static_cast<std::uint32_t>(nodes_.size()); }
    std::uint32_t words() const noexcept { return static_cast<std::uint32_t>(word_ends_.size()); }
    bool is_word(std::uint32_t node) const noexcept { return (nodes_[node] >> 32) == k_no_node; }
    std::uint32_t parent(std::uint32_t node) const noexcept { return static_cast<std::uint32_t>(nodes_[node] >> 32); }
    std::uint32_t last_word(std::uint32_t node) const noexcept { return static_cast<std::uint32_t>(nodes_[node]); }
    // The bytes of a word node.
    std::string_view word(std::uint32_t node) const noexcept;
    // Appends the whole string of a node to `out`.
    void append_name(std::uint32_t node, base::Buffer<std::uint8_t>& out) const;
    // Reserves space for this many words and n-grams, to avoid rehashing.
    void reserve(std::size_t words, std::size_t grams);
    // The ratio of all texts to those read so far: a table that must grow then grows to its expected final size, by
    // Heaps' law, instead of doubling repeatedly.
    void expect(double times) noexcept { expected_growth_ = times; }

  private:
    struct WordSlot {
        std::uint64_t low;
        std::uint32_t high;
        std::uint32_t node_plus_one;  // 0: the slot is free
    };
    struct GramSlot {
        std::uint32_t parent;
        std::uint32_t last;
        std::uint32_t node_plus_one;
        std::uint32_t unused;
    };

    static std::uint64_t hash_gram(std::uint32_t parent, std::uint32_t last) noexcept {
        return base::hash_number(pair_of(parent, last));
    }
    static std::uint64_t pair_of(std::uint32_t parent, std::uint32_t last) noexcept {
        return (static_cast<std::uint64_t>(parent) << 32) | last;
    }
    WordSlot* probe_word(const std::uint8_t* bytes, std::uint32_t length, const WordKey& key) const noexcept {
        auto* slots = words_.as<WordSlot>();
        for (std::size_t i = key.hash & word_mask_;; i = (i + 1) & word_mask_) {
            WordSlot& slot = slots[i];
            if (slot.node_plus_one == 0) return &slot;
            if (slot.low != key.low || slot.high != key.high) continue;
            if (key.is_whole() || is_word_at(slot.node_plus_one - 1, bytes, length)) return &slot;
        }
    }
    GramSlot* probe_gram(std::uint32_t parent, std::uint32_t last) const noexcept {
        auto* slots = grams_.as<GramSlot>();
        for (std::size_t i = hash_gram(parent, last) & gram_mask_;; i = (i + 1) & gram_mask_) {
            GramSlot& slot = slots[i];
            if (slot.node_plus_one == 0 || (slot.parent == parent && slot.last == last)) return &slot;
        }
    }
    bool is_word_at(std::uint32_t node, const std::uint8_t* bytes, std::uint32_t length) const noexcept;
    std::uint32_t insert_word(const std::uint8_t* bytes, std::uint32_t length, const WordKey& key);
    std::uint32_t insert_gram(std::uint32_t parent, std::uint32_t last);
    std::uint32_t add_node(std::uint32_t parent, std::uint32_t last);
    void grow_words(std::size_t slots);
    void grow_grams(std::size_t slots);

    double expected_growth_ = 1.0;
    std::uint32_t stop_words_ = 0;
    base::Pages words_;
    base::Pages grams_;
    bool has_tables_ = true;
    std::size_t word_mask_ = 0;
    std::size_t gram_mask_ = 0;
    std::size_t gram_count_ = 0;
    base::Buffer<std::uint64_t> nodes_;  // parent << 32 | last word; for a word k_no_node << 32 | number of the word
    base::Buffer<std::uint64_t> word_ends_;  // by number of the word, in arena_
    base::Buffer<std::uint8_t> arena_;
};

}  // namespace newsnlp::terms
