#include "bindings/arrow.hpp"

#include <cstring>
#include <memory>
#include <string>

namespace nb = nanobind;

namespace newsnlp::bindings {
namespace {

// The structures of the standard, with its names.
struct ArrowSchema {
    const char* format;
    const char* name;
    const char* metadata;
    std::int64_t flags;
    std::int64_t n_children;
    ArrowSchema** children;
    ArrowSchema* dictionary;
    void (*release)(ArrowSchema*);
    void* private_data;
};

struct ArrowArray {
    std::int64_t length;
    std::int64_t null_count;
    std::int64_t offset;
    std::int64_t n_buffers;
    std::int64_t n_children;
    const void** buffers;
    ArrowArray** children;
    ArrowArray* dictionary;
    void (*release)(ArrowArray*);
    void* private_data;
};

struct ArrowArrayStream {
    int (*get_schema)(ArrowArrayStream*, ArrowSchema*);
    int (*get_next)(ArrowArrayStream*, ArrowArray*);
    const char* (*get_last_error)(ArrowArrayStream*);
    void (*release)(ArrowArrayStream*);
    void* private_data;
};

template <typename T>
struct Owned {
    T value{};
    Owned() = default;
    // Moves a structure out of its capsule, as the standard requires: nobody can read it a second time.
    explicit Owned(T* given) : value(*given) { given->release = nullptr; }
    Owned(const Owned&) = delete;
    Owned& operator=(const Owned&) = delete;
    ~Owned() {
        if (value.release != nullptr) value.release(&value);
    }
};

using Arrays = std::vector<std::unique_ptr<Owned<ArrowArray>>>;

bool is_null(const ArrowArray& array, std::int64_t i) {
    const auto* validity = static_cast<const std::uint8_t*>(array.buffers[0]);
    return validity != nullptr && ((validity[i >> 3] >> (i & 7)) & 1) == 0;
}

// Throws ValueError that the array is invalid, and why.
[[noreturn]] void refuse_array(const std::string& why) {
    throw nb::value_error(("texts: the Arrow array is invalid: " + why).c_str());
}

// Text `index` is value i. The interface does not tell the size of the bytes; they end where the last value does.
template <typename Offset>
base::TextView view_offsets(const ArrowArray& array, std::int64_t i, std::size_t index) {
    const auto* offsets = static_cast<const Offset*>(array.buffers[1]);
    const auto* bytes = static_cast<const char*>(array.buffers[2]);
    const Offset begin = offsets[i];
    const Offset end = offsets[i + 1];
    if (begin < 0 || end < begin || end > offsets[array.offset + array.length]) {
        refuse_array("the offsets of texts[" + std::to_string(index) + "], " + std::to_string(begin) + " and " +
                     std::to_string(end) + ", must rise from 0 to the end of the last text");
    }
    return {bytes + begin, static_cast<std::size_t>(end - begin), 0, false};
}

// A string view: 4 bytes of length, then up to 12 bytes of text, or 4 of prefix, the buffer's number and an offset. The
// last buffer holds the sizes of those with text, which begin with the third.
base::TextView view_view(const ArrowArray& array, std::int64_t i, std::size_t index) {
    const auto* view = static_cast<const unsigned char*>(array.buffers[1]) + 16 * i;
    std::int32_t fields[4];
    std::memcpy(fields, view, sizeof fields);
    const auto [length, prefix, buffer, offset] = fields;
    if (length >= 0 && length <= 12) return {view + 4, static_cast<std::size_t>(length), 0, false};
    const std::int64_t with_text = array.n_buffers - 3;
    const auto* sizes = static_cast<const std::int64_t*>(array.buffers[array.n_buffers - 1]);
    if (length < 0 || buffer < 0 || buffer >= with_text || offset < 0 ||
        std::int64_t{offset} + length > sizes[buffer]) {
        refuse_array("the view of texts[" + std::to_string(index) + "] must lie within its buffer");
    }
    return {static_cast<const char*>(array.buffers[2 + buffer]) + offset, static_cast<std::size_t>(length), 0, false};
}

base::TextView view_string(const ArrowArray& array, const std::string& format, std::int64_t i, std::size_t index) {
    if (format == "u") return view_offsets<std::int32_t>(array, i, index);
    if (format == "U") return view_offsets<std::int64_t>(array, i, index);
    return view_view(array, i, index);
}

// The index of value i in its dictionary; any number if the format is not that of an integer.
std::int64_t dictionary_index(const ArrowArray& array, char format, std::int64_t i) {
    const void* indices = array.buffers[1];
    switch (format) {
        case 'c':
            return static_cast<const std::int8_t*>(indices)[i];
        case 'C':
            return static_cast<const std::uint8_t*>(indices)[i];
        case 's':
            return static_cast<const std::int16_t*>(indices)[i];
        case 'S':
            return static_cast<const std::uint16_t*>(indices)[i];
        case 'i':
            return static_cast<const std::int32_t*>(indices)[i];
        case 'I':
            return static_cast<const std::uint32_t*>(indices)[i];
        default:
            return static_cast<const std::int64_t*>(indices)[i];
    }
}

// What the values of a column are: strings, or indices of strings in a dictionary.
struct Strings {
    std::string format;
    char indices = 0;  // the format of the indices; 0 if there is no dictionary

    explicit Strings(const ArrowSchema& schema)
        : format(schema.dictionary == nullptr ? schema.format : schema.dictionary->format),
          indices(schema.dictionary == nullptr ? '\0' : schema.format[0]) {
        if (format == "u" || format == "U" || format == "vu" || format == "n") return;
        throw nb::type_error(("texts must be Arrow strings (utf8, large_utf8, string_view or a dictionary of them), "
                              "got format '" +
                              format + "'")
                                 .c_str());
    }
};

// Throws ValueError unless the array has the parts that its format needs.
void check_parts(const ArrowArray& array, const std::string& format, bool has_dictionary) {
    if (array.length < 0 || array.offset < 0) refuse_array("its length and its offset must be at least 0");
    const std::int64_t buffers = format == "n" ? 0 : has_dictionary ? 2 : 3;
    if (array.n_buffers < buffers) refuse_array("a buffer is missing");
    if (has_dictionary != (array.dictionary != nullptr)) refuse_array("it must have a dictionary if its type has one");
    // An array without values may come without memory for them.
    if (buffers > 0 && array.length > 0 && array.buffers[1] == nullptr) refuse_array("a buffer is missing");
}

// Views value i, which is text `index`; returns false if it is null.
bool view_value(const ArrowArray& array, const Strings& strings, std::int64_t i, std::size_t index,
                base::TextView& view) {
    if (strings.format == "n" || (array.null_count != 0 && is_null(array, i))) return false;
    if (strings.indices == 0) {
        view = view_string(array, strings.format, i, index);
        return true;
    }
    const ArrowArray& dictionary = *array.dictionary;
    const std::int64_t entry = dictionary_index(array, strings.indices, i);
    if (entry < 0 || entry >= dictionary.length)
        throw nb::value_error("texts: an Arrow value has no entry in its dictionary");
    if (dictionary.null_count != 0 && is_null(dictionary, dictionary.offset + entry)) return false;
    view = view_string(dictionary, strings.format, dictionary.offset + entry, index);
    return true;
}

void view_array(const ArrowArray& array, const Strings& strings, std::vector<base::TextView>& views,
                std::vector<std::size_t>* nulls) {
    const bool has_dictionary = strings.indices != 0;
    check_parts(array, has_dictionary ? "" : strings.format, has_dictionary);
    if (has_dictionary) check_parts(*array.dictionary, strings.format, false);
    for (std::int64_t i = array.offset; i < array.offset + array.length; ++i) {
        base::TextView view;
        if (!view_value(array, strings, i, views.size(), view)) {
            if (nulls == nullptr)
                throw nb::type_error(("texts[" + std::to_string(views.size()) + "] must be str, got None").c_str());
            nulls->push_back(views.size());
        }
        views.push_back(view);
    }
}

// The structure in a capsule. Whoever reads it first takes it over, which leaves one without `release`.
template <typename T>
T* open_capsule(nb::handle capsule, const char* name) {
    auto* pointer = static_cast<T*>(PyCapsule_GetPointer(capsule.ptr(), name));
    if (pointer == nullptr) throw nb::python_error();
    if (pointer->release == nullptr)
        throw nb::value_error(("texts: the capsule '" + std::string(name) + "' has been read before").c_str());
    return pointer;
}

// The object to ask: a Series of pandas hands out what pyarrow holds for it as a stream, which cannot be checked.
nb::object find_source(nb::handle texts) {
    if (nb::hasattr(texts, "array") && nb::hasattr(texts.attr("array"), "__arrow_array__"))
        return texts.attr("array").attr("__arrow_array__")();
    return nb::borrow(texts);
}

// Has pyarrow compare the last offset of every array with the size of its memory, which only the owner knows. It takes
// the same time for any number of texts.
void check_sizes(nb::handle texts) {
    if (!nb::hasattr(texts, "validate")) return;
    const nb::object pyarrow = nb::module_::import_("sys").attr("modules").attr("get")("pyarrow");
    if (pyarrow.is_none()) return;
    const nb::object kinds = nb::make_tuple(pyarrow.attr("Array"), pyarrow.attr("ChunkedArray"));
    if (!nb::isinstance(texts, kinds)) return;
    try {
        texts.attr("validate")();
    } catch (nb::python_error& error) {
        if (!error.matches(PyExc_ValueError)) throw;
        refuse_array(nb::str(error.value()).c_str());
    }
}

void view_stream(ArrowArrayStream* stream, Arrays& arrays, std::vector<base::TextView>& views,
                 std::vector<std::size_t>* nulls) {
    Owned<ArrowSchema> schema;
    if (stream->get_schema(stream, &schema.value) != 0) throw nb::value_error("texts: the Arrow stream has no schema");
    const Strings strings(schema.value);
    for (;;) {
        auto array = std::make_unique<Owned<ArrowArray>>();
        if (stream->get_next(stream, &array->value) != 0) throw nb::value_error("texts: the Arrow stream failed");
        if (array->value.release == nullptr) return;
        view_array(array->value, strings, views, nulls);
        arrays.push_back(std::move(array));
    }
}

}  // namespace

bool is_arrow(nb::handle texts) {
    return nb::hasattr(texts, "__arrow_c_stream__") || nb::hasattr(texts, "__arrow_c_array__");
}

nb::object view_arrow(nb::handle texts, std::vector<base::TextView>& views, std::vector<std::size_t>* nulls) {
    const nb::object source = find_source(texts);
    check_sizes(source);
    auto arrays = std::make_unique<Arrays>();
    if (nb::hasattr(source, "__arrow_c_stream__")) {
        const nb::object capsule = source.attr("__arrow_c_stream__")();
        Owned<ArrowArrayStream> stream(open_capsule<ArrowArrayStream>(capsule, "arrow_array_stream"));
        view_stream(&stream.value, *arrays, views, nulls);
    } else {
        const nb::object pair = source.attr("__arrow_c_array__")();
        const nb::object schema = pair[0];
        const nb::object array = pair[1];
        const Strings strings(*open_capsule<ArrowSchema>(schema, "arrow_schema"));
        auto owned = std::make_unique<Owned<ArrowArray>>(open_capsule<ArrowArray>(array, "arrow_array"));
        view_array(owned->value, strings, views, nulls);
        arrays->push_back(std::move(owned));
    }
    return nb::capsule(arrays.release(), [](void* pointer) noexcept { delete static_cast<Arrays*>(pointer); });
}

}  // namespace newsnlp::bindings
