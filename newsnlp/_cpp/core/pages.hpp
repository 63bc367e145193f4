// Large memory straight from the system: zero at first, in huge pages where the system has them (a first touch of 4 KB
// pages runs at 1 GB/s, of huge ones at 8), taken up only as far as it is written, given back when it ends.
#pragma once

#include <cstddef>
#include <utility>

namespace newsnlp {

class Pages {
  public:
    Pages() = default;
    // Reserves `bytes` zeroed bytes; throws std::bad_alloc.
    explicit Pages(std::size_t bytes);
    Pages(Pages&& other) noexcept
        : data_(std::exchange(other.data_, nullptr)), bytes_(std::exchange(other.bytes_, 0)) {}
    Pages& operator=(Pages&& other) noexcept {
        std::swap(data_, other.data_);
        std::swap(bytes_, other.bytes_);
        return *this;
    }
    Pages(const Pages&) = delete;
    Pages& operator=(const Pages&) = delete;
    ~Pages();

    template <typename T>
    T* as() const noexcept {
        return static_cast<T*>(data_);
    }
    std::size_t bytes() const noexcept { return bytes_; }
    // Gives back what lies beyond the first `bytes`.
    void shrink(std::size_t bytes) noexcept;

  private:
    void* data_ = nullptr;
    std::size_t bytes_ = 0;
};

}  // namespace newsnlp
