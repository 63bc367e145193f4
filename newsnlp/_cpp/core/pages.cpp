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
constexpr std::size_t k_kept = std::size_t{1} << 28;

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

// Moves the pages of a block to the start of another, larger one.
bool move_pages([[maybe_unused]] Block from, [[maybe_unused]] Block to) noexcept {
#if defined(MREMAP_FIXED)
    return mremap(from.data, from.bytes, from.bytes, MREMAP_MAYMOVE | MREMAP_FIXED, to.data) == to.data;
#else
    return false;
#endif
}

// Blocks that ended memory has left behind, oldest first. Nobody waits for the lock: a process forked while another
// thread held it would wait for ever.
class Shelf {
  public:
    // Hands out a block that fits without waste, or none.
    Block take(std::size_t bytes) {
        return take_best([bytes](const Block& block, const Block& best) {
            const bool fits = block.bytes >= bytes && block.bytes <= 2 * bytes;
            return fits && (best.data == nullptr || block.bytes < best.bytes);
        });
    }
    // Hands out the largest block of at most so many bytes, or none.
    Block take_part(std::size_t bytes) {
        return take_best([bytes](const Block& block, const Block& best) {
            return block.bytes <= bytes && block.bytes > best.bytes;
        });
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
#if defined(MADV_FREE)
        madvise(block.data, block.bytes / k_huge_page * k_huge_page, MADV_FREE);
#endif
        blocks_.push_back(block);
        held_ += block.bytes;
    }

    Shelf() { blocks_.reserve(k_kept / k_mapped_from); }

  private:
    template <typename Better>
    Block take_best(Better&& is_better) {
        const std::unique_lock lock(mutex_, std::try_to_lock);
        Block best{nullptr, 0};
        if (!lock) return best;
        std::size_t place = 0;
        for (std::size_t i = 0; i < blocks_.size(); ++i) {
            if (!is_better(blocks_[i], best)) continue;
            best = blocks_[i];
            place = i;
        }
        if (best.data == nullptr) return best;
        blocks_.erase(blocks_.begin() + static_cast<std::ptrdiff_t>(place));
        held_ -= best.bytes;
        return best;
    }

    std::mutex mutex_;
    std::vector<Block> blocks_;
    std::size_t held_ = 0;
};

// Never destroyed: other statics may give memory back at exit.
Shelf& shelf() {
    static Shelf* const kept = new Shelf;
    return *kept;
}

Block take(std::size_t bytes, bool zeroed) {
    const Block block = shelf().take(bytes);
    if (block.data == nullptr) return map(bytes);
    if (zeroed) std::memset(block.data, 0, bytes);
    return block;
}

// New memory of which the first pages are used ones.
Block reserve(std::size_t bytes) {
    const Block block = map(bytes);
    const Block part = shelf().take_part(block.bytes);
    if (part.data == nullptr || move_pages(part, block)) return block;
    shelf().put(part);
    return map(bytes);  // a failure may have left a hole in the other
}

}  // namespace

Pages::Pages(std::size_t bytes, Kind kind) : bytes_(bytes), kind_(kind) {
    if (bytes < k_mapped_from) {
        data_ = kind == Kind::scratch ? std::malloc(bytes + 1) : std::calloc(1, bytes + 1);
        if (data_ == nullptr) throw std::bad_alloc();
        return;
    }
    const Block block = kind == Kind::lasting ? reserve(bytes) : take(bytes, kind == Kind::zeroed);
    data_ = block.data;
    bytes_ = block.bytes;
}

Pages::~Pages() {
    if (data_ == nullptr) return;
    if (bytes_ < k_mapped_from) {
        std::free(data_);
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
