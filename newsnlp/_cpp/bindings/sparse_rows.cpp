#include "bindings/sparse_rows.hpp"

namespace nb = nanobind;
using namespace nb::literals;

namespace newsnlp::bindings {
namespace {

const SparseRows& rows_of(nb::handle self) { return nb::cast<const SparseRows&>(self); }

}  // namespace

SparseRows::SparseRows(std::vector<std::int64_t> starts, std::vector<std::int32_t> ids, std::vector<double> values,
                       std::size_t n_terms)
    : values_(std::move(values)) {
    require(!starts.empty() && starts[0] == 0, "starts must begin with 0");
    for (std::size_t i = 1; i < starts.size(); ++i) require(starts[i - 1] <= starts[i], "starts must not decrease");
    const auto size = static_cast<std::size_t>(starts.back());
    require(size == ids.size() && size == values_.size(),
            "ids and values must have as many numbers as the last of starts says");
    for (const std::int32_t id : ids)
        require(id >= 0 && static_cast<std::size_t>(id) < n_terms, "ids must be from 0 to n_terms - 1");
    index_ = std::make_shared<const Index>(Index{std::move(starts), std::move(ids), n_terms});
}

SparseRows SparseRows::slice(std::size_t first, std::size_t last) const {
    require(first <= last && last <= n_rows(), "a slice must lie within the rows");
    const std::int64_t begin = starts()[first];
    const std::int64_t end = starts()[last];
    Index part{{}, {ids().begin() + begin, ids().begin() + end}, n_terms()};
    for (std::size_t i = first; i <= last; ++i) part.starts.push_back(starts()[i] - begin);
    return {std::make_shared<const Index>(std::move(part)), {values_.begin() + begin, values_.begin() + end}};
}

SparseRows SparseRows::with_values(std::vector<double> values) const {
    require(values.size() == values_.size(), "there must be one value for each id");
    return {index_, std::move(values)};
}

std::vector<double> SparseRows::sums() const {
    std::vector<double> sums(n_terms(), 0.0);
    for (std::size_t k = 0; k < values_.size(); ++k) sums[static_cast<std::size_t>(ids()[k])] += values_[k];
    return sums;
}

std::vector<double> SparseRows::frequencies() const {
    std::vector<double> frequencies(n_terms(), 0.0);
    for (const std::int32_t id : ids()) frequencies[static_cast<std::size_t>(id)] += 1.0;
    return frequencies;
}

// The products are differences of one running sum over all rows, so that their last bits do not change.
std::vector<double> SparseRows::dot(const double* weights) const {
    std::vector<double> products(n_rows());
    double sum = 0.0;
    for (std::size_t i = 0, k = 0; i < n_rows(); ++i) {
        const double before = sum;
        for (; k < static_cast<std::size_t>(starts()[i + 1]); ++k)
            sum += values_[k] * weights[static_cast<std::size_t>(ids()[k])];
        products[i] = sum - before;
    }
    return products;
}

const double* SparseRows::per_row(const Array<double>& numbers) const {
    require(numbers.size() == n_rows(), "there must be one number for each row");
    return numbers.data();
}

const double* SparseRows::per_term(const Array<double>& numbers) const {
    require(numbers.size() == n_terms(), "there must be one number for each term");
    return numbers.data();
}

void bind_sparse_rows(nb::module_& m) {
    nb::class_<SparseRows>(m, "SparseRows", "Rows of (term, value), checked once; immutable.")
        .def(
            "__init__",
            [](SparseRows* self, const Array<std::int64_t>& starts, const Array<std::int32_t>& ids,
               const Array<double>& values, std::size_t n_terms) {
                new (self) SparseRows(take_over(starts), take_over(ids), take_over(values), n_terms);
            },
            "starts"_a, "ids"_a, "values"_a, "n_terms"_a)
        .def("__len__", &SparseRows::n_rows)
        .def_prop_ro("n_terms", &SparseRows::n_terms)
        .def_prop_ro("starts", [](nb::handle_t<SparseRows> self) { return view(rows_of(self).starts(), self); })
        .def_prop_ro("ids", [](nb::handle_t<SparseRows> self) { return view(rows_of(self).ids(), self); })
        .def_prop_ro("values", [](nb::handle_t<SparseRows> self) { return view(rows_of(self).values(), self); })
        .def("slice", &SparseRows::slice, "first"_a, "last"_a, "Return the rows from `first` to before `last`.")
        .def(
            "with_values",
            [](const SparseRows& self, const Array<double>& values) { return self.with_values(take_over(values)); },
            "values"_a, "Return the same rows with other values.")
        .def(
            "sums", [](const SparseRows& self) { return give_unlocked([&] { return self.sums(); }); },
            "Return the sum of each term's values over all rows.")
        .def(
            "frequencies", [](const SparseRows& self) { return give_unlocked([&] { return self.frequencies(); }); },
            "Return in how many rows each term occurs.")
        .def(
            "dot",
            [](const SparseRows& self, const Array<double>& weights) {
                const double* numbers = self.per_term(weights);
                return give_unlocked([&] { return self.dot(numbers); });
            },
            "weights"_a, "Return each row's sum of values times the terms' weights.");
}

}  // namespace newsnlp::bindings
