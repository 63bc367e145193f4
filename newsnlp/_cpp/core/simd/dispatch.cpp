#include <cstdlib>
#include <cstring>

#include "core/simd/kernels.hpp"

namespace newsnlp::simd {
namespace {

#if defined(__x86_64__)
Level machine_level() noexcept {
    __builtin_cpu_init();
    if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl") &&
        __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vbmi") &&
        __builtin_cpu_supports("avx512vbmi2") && __builtin_cpu_supports("bmi2")) {
        return Level::avx512;
    }
    return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi2") ? Level::avx2 : Level::scalar;
}
#else
Level machine_level() noexcept { return Level::scalar; }
#endif

}  // namespace

Level level() noexcept {
    static const Level best = machine_level();
    const char* cap = std::getenv("NEWSNLP_SIMD");
    if (cap == nullptr) return best;
    Level allowed = Level::avx512;
    if (std::strcmp(cap, "scalar") == 0) allowed = Level::scalar;
    if (std::strcmp(cap, "avx2") == 0) allowed = Level::avx2;
    return allowed < best ? allowed : best;
}

const Kernels& kernels(Level level) noexcept {
#if defined(__x86_64__)
    if (level == Level::avx512) return avx512_kernels();
    if (level == Level::avx2) return avx2_kernels();
#endif
    (void)level;
    return scalar_kernels();
}

}  // namespace newsnlp::simd
