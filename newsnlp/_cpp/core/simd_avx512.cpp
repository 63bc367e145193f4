#include "core/simd.hpp"

#if defined(__x86_64__)
namespace newsnlp::simd {

const Kernels& avx512_kernels() noexcept { return scalar_kernels(); }

}  // namespace newsnlp::simd
#endif
