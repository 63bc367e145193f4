#include "core/pages.hpp"

#include <cstdlib>
#include <cstring>
#include <new>

#if defined(__unix__) || defined(__APPLE__)
#include <sys/mman.h>
#endif

namespace newsnlp {
namespace {

constexpr std::size_t k_page = 4096;
constexpr std::size_t k_huge_page = std::size_t{1} << 21;
constexpr std::size_t k_mapped_from = std::size_t{1} << 18;  // below, malloc is cheaper than a system call

}  // namespace

Pages::Pages(std::size_t bytes) : bytes_(bytes) {
    if (bytes < k_mapped_from) {
        data_ = std::calloc(1, bytes + 1);
        if (data_ == nullptr) throw std::bad_alloc();
        return;
    }
#if defined(MAP_ANONYMOUS)
    // One huge page more than asked for, and the ends cut off, so that the memory starts on a huge page.
    const std::size_t whole = bytes + k_huge_page;
    if (whole < bytes) throw std::bad_alloc();
    void* map = mmap(nullptr, whole, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (map == MAP_FAILED) throw std::bad_alloc();
    auto* first = static_cast<unsigned char*>(map);
    const std::size_t lead = (k_huge_page - reinterpret_cast<std::size_t>(map) % k_huge_page) % k_huge_page;
    bytes_ = (bytes + k_page - 1) / k_page * k_page;
    if (lead > 0) munmap(first, lead);
    munmap(first + lead + bytes_, whole - lead - bytes_);
    data_ = first + lead;
#if defined(MADV_HUGEPAGE)
    madvise(data_, bytes_, MADV_HUGEPAGE);
#endif
#else
    data_ = std::calloc(1, bytes);
    if (data_ == nullptr) throw std::bad_alloc();
#endif
}

Pages::~Pages() {
    if (data_ == nullptr) return;
#if defined(MAP_ANONYMOUS)
    if (bytes_ >= k_mapped_from) {
        munmap(data_, bytes_);
        return;
    }
#endif
    std::free(data_);
}

void Pages::shrink(std::size_t bytes) noexcept {
#if defined(MAP_ANONYMOUS)
    // Stays above the size from which memory counts as mapped.
    const std::size_t kept = (bytes < k_mapped_from ? k_mapped_from : bytes + k_page - 1) / k_page * k_page;
    if (bytes_ < k_mapped_from || kept >= bytes_) return;
    munmap(static_cast<unsigned char*>(data_) + kept, bytes_ - kept);
    bytes_ = kept;
#else
    (void)bytes;
#endif
}

}  // namespace newsnlp
