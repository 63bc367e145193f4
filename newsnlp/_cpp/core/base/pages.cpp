#include "core/base/pages.hpp"

// Where there is no mmap (Windows), or to test what is done then, all memory comes from malloc.
#if !__has_include(<sys/mman.h>) && !defined(NEWSNLP_WITHOUT_MMAP)
#define NEWSNLP_WITHOUT_MMAP
#endif
#if !defined(NEWSNLP_WITHOUT_MMAP)
#include <sys/mman.h>
#endif

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <iterator>
#include <mutex>
#include <new>
#include <vector>

namespace newsnlp::base {

#if defined(NEWSNLP_WITHOUT_MMAP)

Pages::Pages(std::size_t bytes, Kind kind) : bytes_(bytes), kind_(kind) {
    if (bytes == SIZE_MAX) throw std::bad_alloc();
    data_ = kind == Kind::zeroed ? std::calloc(1, bytes + 1) : std::malloc(bytes + 1);
    if (data_ == nullptr) throw std::bad_alloc();
}

Pages::~Pages() { std::free(data_); }

void Pages::back(std::size_t) {}

void Pages::shrink(std::size_t bytes) noexcept {
    if (bytes >= bytes_) return;
    void* const smaller = std::realloc(data_, bytes + 1);
    if (smaller == nullptr) return;
    data_ = smaller;
    bytes_ = bytes;
}

#else

namespace {

constexpr std::size_t k_page = 4096;
constexpr std::size_t k_huge_page = std::size_t{1} << 21;
constexpr std::size_t k_mapped_from = std::size_t{1} << 18;  // below, malloc is cheaper than a system call
constexpr std::size_t k_kept = std::size_t{1} << 28;
constexpr std::size_t k_backed_most = std::size_t{1} << 33;  // every move adds a mapping, and a process may have 65,530

struct Block {
    unsigned char* data = nullptr;
    std::size_t bytes = 0;
    bool lasting = false;
};

std::size_t round_up(std::size_t bytes, std::size_t unit) noexcept { return (bytes + unit - 1) / unit * unit; }

// Throws std::bad_alloc. The memory starts on a huge page: one more is requested, and the ends are unmapped.
Block map(std::size_t bytes) {
    const std::size_t size = round_up(bytes, k_page);
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
    return {first + lead, size, false};
}

#if defined(MREMAP_FIXED)
constexpr int k_move = MREMAP_MAYMOVE | MREMAP_FIXED;

// Whether the system moves pages to addresses that are mapped already; some sandboxes do not.
bool can_move_pages() {
    static const bool can = [] {
        constexpr int flags = MAP_PRIVATE | MAP_ANONYMOUS;
        void* from = mmap(nullptr, k_page, PROT_READ | PROT_WRITE, flags, -1, 0);
        void* to = mmap(nullptr, k_page, PROT_READ | PROT_WRITE, flags, -1, 0);
        if (from == MAP_FAILED || to == MAP_FAILED) return false;
        const bool moved = mremap(from, k_page, k_page, k_move, to) == to;
        munmap(to, k_page);
        if (!moved) munmap(from, k_page);
        return moved;
    }();
    return can;
}

// Moves a block to a target that is mapped for `room` bytes, and returns how much of it was moved: less than all only
// if the system ran out of mappings, and then the target is lost. It moves a huge page at a time, the last
// one grown to a whole one, so that each huge page of a block is one mapping, as Linux before 6.17 requires.
std::size_t move_pages(Block from, unsigned char* target, std::size_t room) noexcept {
    for (std::size_t done = 0; done < from.bytes; done += k_huge_page) {
        const std::size_t size = std::min(from.bytes - done, k_huge_page);
        void* moved = mremap(from.data + done, size, std::min(room - done, k_huge_page), k_move, target + done);
        if (moved == target + done) continue;
        munmap(from.data + done, from.bytes - done);
        return done;
    }
    return from.bytes;
}
#else
bool can_move_pages() { return false; }
std::size_t move_pages(Block, unsigned char*, std::size_t) noexcept { return 0; }
#endif

// Blocks that have been given back, oldest first. Blocks of results are reused for results, and temporary ones for
// temporary ones, so that consecutive calls find the blocks that they need. Of equal blocks the youngest is reused,
// which may still be in the cache. The lock is only tried: a process forked while another thread held it would wait for
// ever.
class Shelf {
  public:
    // Hands out the smallest temporary block that fits without much waste, or none.
    Block take(std::size_t bytes) {
        return take_best([bytes](const Block& block) {
            const bool fits = !block.lasting && block.bytes >= bytes && block.bytes <= 2 * bytes;
            return fits ? SIZE_MAX - block.bytes : 0;
        });
    }
    // Hands out the largest block of a result of at most so many bytes, or none.
    Block take_lasting(std::size_t bytes) {
        return take_best(
            [bytes](const Block& block) { return block.lasting && block.bytes <= bytes ? block.bytes : 0; });
    }
    // Hands out at most so many bytes, no more than a huge page, of the largest temporary block, or none. A block is
    // cut only between huge pages, so that the rest starts on one.
    Block take_piece(std::size_t bytes) {
        const auto score = [bytes](const Block& block) {
            const bool fits = block.bytes <= bytes || bytes == k_huge_page;
            return fits && !block.lasting ? block.bytes : 0;
        };
        return take_best(score, bytes);
    }

    void put(Block block) noexcept {
        const std::unique_lock lock(mutex_, std::try_to_lock);
        while (lock && block.bytes <= k_kept && !blocks_.empty() && held_ + block.bytes > k_kept) {
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
    // Takes the block of the highest score above 0, or so many bytes of it.
    template <typename Score>
    Block take_best(Score&& score, std::size_t bytes = SIZE_MAX) {
        const std::unique_lock lock(mutex_, std::try_to_lock);
        if (!lock || blocks_.empty()) return {};
        const auto is_worse = [&score](const Block& a, const Block& b) { return score(a) < score(b); };
        const auto best = std::max_element(blocks_.rbegin(), blocks_.rend(), is_worse);
        if (score(*best) == 0) return {};
        const Block taken{best->data, std::min(best->bytes, bytes), best->lasting};
        *best = {taken.data + taken.bytes, best->bytes - taken.bytes, taken.lasting};
        if (best->bytes == 0) blocks_.erase(std::next(best).base());
        held_ -= taken.bytes;
        return taken;
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

}  // namespace

Pages::Pages(std::size_t bytes, Kind kind) : bytes_(bytes), kind_(kind) {
    if (bytes < k_mapped_from) {
        data_ = kind == Kind::scratch ? std::malloc(bytes + 1) : std::calloc(1, bytes + 1);
        if (data_ == nullptr) throw std::bad_alloc();
        return;
    }
    const Block used = kind == Kind::lasting ? Block{} : shelf().take(bytes);
    const Block block = used.data == nullptr ? map(bytes) : used;
    if (used.data != nullptr && kind == Kind::zeroed) std::memset(block.data, 0, bytes);
    data_ = block.data;
    bytes_ = block.bytes;
}

Pages::~Pages() {
    if (data_ == nullptr) return;
    if (bytes_ < k_mapped_from) {
        std::free(data_);
    } else {
        shelf().put({as<unsigned char>(), bytes_, kind_ == Kind::lasting});
    }
}

void Pages::back(std::size_t bytes) {
    if (bytes_ < k_mapped_from || !can_move_pages()) return;
    while (backed_ < std::min(bytes, k_backed_most)) {
        Block part = backed_ == 0 ? shelf().take_lasting(bytes_) : Block{};
        if (part.data == nullptr) part = shelf().take_piece(std::min(bytes_ - backed_, k_huge_page));
        unsigned char* target = as<unsigned char>() + backed_;
        const std::size_t room = bytes_ - backed_;
        const std::size_t moved = part.data == nullptr ? 0 : move_pages(part, target, room);
        if (moved < part.bytes) {
            // The mapping behind the lost target is given back; what was moved before it is kept.
            if (moved + k_huge_page < room) munmap(target + moved + k_huge_page, room - moved - k_huge_page);
            bytes_ = backed_ + moved;
            if (bytes_ == 0) data_ = nullptr;
            throw std::bad_alloc();
        }
        backed_ += round_up(std::max(moved, k_page), k_huge_page);
    }
}

void Pages::shrink(std::size_t bytes) noexcept {
    // Stays above the size from which memory counts as mapped.
    const std::size_t kept = round_up(std::max(bytes, k_mapped_from), k_page);
    if (bytes_ < k_mapped_from || kept >= bytes_) return;
    // The pages of an earlier, larger result may exceed what this one uses.
    const std::size_t spare = std::min(round_up(kept, k_huge_page), bytes_);
    const std::size_t backed = std::clamp(backed_, spare, bytes_);
    if (spare > kept) munmap(as<unsigned char>() + kept, spare - kept);
    if (backed > spare) shelf().put({as<unsigned char>() + spare, backed - spare, kind_ == Kind::lasting});
    if (bytes_ > backed) munmap(as<unsigned char>() + backed, bytes_ - backed);
    bytes_ = kept;
}

#endif

}  // namespace newsnlp::base
