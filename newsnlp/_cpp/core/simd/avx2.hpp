// What the two files for AVX2 share.
#pragma once

#include <cstddef>
#include <cstdint>

#define NEWSNLP_AVX2 __attribute__((target("avx2,bmi,bmi2,popcnt,lzcnt")))

namespace newsnlp::simd {

// For each set of lanes, their numbers moved to the front, for which AVX-512 has an instruction.
struct LaneTable {
    alignas(32) std::uint32_t lanes[256][8];
};

constexpr LaneTable make_lane_table() {
    LaneTable table{};
    for (std::uint32_t set = 0; set < 256; ++set) {
        std::uint32_t slot = 0;
        for (std::uint32_t lane = 0; lane < 8; ++lane) {
            if ((set >> lane & 1) != 0) table.lanes[set][slot++] = lane;
        }
    }
    return table;
}

inline constexpr LaneTable k_lane_table = make_lane_table();

void sort_avx2(std::uint32_t* keys, std::size_t count, std::uint32_t* scratch);
void sort_wide_avx2(std::uint64_t* keys, std::size_t count, std::uint64_t* scratch);
void add_rows_avx2(const double* rows, std::size_t stride, const std::uint32_t* numbers, const double* factors,
                   std::size_t count, double* sums);

}  // namespace newsnlp::simd
