// Threads that live for one call: they take numbered chunks of work in order, and can also run sections in that order.
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <exception>
#include <functional>
#include <mutex>

#include "core/base/interrupt.hpp"

namespace newsnlp::base {

class ThreadPool {
  public:
    // `stop` is called on the calling thread between chunks; true ends the work with Interrupted.
    explicit ThreadPool(std::size_t threads, std::function<bool()> stop = nullptr, std::size_t grain = k_grain)
        : threads_(threads == 0 ? 1 : threads), stop_(std::move(stop)), grain_(grain) {}

    // Code points of text in a chunk: its tokens, keys and rows stay in a core's own cache.
    static constexpr std::size_t k_grain = std::size_t{1} << 16;
    std::size_t grain() const noexcept { return grain_; }

    std::size_t threads() const noexcept { return threads_; }
    // Calls work(worker, chunk) for every chunk; when all threads have ended, rethrows Interrupted or else the failure
    // of the earliest chunk that fails, whatever the number of threads.
    void run(std::size_t chunks, const std::function<void(std::size_t, std::size_t)>& work);
    // From within the work on `chunk`: waits for all earlier chunks to have done this and calls `act`.
    void in_turn(std::size_t chunk, const std::function<void()>& act);
    void check_stop() const {
        if (stop_ && stop_()) throw Interrupted();
    }

  private:
    struct Cancelled {};
    void work_on_chunks(std::size_t worker, std::size_t chunks,
                        const std::function<void(std::size_t, std::size_t)>& work);
    void fail(std::size_t rank) noexcept;
    bool has_failed() const noexcept { return failed_rank_ != k_no_rank; }

    std::size_t threads_;
    std::function<bool()> stop_;
    std::size_t grain_;
    std::atomic<std::size_t> next_{0};
    static constexpr std::size_t k_no_rank = static_cast<std::size_t>(-1);
    static constexpr std::size_t k_interrupted = 0;
    std::atomic<std::size_t> failed_rank_{k_no_rank};  // or k_interrupted, or the number of chunks up to the failed one
    std::exception_ptr failure_;
    std::mutex mutex_;
    std::condition_variable turn_changed_;
    std::size_t turn_ = 0;
};

}  // namespace newsnlp::base
