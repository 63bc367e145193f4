#include "bindings/texts.hpp"

#include <string>

#include "bindings/arrow.hpp"
#include "bindings/text_column.hpp"
#include "core/base/utf8.hpp"

namespace nb = nanobind;

namespace newsnlp::bindings {
namespace {

base::TextView view_str(PyObject* text) {
    return {PyUnicode_DATA(text), static_cast<std::size_t>(PyUnicode_GET_LENGTH(text)),
            static_cast<std::uint8_t>(PyUnicode_KIND(text)), PyUnicode_IS_ASCII(text) != 0};
}

[[noreturn]] void refuse(const std::string& name, PyObject* value) {
    throw nb::type_error((name + " must be str, got " + Py_TYPE(value)->tp_name).c_str());
}

// Returns a list or tuple as a tuple of its own, so that no other thread can take an item away meanwhile.
nb::object check_sequence(nb::handle texts, const std::string& name) {
    PyObject* sequence = texts.ptr();
    if (PyUnicode_Check(sequence))
        throw nb::type_error((name + " must be a list of str, got one str; write [text]").c_str());
    if (!PyList_Check(sequence) && !PyTuple_Check(sequence)) {
        throw nb::type_error((name + " must be a list of str, got " + Py_TYPE(sequence)->tp_name).c_str());
    }
    PyObject* items = PySequence_Tuple(sequence);
    if (items == nullptr) throw nb::python_error();
    return nb::steal(items);
}

void view_tuple(nb::handle items, const std::string& name, CollectedTexts& collected) {
    const Py_ssize_t count = PyTuple_GET_SIZE(items.ptr());
    collected.views.reserve(collected.views.size() + static_cast<std::size_t>(count));
    for (Py_ssize_t i = 0; i < count; ++i) {
        PyObject* item = PyTuple_GET_ITEM(items.ptr(), i);
        if (!PyUnicode_Check(item)) refuse(name + "[" + std::to_string(i) + "]", item);
        collected.views.push_back(view_str(item));
    }
}

CollectedTexts view_column(nb::handle texts) {
    const auto& column = nb::cast<const TextColumn&>(texts);
    if (!column.others().empty()) {
        const std::size_t first = column.others().front();
        refuse("texts[" + std::to_string(first) + "]", column.text(first).ptr());
    }
    return {column.views(), {nb::borrow(texts)}, {}};
}

}  // namespace

base::TextView view_text(nb::handle text) {
    if (!PyUnicode_Check(text.ptr())) refuse("text", text.ptr());
    return view_str(text.ptr());
}

CollectedTexts view_texts(nb::handle texts) {
    CollectedTexts collected;
    collected.owners.push_back(check_sequence(texts, "texts"));
    view_tuple(collected.owners.back(), "texts", collected);
    return collected;
}

nb::object view_items(nb::handle texts, std::vector<base::TextView>& views, std::vector<std::size_t>& others) {
    nb::object items = check_sequence(texts, "texts");
    const Py_ssize_t count = PyTuple_GET_SIZE(items.ptr());
    views.reserve(static_cast<std::size_t>(count));
    for (Py_ssize_t i = 0; i < count; ++i) {
        PyObject* item = PyTuple_GET_ITEM(items.ptr(), i);
        if (!PyUnicode_Check(item)) others.push_back(static_cast<std::size_t>(i));
        views.push_back(PyUnicode_Check(item) ? view_str(item) : base::TextView{});
    }
    return items;
}

CollectedTexts view_any_texts(nb::handle texts) {
    if (nb::isinstance<TextColumn>(texts)) return view_column(texts);
    if (PyList_Check(texts.ptr()) || PyTuple_Check(texts.ptr()) || !is_arrow(texts)) return view_texts(texts);
    CollectedTexts collected;
    collected.owners.push_back(view_arrow(texts, collected.views, nullptr));
    return collected;
}

CollectedTexts view_token_lists(nb::handle texts) {
    CollectedTexts collected;
    const nb::object outer = check_sequence(texts, "texts");
    collected.owners.push_back(outer);
    collected.groups.push_back(0);
    const Py_ssize_t count = PyTuple_GET_SIZE(outer.ptr());
    for (Py_ssize_t i = 0; i < count; ++i) {
        const std::string name = "texts[" + std::to_string(i) + "]";
        collected.owners.push_back(check_sequence(PyTuple_GET_ITEM(outer.ptr(), i), name));
        view_tuple(collected.owners.back(), name, collected);
        collected.groups.push_back(collected.views.size());
    }
    return collected;
}

std::string encode_str(nb::handle text, const char* name) {
    if (!PyUnicode_Check(text.ptr())) refuse(name, text.ptr());
    const base::TextView view = view_str(text.ptr());
    std::string bytes(4 * view.length, '\0');
    auto* start = reinterpret_cast<std::uint8_t*>(bytes.data());
    std::uint8_t* end = start;
    base::with_code_points(view, [&](const auto* codes) {
        for (std::size_t i = 0; i < view.length; ++i) end = base::utf8::encode(codes[i], end);
    });
    bytes.resize(static_cast<std::size_t>(end - start));
    return bytes;
}

nb::object decode_str(std::string_view bytes) {
    PyObject* text = PyUnicode_DecodeUTF8(bytes.data(), static_cast<Py_ssize_t>(bytes.size()), "surrogatepass");
    if (text == nullptr) throw nb::python_error();
    return nb::steal(text);
}

}  // namespace newsnlp::bindings
