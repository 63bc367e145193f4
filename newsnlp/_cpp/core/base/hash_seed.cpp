#include "core/base/hash_seed.hpp"

#include <random>

namespace newsnlp::base {
namespace {

// Odd, so that multiplying by it loses no bit.
std::uint64_t draw(std::random_device& random) { return (static_cast<std::uint64_t>(random()) << 32) | random() | 1; }

HashSeed draw_seed() {
    std::random_device random;
    const std::uint64_t low = draw(random);
    return {low, draw(random)};
}

}  // namespace

const HashSeed k_hash_seed = draw_seed();

}  // namespace newsnlp::base
