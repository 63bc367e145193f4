// Character classes, so that tests can hold the tables against the interpreter.
#include "core/base/unicode.hpp"

#include <nanobind/nanobind.h>

namespace nb = nanobind;
using namespace nb::literals;

namespace newsnlp::bindings {
void bind_unicode(nb::module_& m) {
    m.def("character_classes", &base::unicode::classes, "code"_a, "Return the class bits of a code point.");
    m.def("lower_code", &base::unicode::lower, "code"_a, "Return the lower-case form of one code point alone.");
}

}  // namespace newsnlp::bindings
