// Texts to rows of hashed columns: scikit-learn's HashingVectorizer.
#pragma once

#include "core/terms/csr.hpp"

namespace newsnlp::terms {

struct HashOptions {
    std::uint32_t features = 1U << 20;
    bool alternate_sign = true;
    Dtype dtype = Dtype::float64;
    std::size_t index_limit = 0x7FFFFFFF;
    Weighting weighting;
};

// A term that strict UTF-8 can't hold.
class SurrogateError : public std::runtime_error {
  public:
    explicit SurrogateError(std::string bytes) : std::runtime_error("lone surrogate"), term(std::move(bytes)) {}
    std::string term;  // with the surrogate in three bytes
};

Csr hash_texts(const Texts& texts, const Analysis& analysis, const HashOptions& options, const simd::Kernels& kernels,
               base::ThreadPool& pool);

}  // namespace newsnlp::terms
