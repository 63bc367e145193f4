// Texts as an analysis wants them: whole, or as lists of terms.
#pragma once

#include "bindings/texts.hpp"
#include "core/analysis.hpp"

namespace newsnlp::bindings {

Texts view_for(const Analysis& analysis, nanobind::handle texts);

}  // namespace newsnlp::bindings
