// What the two files for AVX-512 share.
#pragma once

#include <cstddef>
#include <cstdint>

#define NEWSNLP_AVX512 \
    __attribute__((target("avx512f,avx512bw,avx512vl,avx512dq,avx512vbmi,avx512vbmi2,bmi,bmi2,popcnt,lzcnt")))

namespace newsnlp::simd {

void sort_avx512(std::uint32_t* keys, std::size_t count, std::uint32_t* scratch);
void sort_wide_avx512(std::uint64_t* keys, std::size_t count, std::uint64_t* scratch);

}  // namespace newsnlp::simd
