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

template <typename Offset>
base::TextView view_offsets(const ArrowArray& array, std::int64_t i) {
    const auto* offsets = static_cast<const Offset*>(array.buffers[1]);
    const auto* bytes = static_cast<const char*>(array.buffers[2]);
    return {bytes + offsets[i], static_cast<std::size_t>(offsets[i + 1] - offsets[i]), 0, false};
}

// A string view: 4 bytes of length, then up to 12 bytes of text, or 4 of prefix, the buffer's number and an offset.
base::TextView view_view(const ArrowArray& array, std::int64_t i) {
    const auto* view = static_cast<const unsigned char*>(array.buffers[1]) + 16 * i;
    std::int32_t fields[4];
    std::memcpy(fields, view, sizeof fields);
    const auto length = static_cast<std::size_t>(fields[0]);
    if (length <= 12) return {view + 4, length, 0, false};
    return {static_cast<const char*>(array.buffers[2 + fields[2]]) + fields[3], length, 0, false};
}

base::TextView view_string(const ArrowArray& array, const std::string& format, std::int64_t i) {
    if (format == "u") return view_offsets<std::int32_t>(array, i);
    if (format == "U") return view_offsets<std::int64_t>(array, i);
    return view_view(array, i);
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

// Views value i; returns false if it is null.
bool view_value(const ArrowArray& array, const Strings& strings, std::int64_t i, base::TextView& view) {
    if (strings.format == "n" || (array.null_count != 0 && is_null(array, i))) return false;
    if (strings.indices == 0) {
        view = view_string(array, strings.format, i);
        return true;
    }
    const ArrowArray& dictionary = *array.dictionary;
    const std::int64_t index = dictionary_index(array, strings.indices, i);
    if (index < 0 || index >= dictionary.length)
        throw nb::value_error("texts: an Arrow value has no entry in its dictionary");
    if (dictionary.null_count != 0 && is_null(dictionary, dictionary.offset + index)) return false;
    view = view_string(dictionary, strings.format, dictionary.offset + index);
    return true;
}

void view_array(const ArrowArray& array, const Strings& strings, std::vector<base::TextView>& views,
                std::vector<std::size_t>* nulls) {
    for (std::int64_t i = array.offset; i < array.offset + array.length; ++i) {
        base::TextView view;
        if (!view_value(array, strings, i, view)) {
            if (nulls == nullptr)
                throw nb::type_error(("texts[" + std::to_string(views.size()) + "] must be str, got None").c_str());
            nulls->push_back(views.size());
        }
        views.push_back(view);
    }
}

template <typename T>
T* open_capsule(nb::handle capsule, const char* name) {
    void* pointer = PyCapsule_GetPointer(capsule.ptr(), name);
    if (pointer == nullptr) throw nb::python_error();
    return static_cast<T*>(pointer);
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
    auto arrays = std::make_unique<Arrays>();
    if (nb::hasattr(texts, "__arrow_c_stream__")) {
        const nb::object capsule = texts.attr("__arrow_c_stream__")();
        view_stream(open_capsule<ArrowArrayStream>(capsule, "arrow_array_stream"), *arrays, views, nulls);
    } else {
        const nb::object pair = texts.attr("__arrow_c_array__")();
        const nb::object schema = pair[0];
        const nb::object array = pair[1];
        const Strings strings(*open_capsule<ArrowSchema>(schema, "arrow_schema"));
        // Moved out of the capsule, as the standard requires.
        auto* source = open_capsule<ArrowArray>(array, "arrow_array");
        auto owned = std::make_unique<Owned<ArrowArray>>();
        owned->value = *source;
        source->release = nullptr;
        view_array(owned->value, strings, views, nulls);
        arrays->push_back(std::move(owned));
    }
    return nb::capsule(arrays.release(), [](void* pointer) noexcept { delete static_cast<Arrays*>(pointer); });
}

}  // namespace newsnlp::bindings
