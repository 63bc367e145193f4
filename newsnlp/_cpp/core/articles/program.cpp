#include "core/articles/program.hpp"

#include <algorithm>

#include "core/base/unicode.hpp"

namespace newsnlp::articles {

std::uint32_t fold_wide(std::uint32_t code) noexcept {
    if (code == 0x130 || code == 0x131) return 'i';
    return code == 0x17F ? 's' : base::unicode::lower(code);
}

bool CodeSet::has_wide(std::uint32_t code) const noexcept {
    const std::uint16_t found = base::unicode::classes(code);
    const bool listed = std::any_of(ranges.begin(), ranges.end(),
                                    [&](const auto& range) { return code >= range.first && code <= range.second; });
    const bool held = listed || (found & classes) != 0 || (but_classes != 0 && (found & but_classes) == 0);
    return held != negated;
}

}  // namespace newsnlp::articles
