// Strings out of Arrow's C data interface (https://arrow.apache.org/docs/format/CDataInterface.html): UTF-8 buffers are
// viewed where they lie, no Python string is made.
#pragma once

#include <nanobind/nanobind.h>

#include <vector>

#include "core/base/text.hpp"

namespace newsnlp::bindings {

// Does the object offer an Arrow array or stream?
bool is_arrow(nanobind::handle texts);

// Appends a view of every string; returns what keeps the buffers alive. The positions of nulls go into `nulls`, empty
// views in their place; where `nulls` is null they are a TypeError. Throws TypeError for other types, too.
nanobind::object view_arrow(nanobind::handle texts, std::vector<base::TextView>& views,
                            std::vector<std::size_t>* nulls);

}  // namespace newsnlp::bindings
