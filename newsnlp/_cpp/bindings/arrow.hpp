// Strings out of Arrow's C data interface (https://arrow.apache.org/docs/format/CDataInterface.html): UTF-8 buffers are
// viewed without a copy, and no Python string is made.
#pragma once

#include <nanobind/nanobind.h>

#include <vector>

#include "core/base/text.hpp"

namespace newsnlp::bindings {

// Whether the object offers an Arrow array or stream.
bool is_arrow(nanobind::handle texts);

// Appends a view of every string; returns the owner of the buffers. A null is viewed as an empty text and its position
// is appended to `nulls`; if `nulls` is a null pointer it is a TypeError, as are values of other types.
nanobind::object view_arrow(nanobind::handle texts, std::vector<base::TextView>& views,
                            std::vector<std::size_t>* nulls);

}  // namespace newsnlp::bindings
