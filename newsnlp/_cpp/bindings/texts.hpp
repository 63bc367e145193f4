// The border: Python strings in, borrowed views out. No copy is made and no Python object is touched afterwards, so
// the work on the views can run without the GIL while `owners` keeps the strings alive.
#pragma once

#include <nanobind/nanobind.h>

#include <vector>

#include "core/text.hpp"

namespace newsnlp::bindings {

struct Texts {
    std::vector<TextView> views;
    std::vector<nanobind::object> owners;
};

// Views one str; throws TypeError "text must be str, got float" for anything else.
TextView view_text(nanobind::handle text);

// Views every str of a list or tuple; throws TypeError "texts[3] must be str, got float".
Texts view_texts(nanobind::handle texts);

}  // namespace newsnlp::bindings
