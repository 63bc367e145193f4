#include "core/parted_grams.hpp"

#include <algorithm>

namespace newsnlp {
namespace {

constexpr std::size_t k_texts_a_look = 256;  // texts between two looks for Ctrl-C

// The n-grams of one length that are of one part.
struct Part {
    TermIndex index;
    Buffer<std::uint32_t> nodes;  // of `index`, one an occurrence, text after text
    std::vector<std::size_t> starts;
    std::uint32_t base = 0;  // the number of the first node among all
};

// The n-grams of one length in a row: they stand behind those that are a word shorter.
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

// Takes the n-grams of part `number` from one text.
void take(const Grams& grams, std::size_t number, std::size_t parts, Part& part, Buffer<std::uint32_t>& scratch) {
    std::uint32_t* places = scratch.reserve(grams.count + 1);
    std::size_t kept = 0;
    for (std::size_t i = 0; i < grams.count; ++i) {
        places[kept] = static_cast<std::uint32_t>(i);
        kept += TermIndex::gram_part(grams.parents[i], grams.lasts[i], parts) == number;
    }
    part.starts.push_back(part.nodes.size());
    std::uint32_t* nodes = part.nodes.extend(kept);
    for (std::size_t k = 0; k < kept; ++k) part.index.prefetch_gram(grams.parents[places[k]], grams.lasts[places[k]]);
    for (std::size_t k = 0; k < kept; ++k) {
        nodes[k] = part.index.add_gram(grams.parents[places[k]], grams.lasts[places[k]]);
    }
}

// Writes the nodes of one text's n-grams, now that all parts are known.
void write(const Grams& grams, const std::vector<Part>& parts, std::size_t text, std::vector<std::size_t>& cursors) {
    for (std::size_t p = 0; p < parts.size(); ++p) cursors[p] = parts[p].starts[text];
    for (std::size_t i = 0; i < grams.count; ++i) {
        const std::size_t p = TermIndex::gram_part(grams.parents[i], grams.lasts[i], parts.size());
        grams.nodes[i] = parts[p].base + parts[p].nodes[cursors[p]++];
    }
}

}  // namespace

NodeRows add_grams_in_parts(TermIndex& index, const NodeRows& words, std::size_t longest, Crew& crew) {
    NodeRows rows;
    for (const NodeRows::Row& row : words.rows_) {
        std::size_t size = 0;
        for (std::size_t n = 1; n <= longest && n <= row.count; ++n) size += row.count - n + 1;
        std::copy_n(row.nodes, row.count, rows.extend(size));
    }
    const std::size_t texts = rows.count();
    for (std::size_t n = 2; n <= longest; ++n) {
        std::vector<Part> parts(crew.threads());
        crew.run(parts.size(), [&](std::size_t worker, std::size_t number) {
            Buffer<std::uint32_t> scratch;
            for (std::size_t text = 0; text < texts; ++text) {
                if (worker == 0 && text % k_texts_a_look == 0) crew.check_stop();
                parts[number].index.expect(static_cast<double>(texts) / (static_cast<double>(text) + 0.5));
                take(Grams(rows[text], words[text].count, n), number, parts.size(), parts[number], scratch);
            }
        });
        for (Part& part : parts) {
            part.base = index.size();
            index.append_grams(part.index);
        }
        crew.run((texts + k_texts_a_look - 1) / k_texts_a_look, [&](std::size_t, std::size_t chunk) {
            std::vector<std::size_t> cursors(parts.size());
            const std::size_t end = std::min((chunk + 1) * k_texts_a_look, texts);
            for (std::size_t text = chunk * k_texts_a_look; text < end; ++text) {
                write(Grams(rows[text], words[text].count, n), parts, text, cursors);
            }
        });
    }
    return rows;
}

}  // namespace newsnlp
