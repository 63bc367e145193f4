#include "bindings/arrow.hpp"

#include <cstring>
#include <memory>
#include <string>

namespace nb = nanobind;

namespace newsnlp::bindings {
namespace {

// The structures as the standard fixes them, names included.
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

void view_array(const ArrowArray& array, const std::string& format, std::vector<base::TextView>& views) {
    for (std::int64_t i = array.offset; i < array.offset + array.length; ++i) {
        if (array.null_count != 0 && is_null(array, i)) {
            throw nb::type_error(("texts[" + std::to_string(views.size()) + "] must be str, got None").c_str());
        }
        views.push_back(format == "u"   ? view_offsets<std::int32_t>(array, i)
                        : format == "U" ? view_offsets<std::int64_t>(array, i)
                                        : view_view(array, i));
    }
}

void check_format(const std::string& format) {
    if (format != "u" && format != "U" && format != "vu") {
        throw nb::type_error(
            ("texts must be Arrow strings (utf8, large_utf8 or string_view), got format '" + format + "'").c_str());
    }
}

template <typename T>
T* open_capsule(nb::handle capsule, const char* name) {
    void* pointer = PyCapsule_GetPointer(capsule.ptr(), name);
    if (pointer == nullptr) throw nb::python_error();
    return static_cast<T*>(pointer);
}

void view_stream(ArrowArrayStream* stream, Arrays& arrays, std::vector<base::TextView>& views) {
    Owned<ArrowSchema> schema;
    if (stream->get_schema(stream, &schema.value) != 0)
        throw nb::value_error("texts: the Arrow stream gives no schema");
    check_format(schema.value.format);
    for (;;) {
        auto array = std::make_unique<Owned<ArrowArray>>();
        if (stream->get_next(stream, &array->value) != 0) throw nb::value_error("texts: the Arrow stream broke off");
        if (array->value.release == nullptr) return;
        view_array(array->value, schema.value.format, views);
        arrays.push_back(std::move(array));
    }
}

}  // namespace

bool is_arrow(nb::handle texts) {
    return nb::hasattr(texts, "__arrow_c_stream__") || nb::hasattr(texts, "__arrow_c_array__");
}

nb::object view_arrow(nb::handle texts, std::vector<base::TextView>& views) {
    auto arrays = std::make_unique<Arrays>();
    if (nb::hasattr(texts, "__arrow_c_stream__")) {
        const nb::object capsule = texts.attr("__arrow_c_stream__")();
        view_stream(open_capsule<ArrowArrayStream>(capsule, "arrow_array_stream"), *arrays, views);
    } else {
        const nb::object pair = texts.attr("__arrow_c_array__")();
        const nb::object schema = pair[0];
        const nb::object array = pair[1];
        const std::string format = open_capsule<ArrowSchema>(schema, "arrow_schema")->format;
        check_format(format);
        // Moved out of the capsule, as the standard wants it.
        auto* source = open_capsule<ArrowArray>(array, "arrow_array");
        auto owned = std::make_unique<Owned<ArrowArray>>();
        owned->value = *source;
        source->release = nullptr;
        view_array(owned->value, format, views);
        arrays->push_back(std::move(owned));
    }
    return nb::capsule(arrays.release(), [](void* pointer) noexcept { delete static_cast<Arrays*>(pointer); });
}

}  // namespace newsnlp::bindings
