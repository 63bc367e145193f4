// Words and n-grams chosen to collide in one slot of a table whose hash is known. The tables use random keys for each
// process, so here they do not collide.
#include <algorithm>
#include <array>
#include <cstring>
#include <random>
#include <unordered_set>
#include <vector>

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

// The numbers that a known hash puts into each slot, enough for many choices of words.
using Slots = std::array<std::vector<std::uint64_t>, k_slots>;

template <typename Hash>
Slots sort_by_slot(Hash&& hash) {
    Slots slots;
    for (std::uint64_t number = 0; number < 4 * k_slots * k_words; ++number)
        slots[hash(number) % k_slots].push_back(number);
    return slots;
}

// A word of eight letters, four bits of the number each.
std::array<std::uint8_t, 32> word_of(std::uint64_t number) {
    std::array<std::uint8_t, 32> word{};
    for (std::size_t i = 0; i < 8; ++i) word[i] = static_cast<std::uint8_t>('a' + (number >> (4 * i)) % 16);
    return word;
}

std::uint64_t known_word_hash(std::uint64_t number) {
    std::uint64_t low;
    std::memcpy(&low, word_of(number).data(), 8);
    return base::mix(low ^ k_known_low, (8U << 24) ^ k_known_high);
}

std::uint64_t known_pair_hash(std::uint64_t pair) { return base::mix(pair ^ k_known_pair, k_known_pair_factor); }

// Checks that 256 numbers of one slot spread by `hash`: 226 of 1,024 slots are hit on average.
template <typename Hash>
void check_spread(const std::vector<std::uint64_t>& numbers, const char* what, Hash&& hash) {
    std::unordered_set<std::uint64_t> slots;
    for (const std::uint64_t number : numbers) slots.insert(hash(number) % k_slots);
    check(slots.size() > k_words / 2, what);
}

void run(Input input) {
    static const Slots words = sort_by_slot(known_word_hash);
    static const Slots pairs = sort_by_slot(known_pair_hash);
    std::mt19937_64 random(input.seed());
    const auto choose = [&random](const Slots& slots) {
        std::vector<std::uint64_t> chosen;
        const std::vector<std::uint64_t>& slot = slots[random() % k_slots];
        std::sample(slot.begin(), slot.end(), std::back_inserter(chosen), k_words, random);
        return chosen;
    };
    const std::vector<std::uint64_t> chosen = choose(words);
    check_spread(chosen, "words of one slot meet again",
                 [](std::uint64_t number) { return terms::make_word_key(word_of(number).data(), 8).hash; });
    check_spread(chosen, "strings of one slot meet again", [](std::uint64_t number) {
        const auto word = word_of(number);
        return base::StringHash{}({reinterpret_cast<const char*>(word.data()), 8});
    });
    check_spread(choose(pairs), "pairs of one slot meet again", base::hash_number);
}

const Target target("collisions", run);

}  // namespace
}  // namespace newsnlp::fuzz
