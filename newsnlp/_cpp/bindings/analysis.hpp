// Texts as an analysis wants them: whole, or as lists of terms.
#pragma once

#include "bindings/texts.hpp"
#include "core/terms/analysis.hpp"

namespace newsnlp::bindings {

CollectedTexts view_for(const terms::Analysis& analysis, nanobind::handle texts);

}  // namespace newsnlp::bindings
