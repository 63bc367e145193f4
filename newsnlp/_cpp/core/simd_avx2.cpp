#include "core/simd.hpp"

#if defined(__x86_64__)
namespace newsnlp::simd {

const Kernels& avx2_kernels() noexcept { return scalar_kernels(); }

}  // namespace newsnlp::simd
#endif
