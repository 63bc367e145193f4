#include "bindings/text_column.hpp"

#include <nanobind/stl/vector.h>

#include <algorithm>

#include "bindings/arrow.hpp"
#include "bindings/texts.hpp"

namespace nb = nanobind;
using namespace nb::literals;

namespace newsnlp::bindings {

TextColumn::TextColumn(nb::handle texts) {
    if (!PyList_Check(texts.ptr()) && !PyTuple_Check(texts.ptr()) && is_arrow(texts)) {
        owner_ = view_arrow(texts, views_, &others_);
        arrow_ = true;
        return;
    }
    owner_ = view_items(texts, views_, others_);
}

std::size_t TextColumn::batch_end(std::size_t start, std::size_t most_texts, std::size_t most_characters) const {
    std::size_t end = start;
    std::size_t characters = 0;
    while (end < size() && end - start < most_texts && characters < most_characters) characters += views_[end++].length;
    return end;
}

nb::object TextColumn::text(std::size_t i) const {
    if (!arrow_) return nb::borrow(PyTuple_GET_ITEM(owner_.ptr(), static_cast<Py_ssize_t>(i)));
    if (std::binary_search(others_.begin(), others_.end(), i)) return nb::none();
    const base::TextView& view = views_[i];
    return nb::steal(
        PyUnicode_DecodeUTF8(static_cast<const char*>(view.data), static_cast<Py_ssize_t>(view.length), nullptr));
}

void bind_text_column(nb::module_& m) {
    nb::class_<TextColumn>(m, "TextColumn",
                           "A column of texts, viewed without a copy; items that are not str count as empty texts.")
        .def(nb::init<ItemsLike>(), "texts"_a, "Make one of a list, a tuple or an Arrow array.")
        .def("__len__", &TextColumn::size)
        .def_prop_ro("others", &TextColumn::others, "The positions of the items that are not str.")
        .def("batch_end", &TextColumn::batch_end, "start"_a, "most_texts"_a, "most_characters"_a,
             "Return where a batch from `start` ends: after so many texts, or as soon as it has so many characters.")
        .def(
            "text",
            [](const TextColumn& self, std::size_t i) {
                if (i >= self.size()) throw nb::index_error("there is no text with that position");
                nb::object text = self.text(i);
                if (!text.is_valid()) throw nb::python_error();
                return text;
            },
            "position"_a, "Return the item at a position: a str, or what was given instead.");
}

}  // namespace newsnlp::bindings
