// The native module. Each room of the core is bound in the file of its name.
#include <nanobind/nanobind.h>

namespace nb = nanobind;

namespace newsnlp::bindings {
void bind_articles(nb::module_& m);
void bind_pipeline(nb::module_& m);
void bind_ranker(nb::module_& m);
void bind_sparse_rows(nb::module_& m);
void bind_summaries(nb::module_& m);
void bind_tables(nb::module_& m);
void bind_terms(nb::module_& m);
void bind_terms_counting(nb::module_& m);
void bind_text_column(nb::module_& m);
void bind_topics(nb::module_& m);
}  // namespace newsnlp::bindings

NB_MODULE(_core, m) {
    // Caches of the interpreter outlive the module. That is not a leak, so nothing should be printed about it at exit.
    nb::set_leak_warnings(false);
    m.doc() = "Native core of newsnlp: text in, numbers out; no state, no Python object per token.";
    newsnlp::bindings::bind_articles(m);
    newsnlp::bindings::bind_pipeline(m);
    newsnlp::bindings::bind_ranker(m);
    newsnlp::bindings::bind_sparse_rows(m);
    newsnlp::bindings::bind_summaries(m);
    newsnlp::bindings::bind_tables(m);
    newsnlp::bindings::bind_terms(m);
    newsnlp::bindings::bind_terms_counting(m);
    newsnlp::bindings::bind_text_column(m);
    newsnlp::bindings::bind_topics(m);
}
