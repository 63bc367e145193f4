// The terms of a vocabulary as numbered nodes: a word (or any whole string) is found by its bytes, an n-gram by the
// pair (node of its first n-1 words, node of its last word), so that the string of an n-gram exists only when it is
// asked for. Open addressing with linear probing; the caller prefetches the slots of a whole text and then looks.
#pragma once

#include <cstdint>
#include <cstring>
#include <string_view>

#include "core/buffer.hpp"
#include "core/pages.hpp"

namespace newsnlp {

inline constexpr std::uint32_t k_no_node = 0xFFFFFFFF;

// Bytes of a string as two words, zero beyond its end; strings over 16 bytes give a fingerprint and no bytes.
struct WordKey {
    std::uint64_t low;
    std::uint64_t high;
    std::uint64_t hash;
};

WordKey make_word_key(const std::uint8_t* bytes, std::uint32_t length) noexcept;

class TermIndex {
  public:
    TermIndex();

    // Finds a string, which must be followed by 16 readable bytes; k_no_node if it isn't there.
    std::uint32_t find_word(const std::uint8_t* bytes, std::uint32_t length, const WordKey& key) const noexcept;
    // Finds or adds it.
    std::uint32_t add_word(const std::uint8_t* bytes, std::uint32_t length, const WordKey& key);
    // The same for the n-gram that is `parent` followed by the word `last`.
    std::uint32_t find_gram(std::uint32_t parent, std::uint32_t last) const noexcept;
    std::uint32_t add_gram(std::uint32_t parent, std::uint32_t last);

    void prefetch_word(const WordKey& key) const noexcept {
        __builtin_prefetch(words_.as<WordSlot>() + (key.hash & word_mask_));
    }
    void prefetch_gram(std::uint32_t parent, std::uint32_t last) const noexcept {
        __builtin_prefetch(grams_.as<GramSlot>() + (hash_gram(parent, last) & gram_mask_));
    }

    std::uint32_t size() const noexcept { return static_cast<std::uint32_t>(nodes_.size()); }
    std::uint32_t words() const noexcept { return static_cast<std::uint32_t>(word_ends_.size()); }
    bool is_word(std::uint32_t node) const noexcept { return (nodes_[node] >> 32) == k_no_node; }
    std::uint32_t parent(std::uint32_t node) const noexcept { return static_cast<std::uint32_t>(nodes_[node] >> 32); }
    std::uint32_t last_word(std::uint32_t node) const noexcept { return static_cast<std::uint32_t>(nodes_[node]); }
    // The bytes of a word node.
    std::string_view word(std::uint32_t node) const noexcept;
    // Writes the whole string of a node behind `out`.
    void append_name(std::uint32_t node, Buffer<std::uint8_t>& out) const;
    // Makes room for so many words and n-grams, for no rehash on the way.
    void reserve(std::size_t words, std::size_t grams);
    std::size_t bytes() const noexcept;
    // How many times the texts read so far all texts are: a table that must grow then grows to what it will hold, by
    // Heaps' law, instead of doubling again and again.
    void expect(double times) noexcept { outlook_ = times; }

  private:
    struct WordSlot {
        std::uint64_t low;
        std::uint64_t high;
        std::uint32_t length;
        std::uint32_t node_plus_one;  // 0: the slot is free
        std::uint64_t unused;         // makes two slots fill a cache line exactly
    };
    struct GramSlot {
        std::uint32_t parent;
        std::uint32_t last;
        std::uint32_t node_plus_one;
        std::uint32_t unused;
    };

    static std::uint64_t hash_gram(std::uint32_t parent, std::uint32_t last) noexcept {
        const unsigned __int128 product =
            static_cast<unsigned __int128>(((static_cast<std::uint64_t>(parent) << 32) | last) ^
                                           0x9E3779B97F4A7C15ULL) *
            0xD6E8FEB86659FD93ULL;
        return static_cast<std::uint64_t>(product >> 64) ^ static_cast<std::uint64_t>(product);
    }
    WordSlot* probe_word(const std::uint8_t* bytes, std::uint32_t length, const WordKey& key) const noexcept;
    GramSlot* probe_gram(std::uint32_t parent, std::uint32_t last) const noexcept;
    std::uint32_t add_node(std::uint32_t parent, std::uint32_t last);
    void grow_words(std::size_t slots);
    void grow_grams(std::size_t slots);

    double outlook_ = 1.0;
    Pages words_;
    Pages grams_;
    std::size_t word_mask_ = 0;
    std::size_t gram_mask_ = 0;
    std::size_t gram_count_ = 0;
    Buffer<std::uint64_t> nodes_;      // parent << 32 | last word; for a word k_no_node << 32 | number of the word
    Buffer<std::uint64_t> word_ends_;  // by number of the word, in arena_
    Buffer<std::uint8_t> arena_;
};

}  // namespace newsnlp
