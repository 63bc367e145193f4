// Ctrl-C inside long work: a loop that may run longer than a second says now and then how much it has done, and is
// ended with an exception where its caller wants that. Nothing is handed down to it: the caller's wish is known by
// thread.
#pragma once

#include <cstddef>
#include <functional>
#include <stdexcept>

namespace newsnlp::base {

// The caller asked to stop (Ctrl-C).
class Interrupted : public std::runtime_error {
  public:
    Interrupted() : std::runtime_error("interrupted") {}
};

// While it lives, work on this thread asks `check`, which throws to end it.
class InterruptScope {
  public:
    explicit InterruptScope(std::function<void()> check);
    ~InterruptScope();
    InterruptScope(const InterruptScope&) = delete;
    InterruptScope& operator=(const InterruptScope&) = delete;

  private:
    friend void poll_interrupt(std::size_t work);
    std::function<void()> check_;
    InterruptScope* outer_;
    std::size_t work_ = 0;
};

// Tells that about so many steps of a few instructions each have been done since the last call on this thread; asks the
// innermost scope once in a million of them.
void poll_interrupt(std::size_t work);

}  // namespace newsnlp::base
