// The states that pickles and copies hold: whatever comes back in place of one is refused.
#pragma once

#include <nanobind/nanobind.h>

#include <string>

namespace newsnlp::bindings {

// Calls restore(), which reads the parts of a state; throws ValueError unless there are `length` parts, of the types
// that it asks for.
template <typename Restore>
void restore_state(const nanobind::tuple& state, std::size_t length, const std::string& name, Restore&& restore) {
    const std::string wrong = "not the state of " + name + " of this version";
    if (state.size() != length) throw nanobind::value_error(wrong.c_str());
    try {
        restore();
    } catch (const nanobind::cast_error&) {
        throw nanobind::value_error(wrong.c_str());
    } catch (const nanobind::builtin_exception& error) {
        throw nanobind::value_error((wrong + ": " + error.what()).c_str());
    } catch (nanobind::python_error& error) {
        if (!error.matches(PyExc_Exception) || error.matches(PyExc_MemoryError)) throw;
        nanobind::raise_from(error, PyExc_ValueError, "%s", wrong.c_str());
    }
}

}  // namespace newsnlp::bindings
