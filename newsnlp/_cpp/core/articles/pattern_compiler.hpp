// Turns the source of a pattern into the program that Pattern runs.
#pragma once

#include <string_view>
#include <vector>

#include "core/articles/pattern.hpp"

namespace newsnlp::articles {

struct Program {
    std::vector<Instruction> instructions;
    std::vector<CodeSet> sets;
};

// Compiles a source in the syntax that pattern.hpp describes. Sources are constants of this library: a malformed one
// throws std::logic_error.
Program compile_pattern(std::u32string_view source, bool folded, const std::vector<Fragment>& fragments);

}  // namespace newsnlp::articles
