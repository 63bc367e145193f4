// Strings out of Arrow's C data interface (https://arrow.apache.org/docs/format/CDataInterface.html): UTF-8 buffers are
// viewed where they lie, no Python string is made.
#pragma once

#include <nanobind/nanobind.h>

#include <vector>

#include "core/base/text.hpp"

namespace newsnlp::bindings {

// Does the object offer an Arrow array or stream?
bool is_arrow(nanobind::handle texts);

// Appends a view of every string; returns what keeps the buffers alive. Throws TypeError for other types and for nulls.
nanobind::object view_arrow(nanobind::handle texts, std::vector<base::TextView>& views);

}  // namespace newsnlp::bindings
