// Terms counted: the counts over many texts, the columns chosen from them, and vocabularies, which count new texts.
#include <nanobind/stl/shared_ptr.h>

#include <memory>

#include "bindings/states.hpp"
#include "bindings/terms.hpp"
#include "core/terms/columns.hpp"
#include "core/terms/counting.hpp"
#include "core/terms/vocabulary.hpp"

namespace nb = nanobind;
using namespace nb::literals;

namespace newsnlp::bindings {
namespace {

using IntArray = Owned<std::int64_t>;
using SharedCounts = std::shared_ptr<terms::TermCounts>;

// Counts, which the columns chosen from them keep alive.
struct PyCounts {
    SharedCounts counts;
};

terms::CountOptions count_options(std::size_t columns, bool binary, const std::string& dtype, const Idf& idf,
                                  bool sublinear_tf, const Name& norm, std::size_t index_limit) {
    terms::CountOptions options;
    options.dtype = parse_dtype(dtype);
    options.index_limit = index_limit;
    options.weighting.binary = binary;
    options.weighting.sublinear = sublinear_tf;
    options.weighting.norm = parse_norm(norm);
    if (idf) {
        if (idf->size() != columns) {
            throw nb::value_error(("`idf` must have one number for each column, " + std::to_string(columns) + ", got " +
                                   std::to_string(idf->size()))
                                      .c_str());
        }
        options.weighting.idf = idf->data();
    }
    const bool weighs = idf || sublinear_tf || options.weighting.norm != terms::Norm::none;
    if (options.dtype == terms::Dtype::int64 && weighs)
        throw nb::value_error("weights need `dtype` 'float64' or 'float32'");
    return options;
}

CsrArrays take_rows(const SharedCounts& self, const terms::Columns& columns, bool binary, const std::string& dtype,
                    const Idf& idf, bool sublinear_tf, const Name& norm, std::size_t n_threads,
                    std::size_t index_limit) {
    if (!self->keeps_rows()) throw nb::value_error("rows need TermCounts(..., keep_rows=True)");
    if (&columns.counts() != self.get()) throw nb::value_error("the columns belong to other counts");
    const terms::CountOptions options =
        count_options(columns.size(), binary, dtype, idf, sublinear_tf, norm, index_limit);
    const simd::Kernels& kernels = current_kernels();
    return give_csr(run_free(n_threads, [&](base::ThreadPool& pool) {
        const std::lock_guard lock(self->mutex());
        return terms::make_rows(self->take_rows(), columns, options, kernels, pool);
    }));
}

IntArray column_counts(const terms::Columns& columns, bool totals) {
    base::Buffer<std::int64_t> values;
    {
        const WithoutGil free;
        const std::lock_guard lock(columns.counts().mutex());
        // Kept rows are counted on first use.
        auto& counts = const_cast<terms::TermCounts&>(columns.counts());
        totals ? counts.tally_totals() : counts.tally_frequencies();
        const base::Buffer<std::int64_t>& source = totals ? counts.counts().totals : counts.counts().frequencies;
        values.reserve(columns.size());
        for (const std::uint32_t node : columns.nodes()) values.push_back(node < source.size() ? source[node] : 0);
    }
    return give(std::move(values));
}

std::shared_ptr<terms::Columns> choose(const SharedCounts& self, std::int64_t min_df = 1,
                                       std::optional<std::int64_t> max_df = std::nullopt, std::size_t n_threads = 1) {
    const simd::Kernels& kernels = current_kernels();
    return run_free(n_threads, [&](base::ThreadPool& pool) {
        const std::lock_guard lock(self->mutex());
        const auto texts = static_cast<std::int64_t>(self->text_count());
        if (min_df > 1 || max_df.value_or(texts) < texts) self->tally_frequencies();
        return std::make_shared<terms::Columns>(self, min_df, max_df.value_or(texts), kernels, pool);
    });
}

nb::bytes to_bytes(const base::Buffer<std::uint8_t>& buffer) {
    return nb::bytes(reinterpret_cast<const char*>(buffer.data()), buffer.size());
}

// Blob and offsets. The GIL is released because another thread may hold the lock of the counts.
std::pair<base::Buffer<std::uint8_t>, base::Buffer<std::int64_t>> names_in(const terms::Vocabulary& vocabulary) {
    return run_free([&] {
        std::pair<base::Buffer<std::uint8_t>, base::Buffer<std::int64_t>> names;
        vocabulary.write_names(names.first, names.second);
        return names;
    });
}

// The state of counts, with terms by name, so that the bytes do not depend on the order of the texts. Rows are not part
// of it: counts that keep them are made and read within one call.
State counts_state(const PyCounts& self) {
    if (self.counts->keeps_rows()) throw nb::type_error("counts that keep rows cannot be pickled");
    const auto columns = choose(self.counts);
    auto [blob, offsets] = names_in(terms::Vocabulary(columns));
    return State(nb::make_tuple(self.counts->analysis(), self.counts->text_count(), to_bytes(blob),
                                give(std::move(offsets)), column_counts(*columns, false),
                                column_counts(*columns, true)));
}

using Numbers = Array<std::int64_t>;

// Throws ValueError unless the offsets rise from 0 to `bytes`.
void check_offsets(const Array<std::int64_t>& offsets, std::size_t bytes) {
    bool good = offsets.size() > 0 && offsets(0) == 0;
    for (std::size_t i = 0; good && i + 1 < offsets.size(); ++i) good = offsets(i) <= offsets(i + 1);
    if (!good || static_cast<std::size_t>(offsets(offsets.size() - 1)) != bytes) {
        throw nb::value_error("`offsets` must rise from 0 to the length of `blob`");
    }
}

// An array in a state; a cast would take None for one without memory.
Numbers numbers_in(nb::handle part) {
    if (part.is_none()) throw nb::cast_error();
    return nb::cast<Numbers>(part);
}

SharedCounts read_counts(const State& state) {
    auto counts = std::make_shared<terms::TermCounts>(nb::cast<terms::Analysis>(state[0]), false);
    const auto blob = nb::cast<nb::bytes>(state[2]);
    const auto offsets = numbers_in(state[3]);
    const auto frequencies = numbers_in(state[4]);
    const auto totals = numbers_in(state[5]);
    check_offsets(offsets, blob.size());
    if (frequencies.size() + 1 != offsets.size() || totals.size() != frequencies.size()) {
        throw nb::value_error("a state of counts needs a frequency and a total for every term");
    }
    base::Buffer<std::uint8_t> padded;
    for (std::size_t i = 0; i + 1 < offsets.size(); ++i) {
        const auto length = static_cast<std::size_t>(offsets(i + 1) - offsets(i));
        std::copy_n(reinterpret_cast<const std::uint8_t*>(blob.c_str()) + offsets(i), length, padded.resize(length));
        counts->add_term(padded.data(), length, frequencies(i), totals(i));
    }
    counts->add_text_count(nb::cast<std::size_t>(state[1]));
    return counts;
}

void restore_counts(PyCounts& self, const State& state) {
    restore_state(state, 6, "TermCounts", [&] { new (&self) PyCounts{read_counts(state)}; });
}

void merge(const SharedCounts& self, const SharedCounts& other) {
    terms::Analysis analysis = other->analysis();
    analysis.stems = self->analysis().stems;  // every part has stems of its own words only
    if (analysis != self->analysis()) throw nb::value_error("cannot merge counts of another analysis");
    if (self->keeps_rows() != other->keeps_rows()) {
        throw nb::value_error("cannot merge counts with rows and counts without rows");
    }
    const WithoutGil free;
    if (self == other) {
        const std::lock_guard lock(self->mutex());
        self->merge(*other);
    } else {
        const std::scoped_lock locks(self->mutex(), other->mutex());
        self->merge(*other);
    }
}

void bind_counts(nb::module_& m) {
    nb::class_<PyCounts>(m, "TermCounts", "Unpruned counts of terms over many texts.")
        .def(
            "__init__",
            [](PyCounts* self, const terms::Analysis& analysis, bool keep_rows) {
                new (self) PyCounts{std::make_shared<terms::TermCounts>(analysis, keep_rows)};
            },
            "analysis"_a, nb::kw_only(), "keep_rows"_a = false)
        .def(
            "add",
            [](PyCounts& self, const DocumentsLike& texts, std::size_t n_threads) {
                const CollectedTexts views = view_documents(self.counts->analysis(), texts);
                const simd::Kernels& kernels = current_kernels();
                run_free(n_threads, [&](base::ThreadPool& pool) {
                    const std::lock_guard lock(self.counts->mutex());
                    self.counts->add(views.core(), kernels, pool);
                });
            },
            "texts"_a, nb::kw_only(), "n_threads"_a = 1, "Count more texts.")
        .def(
            "merge", [](PyCounts& self, const PyCounts& other) { merge(self.counts, other.counts); }, "other"_a,
            "Add the counts of other texts.")
        .def_prop_ro("n_texts", [](const PyCounts& self) { return self.counts->text_count(); })
        .def_prop_ro("n_terms", [](const PyCounts& self) { return choose(self.counts)->size(); })
        .def_prop_ro("analysis", [](const PyCounts& self) { return self.counts->analysis(); })
        .def(
            "columns",
            [](const PyCounts& self, std::int64_t min_df, std::optional<std::int64_t> max_df, std::size_t n_threads) {
                return choose(self.counts, min_df, max_df, n_threads);
            },
            nb::kw_only(), "min_df"_a = 1, "max_df"_a = nb::none(), "n_threads"_a = 1,
            "Return the terms that occur in min_df to max_df texts, sorted by name.")
        .def(
            "take_rows",
            [](const PyCounts& self, const terms::Columns& columns, bool binary, const std::string& dtype,
               const Idf& idf, bool sublinear_tf, const Name& norm, std::size_t n_threads, std::size_t index_limit) {
                return take_rows(self.counts, columns, binary, dtype, idf, sublinear_tf, norm, n_threads, index_limit);
            },
            "columns"_a, nb::kw_only(), "binary"_a = false, "dtype"_a = "int64", "idf"_a = nb::none(),
            "sublinear_tf"_a = false, "norm"_a = nb::none(), "n_threads"_a = 1, "index_limit"_a = k_index_limit,
            "Return (data, indices, indptr) of the texts counted so far, and drop their rows.")
        .def("__getstate__", &counts_state)
        .def("__setstate__", &restore_counts);
    nb::class_<terms::Columns>(m, "Columns", "Terms in column order.")
        .def("__len__", &terms::Columns::size)
        .def_prop_ro(
            "document_frequencies", [](const terms::Columns& self) { return column_counts(self, false); },
            nb::rv_policy::move)
        .def_prop_ro(
            "totals", [](const terms::Columns& self) { return column_counts(self, true); }, nb::rv_policy::move)
        .def(
            "select",
            [](const terms::Columns& self, const Numbers& indices) {
                return std::make_shared<terms::Columns>(self, indices.data(), indices.size());
            },
            "indices"_a, "Return the columns at the given indices, which must rise.")
        .def(
            "vocabulary", [](const std::shared_ptr<terms::Columns>& self) { return new terms::Vocabulary(self); },
            "Return the vocabulary of these columns.");
}

nb::typed<nb::list, nb::str> name_list(const terms::Vocabulary& self) {
    auto [blob, offsets] = names_in(self);
    nb::typed<nb::list, nb::str> names;
    for (std::size_t i = 0; i < self.size(); ++i) {
        const auto* start = reinterpret_cast<const char*>(blob.data()) + offsets[i];
        names.append(decode_str({start, static_cast<std::size_t>(offsets[i + 1] - offsets[i])}));
    }
    return names;
}

nb::typed<nb::dict, nb::str, int> name_dict(const terms::Vocabulary& self) {
    nb::typed<nb::dict, nb::str, int> columns;
    std::int64_t column = 0;
    for (nb::handle name : name_list(self)) columns[name] = column++;
    return columns;
}

State names_of(const terms::Vocabulary& self) {
    auto [blob, offsets] = names_in(self);
    return State(nb::make_tuple(to_bytes(blob), give(std::move(offsets))));
}

void make_from_names(terms::Vocabulary* self, const nb::typed<nb::sequence, nb::str>& names,
                     const terms::Analysis& analysis) {
    std::string blob;
    std::vector<std::int64_t> offsets{0};
    for (nb::handle name : names) {
        blob += encode_str(name, "a term");
        offsets.push_back(static_cast<std::int64_t>(blob.size()));
    }
    const auto* bytes = reinterpret_cast<const std::uint8_t*>(blob.data());
    run_free([&] { new (self) terms::Vocabulary(analysis, bytes, offsets.data(), offsets.size() - 1); });
}

terms::Vocabulary read_blob(const nb::bytes& blob, const Numbers& offsets, const terms::Analysis& analysis) {
    check_offsets(offsets, blob.size());
    const auto* bytes = reinterpret_cast<const std::uint8_t*>(blob.c_str());
    return run_free([&] { return terms::Vocabulary(analysis, bytes, offsets.data(), offsets.size() - 1); });
}

IntArray frequencies(const terms::Vocabulary& self, const DocumentsLike& texts, std::size_t n_threads) {
    const CollectedTexts views = view_documents(self.analysis(), texts);
    const simd::Kernels& kernels = current_kernels();
    base::Buffer<std::int64_t> counts;
    std::fill_n(counts.resize(self.size()), self.size(), 0);
    run_free(n_threads,
             [&](base::ThreadPool& pool) { self.document_frequencies(views.core(), kernels, pool, counts.data()); });
    return give(std::move(counts));
}

CsrArrays count(const terms::Vocabulary& self, const DocumentsLike& texts, bool binary, const std::string& dtype,
                const Idf& idf, bool sublinear_tf, const Name& norm, std::size_t n_threads, std::size_t index_limit) {
    const terms::CountOptions options = count_options(self.size(), binary, dtype, idf, sublinear_tf, norm, index_limit);
    const CollectedTexts views = view_documents(self.analysis(), texts);
    const simd::Kernels& kernels = current_kernels();
    return give_csr(
        run_free(n_threads, [&](base::ThreadPool& pool) { return self.count(views.core(), options, kernels, pool); }));
}

void bind_vocabulary(nb::module_& m) {
    nb::class_<terms::Vocabulary>(m, "Vocabulary", "Terms with fixed columns.")
        .def("__init__", &make_from_names, "names"_a, "analysis"_a)
        .def_static(
            "from_blob",
            [](const nb::bytes& blob, const Numbers& offsets, const terms::Analysis& analysis) {
                return new terms::Vocabulary(read_blob(blob, offsets, analysis));
            },
            "blob"_a, "offsets"_a, "analysis"_a, "Return the vocabulary of concatenated names.")
        .def("__len__", &terms::Vocabulary::size)
        .def_prop_ro("analysis", [](const terms::Vocabulary& self) { return self.analysis(); })
        .def_prop_ro("blob", [](const terms::Vocabulary& self) { return nb::bytes(names_of(self)[0]); })
        .def_prop_ro(
            "offsets", [](const terms::Vocabulary& self) { return nb::cast<IntArray>(names_of(self)[1]); },
            nb::rv_policy::move)
        .def("names", &name_list, "Return the terms in column order.")
        .def("to_dict", &name_dict, "Return the column of each term.")
        .def(
            "with_analysis",
            [](const terms::Vocabulary& self, const terms::Analysis& analysis) {
                return run_free([&] { return new terms::Vocabulary(self, analysis); });
            },
            "analysis"_a, "Return the same terms with another analysis.")
        .def("count", &count, "texts"_a, nb::kw_only(), "binary"_a = false, "dtype"_a = "int64", "idf"_a = nb::none(),
             "sublinear_tf"_a = false, "norm"_a = nb::none(), "n_threads"_a = 1, "index_limit"_a = k_index_limit,
             "Return (data, indices, indptr) of the texts' counts or weights.")
        .def("document_frequencies", &frequencies, "texts"_a, nb::kw_only(), "n_threads"_a = 1,
             "Return in how many of the texts each term occurs.")
        .def("__getstate__",
             [](const terms::Vocabulary& self) {
                 const State names = names_of(self);
                 return State(nb::make_tuple(names[0], names[1], self.analysis()));
             })
        .def("__setstate__", [](terms::Vocabulary& self, const State& state) {
            restore_state(state, 3, "Vocabulary", [&] {
                new (&self) terms::Vocabulary(read_blob(nb::cast<nb::bytes>(state[0]), numbers_in(state[1]),
                                                        nb::cast<terms::Analysis>(state[2])));
            });
        });
}

}  // namespace

void bind_terms_counting(nb::module_& m) {
    bind_counts(m);
    bind_vocabulary(m);
}

}  // namespace newsnlp::bindings
