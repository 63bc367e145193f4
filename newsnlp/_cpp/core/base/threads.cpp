#include "core/base/threads.hpp"

#include <algorithm>
#include <thread>
#include <vector>

namespace newsnlp::base {

// Must be called while the exception is handled.
void ThreadPool::fail(std::size_t rank) noexcept {
    const std::lock_guard lock(mutex_);
    if (rank < failed_rank_) {
        failed_rank_ = rank;
        failure_ = std::current_exception();
    }
    turn_changed_.notify_all();
}

void ThreadPool::work_on_chunks(std::size_t worker, std::size_t chunks,
                                const std::function<void(std::size_t, std::size_t)>& work) {
    std::size_t chunk = 0;
    // Ctrl-C also stops work within a long text: first the thread that notices it, then the others.
    const InterruptScope scope([this, worker] {
        if (worker == 0) check_stop();
        if (failed_rank_ == k_interrupted) throw Cancelled{};
    });
    try {
        // Chunks before a failed one are still processed: one of them may fail too, and the first failure is reported.
        while ((chunk = next_++) < chunks && chunk + 1 < failed_rank_) {
            if (worker == 0) check_stop();
            work(worker, chunk);
        }
    } catch (const Cancelled&) {
        // another thread has failed and reports the reason
    } catch (const Interrupted&) {
        fail(k_interrupted);
    } catch (...) {
        fail(chunk + 1);
    }
}

void ThreadPool::run(std::size_t chunks, const std::function<void(std::size_t, std::size_t)>& work) {
    next_ = 0;
    turn_ = 0;
    failed_rank_ = k_no_rank;
    failure_ = nullptr;
    std::vector<std::thread> others;
    const std::size_t workers = std::min(threads_, chunks);
    try {
        others.reserve(workers);
        for (std::size_t worker = 1; worker < workers; ++worker) {
            others.emplace_back([this, worker, chunks, &work] { work_on_chunks(worker, chunks, work); });
        }
    } catch (const std::exception&) {
        // the system grants no further thread, or no memory for it: the existing ones do the work
    }
    work_on_chunks(0, chunks, work);
    for (std::thread& other : others) other.join();
    if (failure_) std::rethrow_exception(failure_);
}

void ThreadPool::in_turn(std::size_t chunk, const std::function<void()>& act) {
    std::unique_lock lock(mutex_);
    turn_changed_.wait(lock, [this, chunk] { return turn_ == chunk || has_failed(); });
    if (has_failed()) throw Cancelled{};
    act();
    ++turn_;
    turn_changed_.notify_all();
}

}  // namespace newsnlp::base
