// Large memory allocated, filled, shrunk, moved between threads and released in random order: each page keeps what was
// written to it, and has zeros where they are promised, whatever it was used for before.
#include "core/base/pages.hpp"

#include <algorithm>
#include <cstring>
#include <mutex>
#include <thread>

#include "fuzz.hpp"

namespace newsnlp::fuzz {
namespace {

constexpr std::size_t k_most = std::size_t{20} << 20;
constexpr std::size_t k_page = 4096;
constexpr std::size_t k_most_held = 6;  // by one thread

struct Held {
    base::Pages pages;
    base::Pages::Kind kind;
    std::size_t written;
    std::uint64_t seed;
};

struct Action {
    std::uint32_t what;
    base::Pages::Kind kind;
    std::size_t bytes;
    std::size_t reserved;
    std::size_t place;
};

// What threads pass to each other.
struct Exchange {
    std::mutex mutex;
    std::vector<Held> held;
};

// Calls visit(start, length, value) for every range within one page; the bytes are equal within a page and differ
// between pages.
template <typename Visit>
void each_page(std::uint64_t seed, std::size_t first, std::size_t last, Visit&& visit) {
    while (first < last) {
        const std::size_t end = std::min(last, (first / k_page + 1) * k_page);
        const std::uint64_t mixed = (seed + first / k_page + 1) * 0x9E3779B97F4A7C15ULL;
        visit(first, end - first, static_cast<std::uint8_t>(mixed >> 56));
        first = end;
    }
}

bool holds_only(const std::uint8_t* bytes, std::size_t count, std::uint8_t value) {
    return bytes[0] == value && std::memcmp(bytes, bytes + 1, count - 1) == 0;
}

void check_contents(const Held& held) {
    const auto* bytes = held.pages.as<std::uint8_t>();
    each_page(held.seed, 0, held.written, [bytes](std::size_t start, std::size_t length, std::uint8_t value) {
        check(holds_only(bytes + start, length, value), "what was written");
    });
}

void write(Held& held, std::size_t last) {
    if (held.kind == base::Pages::Kind::lasting) held.pages.back(last);
    auto* bytes = held.pages.as<std::uint8_t>();
    const auto fill = [bytes](std::size_t start, std::size_t length, std::uint8_t value) {
        std::memset(bytes + start, value, length);
    };
    each_page(held.seed, held.written, last, fill);
    held.written = std::max(held.written, last);
}

// Temporary memory is written completely, a result piece by piece up to its size.
Held make(const Action& action) {
    const bool lasting = action.kind == base::Pages::Kind::lasting;
    const std::size_t asked = lasting ? action.reserved : action.bytes;
    Held held{base::Pages(asked, action.kind), action.kind, 0, asked ^ action.place};
    check(held.pages.bytes() >= asked, "the size");
    if (action.kind == base::Pages::Kind::zeroed && asked > 0)
        check(holds_only(held.pages.as<std::uint8_t>(), asked, 0), "zeros");
    const std::size_t steps = lasting ? 1 + action.place % 4 : 1;
    const std::size_t whole = lasting ? action.bytes : held.pages.bytes();
    for (std::size_t step = 1; step <= steps; ++step) write(held, whole / steps * step);
    return held;
}

void shrink(Held& held, std::size_t bytes) {
    held.pages.shrink(bytes);
    check(held.pages.bytes() >= std::min(bytes, held.written), "the size when shrunk");
    held.written = std::min(held.written, held.pages.bytes());
}

void move(std::vector<Held>& own, Held& held, Exchange& exchange, std::size_t place) {
    base::Pages moved(std::move(held.pages));
    check(held.pages.as<std::uint8_t>() == nullptr && held.pages.bytes() == 0, "moved memory");
    held.pages = std::move(moved);
    const std::lock_guard lock(exchange.mutex);
    if (exchange.held.size() < k_most_held) {
        exchange.held.push_back(std::move(held));
        own.erase(own.begin() + (&held - own.data()));
    } else {
        std::swap(held, exchange.held[place % exchange.held.size()]);
    }
}

void perform(const Action& action, std::vector<Held>& own, Exchange& exchange) {
    if (action.what < 3 || own.empty()) {
        own.push_back(make(action));
        if (own.size() > k_most_held) own.erase(own.begin());
        return;
    }
    const std::size_t place = action.place % own.size();
    Held& held = own[place];
    check_contents(held);
    switch (action.what) {
        case 3:
            own.erase(own.begin() + static_cast<std::ptrdiff_t>(place));
            break;
        case 4:
            move(own, held, exchange, action.place);
            break;
        case 5:
            write(held, std::min(held.pages.bytes(), held.written + action.bytes));
            check_contents(held);
            break;
        default:
            shrink(held, action.what == 6 ? held.written : std::min(action.bytes, held.written));
            check_contents(held);
    }
}

// Any size, mostly small; sometimes close to a limit at which memory is allocated in another way.
std::size_t choose_size(Input& input) {
    constexpr std::size_t borders[] = {std::size_t{1} << 18, std::size_t{1} << 21, std::size_t{1} << 22, 6U << 20};
    const std::uint32_t kind = input.choose(256);
    const std::size_t number = 256U * input.choose(256) + input.choose(256);
    if (kind < 128) return number / 256;
    if (kind < 250) return number / 2;
    if (kind < 252) return number * 16;
    if (kind == 252) return input.choose(4) == 0 ? number * k_most / 0x10000 : 0;
    const std::size_t unit = kind == 253 ? k_page : 1;
    return borders[input.choose(4)] + number % 9 * unit - 4 * unit;
}

Action choose_action(Input& input) {
    Action action;
    action.what = input.choose(8);
    constexpr base::Pages::Kind kinds[] = {base::Pages::Kind::zeroed, base::Pages::Kind::scratch,
                                           base::Pages::Kind::lasting, base::Pages::Kind::lasting};
    action.kind = kinds[input.choose(4)];
    action.bytes = choose_size(input);
    action.reserved = action.bytes + action.bytes / 16 * input.choose(64);
    action.place = input.choose(256);
    return action;
}

void run(Input input) {
    const std::size_t threads = input.choose(16) == 0 ? 3 : 1;
    std::vector<std::vector<Action>> actions(threads);
    for (std::size_t i = 0; !input.empty(); ++i) actions[i % threads].push_back(choose_action(input));
    Exchange exchange;
    const auto work = [&exchange](const std::vector<Action>& own_actions) {
        std::vector<Held> own;
        for (const Action& action : own_actions) perform(action, own, exchange);
        for (const Held& held : own) check_contents(held);
    };
    std::vector<std::thread> others;
    for (std::size_t i = 1; i < threads; ++i) others.emplace_back(work, std::cref(actions[i]));
    work(actions[0]);
    for (std::thread& other : others) other.join();
    for (const Held& held : exchange.held) check_contents(held);
}

const Target target("pages", run);

}  // namespace

}  // namespace newsnlp::fuzz
