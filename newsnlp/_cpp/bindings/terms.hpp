// What the two files that bind the core's room of terms share.
#pragma once

#include <nanobind/nanobind.h>
#include <nanobind/stl/optional.h>
#include <nanobind/stl/string.h>

#include <optional>
#include <string>

#include "bindings/arrays.hpp"
#include "bindings/texts.hpp"
#include "core/terms/analysis.hpp"

namespace newsnlp::bindings {

using State = nanobind::typed<nanobind::tuple, nanobind::object, nanobind::ellipsis>;
using Name = std::optional<std::string>;

// The largest index and number of values that int32 holds: above it, indices are int64.
constexpr std::size_t k_index_limit = 0x7FFFFFFF;

// Views documents as an analysis reads them: texts, or lists of tokens.
CollectedTexts view_documents(const terms::Analysis& analysis, nanobind::handle documents);

}  // namespace newsnlp::bindings
