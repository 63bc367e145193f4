// Python strings in, borrowed views out. No copy is made and no Python object is touched afterwards, so the work on the
// views can run without the GIL while `owners` keeps the strings alive.
#pragma once

#include <nanobind/nanobind.h>

#include <string>
#include <vector>

#include "core/base/text.hpp"
#include "core/terms/tokens.hpp"

namespace newsnlp::bindings {

// What a function takes as texts, as the stub names it. Any object passes: the functions below check what it is, and
// say what is wrong with it.
inline bool accept_any(PyObject*) noexcept { return true; }

// One text.
struct Text : nanobind::object {
    NB_OBJECT(Text, nanobind::object, "str", accept_any)
};

// A list or tuple of str.
struct Strings : nanobind::object {
    NB_OBJECT(Strings, nanobind::object, "newsnlp._texts.Strings", accept_any)
};

// A list or tuple of str, a column of Arrow strings, or a TextColumn without other items.
struct TextsLike : nanobind::object {
    NB_OBJECT(TextsLike, nanobind::object, "newsnlp._texts.TextsLike", accept_any)
};

// One document: a text, or the list or tuple of its tokens.
struct Document : nanobind::object {
    NB_OBJECT(Document, nanobind::object, "str | newsnlp._texts.Strings", accept_any)
};

// Texts, or a list or tuple of lists or tuples of str for an analysis whose tokens are given.
struct DocumentsLike : nanobind::object {
    NB_OBJECT(DocumentsLike, nanobind::object, "newsnlp._texts.DocumentsLike", accept_any)
};

// A list or tuple of anything, or a column of Arrow strings.
struct ItemsLike : nanobind::object {
    NB_OBJECT(ItemsLike, nanobind::object, "newsnlp._texts.ItemsLike", accept_any)
};

struct CollectedTexts {
    std::vector<base::TextView> views;
    std::vector<nanobind::object> owners;
    std::vector<std::size_t> groups;  // if the terms are given: text i has views groups[i] to groups[i + 1] - 1

    newsnlp::terms::Texts core() const noexcept {
        if (groups.empty()) return {views.data(), views.size(), nullptr};
        return {views.data(), groups.size() - 1, groups.data()};
    }
};

// Views one str; throws TypeError "text must be str, got float" for anything else.
base::TextView view_text(nanobind::handle text);

// Views every str of a list or tuple; throws TypeError "texts[3] must be str, got float".
CollectedTexts view_texts(nanobind::handle texts);

// Views every str of a list or tuple; an item that is not a str gets an empty view, and its position goes to `others`.
// Returns the tuple that keeps them alive.
nanobind::object view_items(nanobind::handle texts, std::vector<base::TextView>& views,
                            std::vector<std::size_t>& others);

// Views a list or tuple of str, Arrow strings (of kind 0, UTF-8), or what a TextColumn views.
CollectedTexts view_any_texts(nanobind::handle texts);

// Views a list or tuple of lists or tuples of str; throws TypeError "texts[3][1] must be str, got float".
CollectedTexts view_token_lists(nanobind::handle texts);

// The UTF-8 of a str, lone surrogates in three bytes; throws TypeError that gives `name`.
std::string encode_str(nanobind::handle text, const char* name);

// The str of such bytes.
nanobind::object decode_str(std::string_view bytes);

}  // namespace newsnlp::bindings
