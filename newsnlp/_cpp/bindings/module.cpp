// The native module: the one list of what it offers. Each room of the library binds its functions in a file of its own.
#include <nanobind/nanobind.h>

namespace nb = nanobind;

namespace newsnlp::bindings {
void bind_analysis(nb::module_& m);
void bind_articles(nb::module_& m);
void bind_hashing(nb::module_& m);
void bind_rouge(nb::module_& m);
void bind_pipeline(nb::module_& m);
void bind_ranker(nb::module_& m);
void bind_scoring(nb::module_& m);
void bind_sparse_rows(nb::module_& m);
void bind_summarizers(nb::module_& m);
void bind_text_column(nb::module_& m);
void bind_unicode(nb::module_& m);
void bind_vectorizers(nb::module_& m);
}  // namespace newsnlp::bindings

NB_MODULE(_core, m) {
    // Caches of the interpreter outlive the module. That is not a leak, so nothing should be printed about it at exit.
    nb::set_leak_warnings(false);
    m.doc() = "Native core of newsnlp: text in, numbers out; no state, no Python object per token.";
    newsnlp::bindings::bind_analysis(m);
    newsnlp::bindings::bind_articles(m);
    newsnlp::bindings::bind_hashing(m);
    newsnlp::bindings::bind_rouge(m);
    newsnlp::bindings::bind_scoring(m);
    newsnlp::bindings::bind_pipeline(m);
    newsnlp::bindings::bind_ranker(m);
    newsnlp::bindings::bind_sparse_rows(m);
    newsnlp::bindings::bind_summarizers(m);
    newsnlp::bindings::bind_text_column(m);
    newsnlp::bindings::bind_unicode(m);
    newsnlp::bindings::bind_vectorizers(m);
}
