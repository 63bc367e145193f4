// Large memory straight from the system: in huge pages where the system has them (a first touch of 4 KB pages runs at
// 1 GB/s, of huge ones at 8), committed only as far as it is written. Released memory is not returned at once: up to
// 256 MB are kept for the next call, as in malloc, and the system may take them when it is short of memory. Otherwise
// half the time of a fit would go into clearing pages, and far more if memory is too fragmented for huge ones.
#pragma once

#include <cstddef>
#include <utility>

namespace newsnlp::base {

class Pages {
  public:
    enum class Kind : unsigned char {
        zeroed,   // temporary, zero at first
        scratch,  // temporary, with unspecified contents
        lasting   // a result with unspecified contents, which may be reserved far larger than it is filled
    };

    Pages() = default;
    // Throws std::bad_alloc.
    explicit Pages(std::size_t bytes, Kind kind = Kind::zeroed);
    Pages(Pages&& other) noexcept
        : data_(std::exchange(other.data_, nullptr)),
          bytes_(std::exchange(other.bytes_, 0)),
          backed_(std::exchange(other.backed_, 0)),
          kind_(other.kind_) {}
    Pages& operator=(Pages&& other) noexcept {
        std::swap(data_, other.data_);
        std::swap(bytes_, other.bytes_);
        std::swap(backed_, other.backed_);
        std::swap(kind_, other.kind_);
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
    // To be called before a lasting result is written up to `bytes`: moves kept pages there, if there are any, so that
    // memory released while a result is made becomes part of it.
    void back(std::size_t bytes);
    // Releases the memory beyond the first `bytes`.
    void shrink(std::size_t bytes) noexcept;

  private:
    void* data_ = nullptr;
    std::size_t bytes_ = 0;
    std::size_t backed_ = 0;  // how far kept pages have been moved to a lasting result
    Kind kind_ = Kind::zeroed;
};

}  // namespace newsnlp::base
