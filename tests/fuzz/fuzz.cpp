#include "fuzz.hpp"

#include <algorithm>
#include <cstring>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <utility>

namespace newsnlp::fuzz {
namespace {

// ASCII first, so that half of all texts are pure ASCII; then letters with special rules of case, accents and width.
constexpr std::uint32_t k_special[] = {
    'a',  'b',     'A',     'Z',   'e',    't',    '0',    '9',    '_',    ' ',    ' ',      '\t',
    '\n', '.',     ',',     '\'',  '-',    0x1F,   0x7F,   0,      'c',    'B',    0xE9,     0xC9,
    0xDF, 0x130,   0x3A3,   0x3C3, 0x17F,  0x212A, 0x301,  0x2019, 0x2014, 0x6F22, 0xAC01,   0xFF21,
    0xBD, 0x1D400, 0x10400, 0xA0,  0x2028, 0x1C5,  0xFB01, 0xFDFA, 0xD800, 0xDFFF, 0x10FFFF, 0xFFFD};
constexpr std::size_t k_ascii = 22;

const Target* g_targets = nullptr;

}  // namespace

Target::Target(const char* target_name, void (*target_run)(Input))
    : name(target_name), run(target_run), next(std::exchange(g_targets, this)) {}

const Target* first_target() { return g_targets; }

// FNV-1a.
std::uint64_t Input::seed() const noexcept {
    std::uint64_t hash = 0xCBF29CE484222325U;
    for (std::size_t i = 0; i < count_; ++i) hash = (hash ^ bytes_[i]) * 0x100000001B3U;
    return hash;
}

terms::Analysis Input::analysis() {
    terms::Analysis analysis;
    const std::uint32_t kind = choose(8);
    analysis.analyzer = kind == 6   ? terms::Analyzer::character
                        : kind == 7 ? terms::Analyzer::character_word
                                    : terms::Analyzer::word;
    analysis.min_n = 1 + choose(4) / 2;
    analysis.max_n = analysis.min_n + choose(3);
    analysis.min_letters = 1 + choose(2);
    analysis.lowercase = choose(4) != 0;
    analysis.accents = static_cast<terms::Accents>(choose(3));
    if (analysis.analyzer == terms::Analyzer::word && choose(3) == 0)
        analysis.stop_words = {"a", "ab", "at",
                               "\xC3\xA9"
                               "a"};
    return analysis;
}

std::vector<std::uint32_t> Input::text(std::size_t most) {
    std::vector<std::uint32_t> codes(next() % (most + 1));
    const std::size_t choices = choose(2) == 0 ? k_ascii : std::size(k_special);
    for (std::uint32_t& code : codes) code = k_special[next() % choices];
    return codes;
}

void Store::add(const std::vector<std::uint32_t>& codes) {
    const std::uint32_t highest = codes.empty() ? 0 : *std::max_element(codes.begin(), codes.end());
    const std::uint8_t kind = highest < 0x100 ? 1 : highest < 0x10000 ? 2 : 4;
    std::vector<std::uint8_t> bytes(kind * codes.size());
    for (std::size_t i = 0; i < codes.size(); ++i) std::memcpy(bytes.data() + i * kind, &codes[i], kind);
    bytes_.push_back(std::move(bytes));
    views_.push_back({bytes_.back().data(), codes.size(), kind, highest < 0x80});
}

std::vector<const simd::Kernels*> all_kernels() {
    std::vector<const simd::Kernels*> kernels{&simd::scalar_kernels()};
    for (int level = 1; level <= static_cast<int>(simd::level()); ++level) {
        kernels.push_back(&simd::kernels(static_cast<simd::Level>(level)));
    }
    return kernels;
}

}  // namespace newsnlp::fuzz

namespace {

using newsnlp::fuzz::Target;

const Target& find_target(const std::string& name) {
    for (const Target* target = newsnlp::fuzz::first_target(); target != nullptr; target = target->next) {
        if (target->name == name) return *target;
    }
    throw std::runtime_error("no target is called " + name);
}

#if defined(NEWSNLP_LIBFUZZER)
#define NEWSNLP_STRING(name) #name
#define NEWSNLP_EXPANDED_STRING(name) NEWSNLP_STRING(name)
}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const Target& target = find_target(NEWSNLP_EXPANDED_STRING(NEWSNLP_LIBFUZZER));
    target.run({data, size});
    return 0;
}
#else

void replay(const Target& target, const char* path) {
    std::ifstream file(path, std::ios::binary);
    if (!file) throw std::runtime_error(std::string("cannot read ") + path);
    const std::string bytes{std::istreambuf_iterator<char>(file), {}};
    target.run({reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()});
}

void make_up(const Target& target, std::uint64_t runs, std::uint64_t state) {
    std::vector<std::uint8_t> bytes;
    for (std::uint64_t run = 0; run < runs; ++run) {
        // splitmix64 by Steele, Lea and Flood (2014)
        const auto random = [&state] {
            std::uint64_t z = state += 0x9E3779B97F4A7C15ULL;
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
            return z ^ (z >> 31);
        };
        bytes.resize(16 + random() % (random() % 16 == 0 ? 400 : 80));
        for (std::size_t i = 0; i < bytes.size(); i += 8) {
            const std::uint64_t eight = random();
            std::memcpy(bytes.data() + i, &eight, std::min<std::size_t>(8, bytes.size() - i));
        }
        target.run({bytes.data(), bytes.size()});
    }
}

}  // namespace

int main(int count, char** arguments) {
    if (count < 2) throw std::runtime_error("usage: fuzz --list | TARGET [--runs N] [--seed N] [FILE...]");
    if (std::strcmp(arguments[1], "--list") == 0) {
        for (const Target* target = newsnlp::fuzz::first_target(); target != nullptr; target = target->next)
            std::puts(target->name);
        return 0;
    }
    const Target& target = find_target(arguments[1]);
    std::uint64_t runs = 0;
    std::uint64_t seed = 0;
    for (int i = 2; i < count; ++i) {
        if (std::strcmp(arguments[i], "--runs") == 0 && i + 1 < count) {
            runs = std::strtoull(arguments[++i], nullptr, 10);
        } else if (std::strcmp(arguments[i], "--seed") == 0 && i + 1 < count) {
            seed = std::strtoull(arguments[++i], nullptr, 10);
        } else {
            replay(target, arguments[i]);
        }
    }
    make_up(target, runs, seed);
    std::printf("%llu inputs, no fault\n", static_cast<unsigned long long>(runs));
}
#endif
