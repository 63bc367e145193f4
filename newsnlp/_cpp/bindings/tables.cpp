// Tables of the core that the tests alone read: they compare the Unicode tables with the interpreter, and the twin of
// the sentence rules takes its words from here, because words are data. The package itself calls none of these
// functions.
#include <nanobind/nanobind.h>

#include "core/articles/lexicon.hpp"
#include "core/base/unicode.hpp"

namespace nb = nanobind;
using namespace nb::literals;

namespace newsnlp::bindings {
namespace {

using Entries = nb::typed<nb::list, nb::typed<nb::tuple, nb::str, int>>;

Entries lexicon_entries() {
    Entries listed{nb::list()};
    for (const auto& [word, roles] : articles::lexicon::entries()) {
        const auto length = static_cast<Py_ssize_t>(word.size());
        listed.append(nb::make_tuple(nb::steal(PyUnicode_DecodeLatin1(word.data(), length, nullptr)), roles));
    }
    return listed;
}

}  // namespace

void bind_tables(nb::module_& m) {
    m.def("character_classes", &base::unicode::classes, "code"_a, "Return the class bits of a code point.");
    m.def("lower_code", &base::unicode::lower, "code"_a, "Return the lower-case form of one code point alone.");
    m.def("lexicon", &lexicon_entries,
          "Return the (word, role bits) of every word that the sentence rules know, in the order of their list.");
}

}  // namespace newsnlp::bindings
