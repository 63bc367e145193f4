#include "core/pages.hpp"

#include <sys/mman.h>

#include <cstdlib>
#include <cstring>
#include <mutex>
#include <new>
#include <vector>

namespace newsnlp {
namespace {

constexpr std::size_t k_page = 4096;
constexpr std::size_t k_huge_page = std::size_t{1} << 21;
constexpr std::size_t k_mapped_from = std::size_t{1} << 18;  // below, malloc is cheaper than a system call
constexpr std::size_t k_kept = std::size_t{1} << 26;

struct Block {
    void* data;
    std::size_t bytes;
};

// Throws std::bad_alloc. The memory starts on a huge page: one more is asked for, and the ends are cut off.
Block map(std::size_t bytes) {
    const std::size_t size = (bytes + k_page - 1) / k_page * k_page;
    const std::size_t whole = size + k_huge_page;
    if (whole < bytes) throw std::bad_alloc();
    void* mapped = mmap(nullptr, whole, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (mapped == MAP_FAILED) throw std::bad_alloc();
    auto* first = static_cast<unsigned char*>(mapped);
    const std::size_t lead = (k_huge_page - reinterpret_cast<std::size_t>(mapped) % k_huge_page) % k_huge_page;
    if (lead > 0) munmap(first, lead);
    munmap(first + lead + size, whole - lead - size);
#if defined(MADV_HUGEPAGE)
    madvise(first + lead, size, MADV_HUGEPAGE);
#endif
    return {first + lead, size};
}

// Blocks that temporary memory has left behind, oldest first. Nobody waits for the lock: a process forked while another
// thread held it would wait for ever.
class Shelf {
  public:
    // Hands out a block that fits without waste, or none.
    Block take(std::size_t bytes) {
        const std::unique_lock lock(mutex_, std::try_to_lock);
        if (!lock) return {nullptr, 0};
        std::size_t best = blocks_.size();
        for (std::size_t i = 0; i < blocks_.size(); ++i) {
            const bool fits = blocks_[i].bytes >= bytes && blocks_[i].bytes <= 2 * bytes;
            if (fits && (best == blocks_.size() || blocks_[i].bytes < blocks_[best].bytes)) best = i;
        }
        if (best == blocks_.size()) return {nullptr, 0};
        const Block block = blocks_[best];
        blocks_.erase(blocks_.begin() + static_cast<std::ptrdiff_t>(best));
        held_ -= block.bytes;
        return block;
    }

    void put(Block block) noexcept {
        const std::unique_lock lock(mutex_, std::try_to_lock);
        while (lock && !blocks_.empty() && held_ + block.bytes > k_kept) {
            munmap(blocks_.front().data, blocks_.front().bytes);
            held_ -= blocks_.front().bytes;
            blocks_.erase(blocks_.begin());
        }
        if (!lock || block.bytes > k_kept || blocks_.size() == blocks_.capacity()) {
            munmap(block.data, block.bytes);
            return;
        }
        blocks_.push_back(block);
        held_ += block.bytes;
    }

    Shelf() { blocks_.reserve(k_kept / k_mapped_from); }

  private:
    std::mutex mutex_;
    std::vector<Block> blocks_;
    std::size_t held_ = 0;
};

// Never destroyed: other statics may give memory back at exit.
Shelf& shelf() {
    static Shelf* const kept = new Shelf;
    return *kept;
}

}  // namespace

Pages::Pages(std::size_t bytes, Kind kind) : bytes_(bytes), kind_(kind) {
    if (bytes < k_mapped_from) {
        data_ = kind == Kind::scratch ? std::malloc(bytes + 1) : std::calloc(1, bytes + 1);
        if (data_ == nullptr) throw std::bad_alloc();
        return;
    }
    Block block = kind == Kind::lasting ? Block{nullptr, 0} : shelf().take(bytes);
    if (block.data == nullptr) {
        block = map(bytes);
    } else if (kind == Kind::zeroed) {
        std::memset(block.data, 0, bytes);
    }
    data_ = block.data;
    bytes_ = block.bytes;
}

Pages::~Pages() {
    if (data_ == nullptr) return;
    if (bytes_ < k_mapped_from) {
        std::free(data_);
    } else if (kind_ == Kind::lasting) {
        munmap(data_, bytes_);
    } else {
        shelf().put({data_, bytes_});
    }
}

void Pages::shrink(std::size_t bytes) noexcept {
    // Stays above the size from which memory counts as mapped.
    const std::size_t kept = (bytes < k_mapped_from ? k_mapped_from : bytes + k_page - 1) / k_page * k_page;
    if (bytes_ < k_mapped_from || kept >= bytes_) return;
    munmap(static_cast<unsigned char*>(data_) + kept, bytes_ - kept);
    bytes_ = kept;
}

}  // namespace newsnlp
