#include "core/base/interrupt.hpp"

#include <utility>

namespace newsnlp::base {
namespace {

constexpr std::size_t k_steps_between_checks = std::size_t{1} << 20;

thread_local InterruptScope* t_innermost = nullptr;

}  // namespace

InterruptScope::InterruptScope(std::function<void()> check)
    : check_(std::move(check)), outer_(std::exchange(t_innermost, this)) {}

InterruptScope::~InterruptScope() { t_innermost = outer_; }

void poll_interrupt(std::size_t work) {
    InterruptScope* scope = t_innermost;
    if (scope == nullptr) return;
    scope->work_ += work;
    if (scope->work_ < k_steps_between_checks) return;
    scope->work_ = 0;
    scope->check_();
}

}  // namespace newsnlp::base
