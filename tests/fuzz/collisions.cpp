// Words and n-grams chosen to collide in one slot of a table whose hash is known. The tables use random keys for each
// process, so here they do not collide.
#include <cstring>
#include <unordered_set>

#include "core/base/hash_seed.hpp"
#include "core/terms/term_index.hpp"
#include "fuzz.hpp"

namespace newsnlp::fuzz {
namespace {

constexpr std::size_t k_slots = 1 << 10;
constexpr std::size_t k_words = 256;
// The keys that earlier versions always used.
constexpr std::uint64_t k_known_low = 0xA0761D6478BD642FULL;
constexpr std::uint64_t k_known_high = 0xE7037ED1A0B428DBULL;
constexpr std::uint64_t k_known_pair = 0x9E3779B97F4A7C15ULL;
constexpr std::uint64_t k_known_pair_factor = 0xD6E8FEB86659FD93ULL;

// 256 of 1,024 slots are hit 226 times on average; a known hash would hit one.
void check_spread(const std::unordered_set<std::uint64_t>& slots, const char* what) {
    check(slots.size() > k_words / 2, what);
}

void run(Input input) {
    std::unordered_set<std::uint64_t> word_slots, string_slots, pair_slots;
    const std::uint64_t wanted = input.seed() % k_slots;
    std::size_t found = 0;
    for (std::uint64_t number = 0; found < k_words; ++number) {
        std::uint8_t word[32] = {};
        for (std::size_t i = 0; i < 8; ++i) word[i] = static_cast<std::uint8_t>('a' + (number >> (4 * i)) % 16);
        std::uint64_t low;
        std::memcpy(&low, word, 8);
        if (base::mix(low ^ k_known_low, (8U << 24) ^ k_known_high) % k_slots != wanted) continue;
        ++found;
        word_slots.insert(terms::make_word_key(word, 8).hash % k_slots);
        string_slots.insert(base::StringHash{}({reinterpret_cast<const char*>(word), 8}) % k_slots);
    }
    found = 0;
    for (std::uint64_t pair = 0; found < k_words; ++pair) {
        if (base::mix(pair ^ k_known_pair, k_known_pair_factor) % k_slots != wanted) continue;
        ++found;
        pair_slots.insert(base::hash_number(pair) % k_slots);
    }
    check_spread(word_slots, "words of one slot meet again");
    check_spread(string_slots, "strings of one slot meet again");
    check_spread(pair_slots, "pairs of one slot meet again");
}

const Target target("collisions", run);

}  // namespace
}  // namespace newsnlp::fuzz
