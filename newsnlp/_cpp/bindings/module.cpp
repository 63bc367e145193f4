// The native module: the one list of what it offers. Each room of the library binds its functions in a file of its own.
#include <nanobind/nanobind.h>

namespace nb = nanobind;

void bind_analysis(nb::module_& m);
void bind_rouge(nb::module_& m);
void bind_ranker(nb::module_& m);
void bind_scoring(nb::module_& m);
void bind_sentences(nb::module_& m);
void bind_summarizers(nb::module_& m);
void bind_unicode(nb::module_& m);
void bind_vectorizers(nb::module_& m);

NB_MODULE(_core, m) {
    // Caches of the interpreter outlive the module; that is no leak, and nobody is to read of it at exit.
    nb::set_leak_warnings(false);
    m.doc() = "Native core of newsnlp: text in, numbers out; no state, no Python object per token.";
    bind_analysis(m);
    bind_rouge(m);
    bind_scoring(m);
    bind_ranker(m);
    bind_sentences(m);
    bind_summarizers(m);
    bind_unicode(m);
    bind_vectorizers(m);
}
