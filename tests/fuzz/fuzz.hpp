// What the fuzz targets share: inputs made of bytes, a driver without libFuzzer, checks that name the difference.
//
//     fuzz tokenize --runs 10000000 --seed 1      made-up inputs
//     fuzz tokenize file...                       inputs kept in files
//
// A file of this folder holds one target and registers it. With clang, -fsanitize=fuzzer and
// -DNEWSNLP_LIBFUZZER=tokenize make a libFuzzer program of one target.
#pragma once

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "core/base/threads.hpp"
#include "core/simd/kernels.hpp"
#include "core/terms/analysis.hpp"
#include "core/terms/tokens.hpp"

namespace newsnlp::fuzz {

[[noreturn]] inline void fail(const char* what) {
    std::fprintf(stderr, "differs: %s\n", what);
    std::abort();
}

inline void check(bool same, const char* what) {
    if (!same) fail(what);
}

// Reads choices and texts off a string of bytes; zeros when it has run out.
class Input {
  public:
    Input(const std::uint8_t* bytes, std::size_t count) : bytes_(bytes), count_(count) {}

    // A seed for a random generator, from all the bytes.
    std::uint64_t seed() const noexcept;
    std::uint32_t choose(std::uint32_t choices) { return next() % choices; }
    bool empty() const noexcept { return offset_ >= count_; }
    terms::Analysis analysis();
    // Mostly one thread and one chunk; sometimes small chunks, sometimes three threads.
    std::size_t pool() { return next(); }
    // Up to `most` code points of a list of special ones; for half of all texts, of the ASCII among them.
    std::vector<std::uint32_t> text(std::size_t most);

  private:
    std::uint32_t next() { return offset_ < count_ ? bytes_[offset_++] : 0; }

    const std::uint8_t* bytes_;
    std::size_t count_;
    std::size_t offset_ = 0;
};

// Texts stored as CPython would, each in memory of exactly its size, so that a read beyond it is detected.
class Store {
  public:
    void add(const std::vector<std::uint32_t>& codes);
    terms::Texts texts() const { return {views_.data(), views_.size(), nullptr}; }
    terms::Texts texts(std::size_t first, std::size_t count) const { return {views_.data() + first, count, nullptr}; }

  private:
    std::vector<std::vector<std::uint8_t>> bytes_;
    std::vector<base::TextView> views_;
};

inline base::ThreadPool make_pool(std::size_t choice) {
    return base::ThreadPool(choice < 4 ? 3 : 1, nullptr, choice < 64 ? 40 : base::ThreadPool::k_grain);
}

// The builds of the inner loops that this machine runs.
std::vector<const simd::Kernels*> all_kernels();

struct NaiveTerm {
    std::string name;
    std::size_t start;  // in code points of the text as given
    std::size_t end;
};

// The terms of a text by simple rules from prepared code points: the reference for everything else. Of words, only the
// first `lead` that are not stop words count.
std::vector<NaiveTerm> naive_offsets(const std::vector<std::uint32_t>& codes, const terms::Analysis& analysis,
                                     std::size_t lead = SIZE_MAX);
std::vector<std::string> naive_terms(const std::vector<std::uint32_t>& codes, const terms::Analysis& analysis);

// A target by its name; its definition registers it.
struct Target {
    Target(const char* target_name, void (*target_run)(Input));
    const char* name;
    void (*run)(Input);
    const Target* next;
};

// Returns the targets of this program, in no particular order, linked by `next`.
const Target* first_target();

}  // namespace newsnlp::fuzz
