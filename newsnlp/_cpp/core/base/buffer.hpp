// A growable array that does not clear its memory: scratch space which is overwritten anyway. Every buffer ends in
// `k_slack` readable and writable bytes, so that vector code may run past its end.
#pragma once

#include <cstddef>
#include <cstring>
#include <new>
#include <utility>

#include "core/base/pages.hpp"
#include "core/base/sizes.hpp"

namespace newsnlp::base {

inline constexpr std::size_t k_slack = 128;

template <typename T>
class Buffer {
  public:
    Buffer() = default;
    Buffer(const Buffer&) = delete;
    Buffer& operator=(const Buffer&) = delete;
    Buffer(Buffer&& other) noexcept
        : memory_(std::move(other.memory_)),
          data_(std::exchange(other.data_, nullptr)),
          size_(std::exchange(other.size_, 0)),
          capacity_(std::exchange(other.capacity_, 0)) {}
    Buffer& operator=(Buffer&& other) noexcept {
        std::swap(memory_, other.memory_);
        std::swap(data_, other.data_);
        std::swap(size_, other.size_);
        std::swap(capacity_, other.capacity_);
        return *this;
    }

    T* data() noexcept { return data_; }
    const T* data() const noexcept { return data_; }
    std::size_t size() const noexcept { return size_; }
    bool empty() const noexcept { return size_ == 0; }
    T& operator[](std::size_t i) noexcept { return data_[i]; }
    const T& operator[](std::size_t i) const noexcept { return data_[i]; }
    T* begin() noexcept { return data_; }
    T* end() noexcept { return data_ + size_; }
    const T* begin() const noexcept { return data_; }
    const T* end() const noexcept { return data_ + size_; }

    void clear() noexcept { size_ = 0; }
    // Reserves space for `count` elements in total, keeping the contents.
    T* reserve(std::size_t count) {
        if (count > capacity_ || data_ == nullptr) grow(count);
        return data_;
    }
    // Sets the size; the values of new elements are unspecified.
    T* resize(std::size_t count) {
        reserve(count);
        size_ = count;
        return data_;
    }
    void push_back(T value) {
        if (size_ == capacity_) grow(size_ + 1);
        data_[size_++] = value;
    }
    // Adds room for `count` elements at the end and returns where they start.
    T* extend(std::size_t count) {
        reserve(checked_add(size_, count));
        T* added = data_ + size_;
        size_ += count;
        return added;
    }

  private:
    void grow(std::size_t count) {
        std::size_t capacity = capacity_ + capacity_ / 2;
        if (capacity < count) capacity = count;
        if (capacity > (static_cast<std::size_t>(-1) >> 1) / sizeof(T) - k_slack) throw std::bad_alloc();
        Pages memory(capacity * sizeof(T) + k_slack, Pages::Kind::scratch);
        if (size_ > 0) std::memcpy(memory.as<T>(), data_, size_ * sizeof(T));
        memory_ = std::move(memory);
        data_ = memory_.as<T>();
        capacity_ = capacity;
    }

    Pages memory_;
    T* data_ = nullptr;
    std::size_t size_ = 0;
    std::size_t capacity_ = 0;
};

}  // namespace newsnlp::base
