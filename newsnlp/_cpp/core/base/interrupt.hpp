// Ctrl-C inside long work: a loop that may run longer than a second regularly reports how much it has done, and is
// ended by an exception if its caller asks for that. Nothing is passed down to it: the check belongs to the thread.
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

// During its lifetime, work on this thread calls `check`, which throws to end the work.
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

// Reports that about this many steps of a few instructions each were done since the last call on this thread; calls the
// check of the innermost scope once in a million steps.
void poll_interrupt(std::size_t work);

}  // namespace newsnlp::base
