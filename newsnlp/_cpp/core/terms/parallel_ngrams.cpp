#include "core/terms/parallel_ngrams.hpp"

#include <algorithm>

namespace newsnlp::terms {
namespace {

constexpr std::size_t k_texts_between_checks = 256;  // texts between two checks for Ctrl-C

// The n-grams of one length whose hashes belong to one part.
struct Part {
    TermIndex index;
    std::uint32_t base = 0;  // the number of its first node among all
};

// The n-grams of one length in a row; they follow those that are a word shorter.
struct Grams {
    Grams(const NodeRows::Row& row, std::size_t words, std::size_t n) : count(words >= n ? words - n + 1 : 0) {
        parents = row.nodes;
        for (std::size_t m = 1; m + 1 < n && count > 0; ++m) parents += words - m + 1;
        lasts = row.nodes + n - 1;
        nodes = row.nodes + (parents - row.nodes) + count + 1;
    }

    std::size_t count;
    const std::uint32_t* parents;
    const std::uint32_t* lasts;
    std::uint32_t* nodes;
};

// The scratch space of one thread.
struct Scratch {
    base::Buffer<std::uint32_t> parts;  // of each n-gram
    base::Buffer<std::uint32_t> nodes;  // one part after another
};

// Writes the part of each n-gram.
std::uint32_t* find_parts(const Grams& grams, std::size_t parts, base::Buffer<std::uint32_t>& out) {
    std::uint32_t* part_of = out.resize(grams.count);
    for (std::size_t i = 0; i < grams.count; ++i) {
        part_of[i] = static_cast<std::uint32_t>(TermIndex::gram_part(grams.parents[i], grams.lasts[i], parts));
    }
    return part_of;
}

// Lists the n-grams of one part after the other in the memory of their nodes, and writes where each part ends.
void list(const Grams& grams, std::size_t parts, std::uint32_t* ends, Scratch& scratch) {
    const std::uint32_t* part_of = find_parts(grams, parts, scratch.parts);
    std::uint32_t* listed = scratch.nodes.resize(grams.count + 1);  // one more is written than is kept
    std::uint32_t end = 0;
    for (std::size_t part = 0; part < parts; ++part) {
        for (std::size_t i = 0; i < grams.count; ++i) {
            listed[end] = static_cast<std::uint32_t>(i);
            end += part_of[i] == part;
        }
        ends[part] = end;
    }
    std::copy_n(listed, grams.count, grams.nodes);
}

// Writes the nodes of the listed n-grams at their indices.
void take(const Grams& grams, std::uint32_t* listed, std::size_t count, TermIndex& index) {
    for (std::size_t k = 0; k < count; ++k) index.prefetch_gram(grams.parents[listed[k]], grams.lasts[listed[k]]);
    for (std::size_t k = 0; k < count; ++k) {
        listed[k] = index.add_gram(grams.parents[listed[k]], grams.lasts[listed[k]]);
    }
}

// Brings the nodes of all parts into the order of the text, now that their bases are known.
void write(const Grams& grams, const std::vector<Part>& parts, const std::uint32_t* ends, Scratch& scratch) {
    const std::uint32_t* part_of = find_parts(grams, parts.size(), scratch.parts);
    std::copy_n(grams.nodes, grams.count, scratch.nodes.resize(grams.count));
    std::vector<const std::uint32_t*> next(parts.size());
    for (std::size_t p = 0; p < parts.size(); ++p) next[p] = scratch.nodes.data() + (p == 0 ? 0 : ends[p - 1]);
    for (std::size_t i = 0; i < grams.count; ++i) grams.nodes[i] = parts[part_of[i]].base + *next[part_of[i]]++;
}

// Calls use(text, scratch) for all texts, on all threads.
template <typename Use>
void each_text(std::size_t texts, base::ThreadPool& pool, Use&& use) {
    std::vector<Scratch> scratches(pool.threads());
    pool.run((texts + k_texts_between_checks - 1) / k_texts_between_checks, [&](std::size_t worker, std::size_t chunk) {
        const std::size_t end = std::min((chunk + 1) * k_texts_between_checks, texts);
        for (std::size_t text = chunk * k_texts_between_checks; text < end; ++text) use(text, scratches[worker]);
    });
}

}  // namespace

NodeRows add_grams_in_parts(TermIndex& index, const NodeRows& words, std::size_t longest, base::ThreadPool& pool) {
    NodeRows rows;
    for (const NodeRows::Row& row : words.all()) {
        std::size_t size = 0;
        for (std::size_t n = 1; n <= longest && n <= row.count; ++n) size += row.count - n + 1;
        std::copy_n(row.nodes, row.count, rows.extend(size));
    }
    const std::size_t texts = rows.count();
    const std::size_t count = pool.threads();
    std::vector<std::uint32_t> ends(texts * count);  // by text, then by part
    for (std::size_t n = 2; n <= longest; ++n) {
        std::vector<Part> parts(count);
        const auto grams = [&](std::size_t text) { return Grams(rows[text], words[text].count, n); };
        each_text(texts, pool, [&](std::size_t text, Scratch& scratch) {
            list(grams(text), count, ends.data() + text * count, scratch);
        });
        pool.run(count, [&](std::size_t worker, std::size_t part) {
            for (std::size_t text = 0; text < texts; ++text) {
                if (worker == 0 && text % k_texts_between_checks == 0) pool.check_stop();
                parts[part].index.expect(static_cast<double>(texts) / (static_cast<double>(text) + 0.5));
                const std::uint32_t* end = ends.data() + text * count + part;
                const std::size_t start = part == 0 ? 0 : end[-1];
                const Grams listed = grams(text);
                take(listed, listed.nodes + start, *end - start, parts[part].index);
            }
        });
        for (Part& part : parts) {
            part.base = index.size();
            index.append_grams(part.index);
        }
        each_text(texts, pool, [&](std::size_t text, Scratch& scratch) {
            write(grams(text), parts, ends.data() + text * count, scratch);
        });
    }
    return rows;
}

}  // namespace newsnlp::terms
