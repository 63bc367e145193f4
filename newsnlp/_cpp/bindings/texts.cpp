#include "bindings/texts.hpp"

#include <string>

namespace nb = nanobind;

namespace newsnlp::bindings {
namespace {

TextView view_str(PyObject* text) {
    return {PyUnicode_DATA(text), static_cast<std::size_t>(PyUnicode_GET_LENGTH(text)),
            static_cast<std::uint8_t>(PyUnicode_KIND(text)), PyUnicode_IS_ASCII(text) != 0};
}

[[noreturn]] void refuse(const std::string& name, PyObject* value) {
    throw nb::type_error((name + " must be str, got " + Py_TYPE(value)->tp_name).c_str());
}

}  // namespace

TextView view_text(nb::handle text) {
    if (!PyUnicode_Check(text.ptr())) refuse("text", text.ptr());
    return view_str(text.ptr());
}

Texts view_texts(nb::handle texts) {
    PyObject* sequence = texts.ptr();
    if (!PyList_Check(sequence) && !PyTuple_Check(sequence)) {
        throw nb::type_error((std::string("texts must be a list of str, got ") + Py_TYPE(sequence)->tp_name).c_str());
    }
    const auto count = static_cast<std::size_t>(PySequence_Fast_GET_SIZE(sequence));
    Texts collected;
    collected.views.reserve(count);
    collected.owners.reserve(count);
    for (std::size_t i = 0; i < count; ++i) {
        PyObject* item = PySequence_Fast_GET_ITEM(sequence, static_cast<Py_ssize_t>(i));
        if (!PyUnicode_Check(item)) refuse("texts[" + std::to_string(i) + "]", item);
        collected.views.push_back(view_str(item));
        collected.owners.push_back(nb::borrow(item));
    }
    return collected;
}

}  // namespace newsnlp::bindings
