#include "core/crew.hpp"

#include <algorithm>
#include <thread>
#include <vector>

namespace newsnlp {

void Crew::fail(std::exception_ptr failure) noexcept {
    const std::lock_guard lock(mutex_);
    if (!failure_) failure_ = std::move(failure);
    failed_ = true;
    turn_changed_.notify_all();
}

void Crew::labour(std::size_t worker, std::size_t chunks, const std::function<void(std::size_t, std::size_t)>& work) {
    try {
        for (std::size_t chunk = next_++; chunk < chunks && !failed_; chunk = next_++) {
            if (worker == 0) check_stop();
            work(worker, chunk);
        }
    } catch (const Cancelled&) {
        // another thread failed and says why
    } catch (...) {
        fail(std::current_exception());
    }
}

void Crew::run(std::size_t chunks, const std::function<void(std::size_t, std::size_t)>& work) {
    next_ = 0;
    turn_ = 0;
    failed_ = false;
    failure_ = nullptr;
    std::vector<std::thread> others;
    const std::size_t hands = std::min(threads_, chunks);
    try {
        for (std::size_t worker = 1; worker < hands; ++worker) {
            others.emplace_back([this, worker, chunks, &work] { labour(worker, chunks, work); });
        }
    } catch (const std::system_error&) {
        // the system grants no more threads: those that there are do the work
    }
    labour(0, chunks, work);
    for (std::thread& other : others) other.join();
    if (failure_) std::rethrow_exception(failure_);
}

void Crew::in_turn(std::size_t chunk, const std::function<void()>& act) {
    std::unique_lock lock(mutex_);
    turn_changed_.wait(lock, [this, chunk] { return turn_ == chunk || failed_; });
    if (failed_) throw Cancelled{};
    act();
    ++turn_;
    turn_changed_.notify_all();
}

}  // namespace newsnlp
