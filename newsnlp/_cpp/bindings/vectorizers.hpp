// What the bindings of vocabularies and scorers share.
#pragma once

#include <nanobind/nanobind.h>
#include <nanobind/stl/shared_ptr.h>

#include <memory>

#include "bindings/arrays.hpp"
#include "core/terms/counting.hpp"
#include "core/terms/vocabulary.hpp"

namespace newsnlp::bindings {

using SharedCounts = std::shared_ptr<terms::TermCounts>;

// Counts that columns chosen from them keep alive.
struct PyCounts {
    SharedCounts counts;
};

// Throws ValueError unless the offsets rise from 0 to `bytes`.
void check_offsets(const Array<std::int64_t>& offsets, std::size_t bytes);

}  // namespace newsnlp::bindings
