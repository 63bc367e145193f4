// Turns the source of a pattern into a program.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "core/articles/program.hpp"

namespace newsnlp::articles {

inline constexpr std::uint32_t k_count_all = static_cast<std::uint32_t>(-1);

// Compiles a source in the syntax that pattern.hpp describes. A repeat of more than `most_counted` becomes one without
// a limit: the pattern then matches more, and its program stays short. Sources are constants of this library: a
// malformed one throws std::logic_error.
Program compile_pattern(std::u32string_view source, bool folded, const std::vector<Fragment>& fragments,
                        std::uint32_t most_counted = k_count_all);

}  // namespace newsnlp::articles
