#include "core/summaries/lsa.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <numeric>

#include "core/base/interrupt.hpp"

namespace newsnlp::summaries {
namespace {

constexpr std::size_t k_spare = 8;
constexpr int k_max_rounds = 400;
constexpr double k_settled = 1e-12;

using Vector = std::vector<double>;
using Block = std::vector<Vector>;  // columns

double dot(const Vector& a, const Vector& b) {
    double sum = 0.0;
    for (std::size_t i = 0; i < a.size(); ++i) sum += a[i] * b[i];
    return sum;
}

// A fixed pseudo-random sequence, so that no direction is missed and every run gives the same result.
double scattered(std::uint64_t number) {
    std::uint64_t z = (number + 1) * 0x9E3779B97F4A7C15ULL;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
    return static_cast<double>((z ^ (z >> 31)) >> 11) * 0x1.0p-53 - 0.5;
}

// Makes the columns orthonormal (Gram-Schmidt, twice); a column that depends on earlier ones becomes zero.
void orthonormalize(Block& block) {
    for (std::size_t k = 0; k < block.size(); ++k) {
        const double before = std::sqrt(dot(block[k], block[k]));
        for (int pass = 0; pass < 2; ++pass)
            for (std::size_t j = 0; j < k; ++j) {
                const double shared = dot(block[j], block[k]);
                base::poll_interrupt(4 * block[k].size());
                for (std::size_t i = 0; i < block[k].size(); ++i) block[k][i] -= shared * block[j][i];
            }
        const double norm = std::sqrt(dot(block[k], block[k]));
        const double scale = norm > 1e-10 * before && norm > 0.0 ? 1.0 / norm : 0.0;
        for (double& value : block[k]) value *= scale;
    }
}

// X (X^T q) for the rows X.
Vector gram_times(const Rows& rows, const Vector& q, Vector& terms) {
    std::fill(terms.begin(), terms.end(), 0.0);
    for (std::size_t i = 0; i < rows.n_rows; ++i)
        for (std::size_t k = rows.begin(i); k < rows.end(i); ++k) terms[rows.term(k)] += rows.values[k] * q[i];
    Vector out(rows.n_rows, 0.0);
    base::poll_interrupt(4 * rows.end(rows.n_rows - 1) + rows.n_rows);
    for (std::size_t i = 0; i < rows.n_rows; ++i)
        for (std::size_t k = rows.begin(i); k < rows.end(i); ++k) out[i] += rows.values[k] * terms[rows.term(k)];
    return out;
}

// One Jacobi rotation that makes a[p][q] of a symmetric matrix zero; `v` accumulates the rotations.
void rotate(Block& a, Block& v, std::size_t p, std::size_t q) {
    base::poll_interrupt(8 * a.size());
    const double theta = (a[q][q] - a[p][p]) / (2.0 * a[p][q]);
    const double t = (theta >= 0.0 ? 1.0 : -1.0) / (std::abs(theta) + std::sqrt(theta * theta + 1.0));
    const double c = 1.0 / std::sqrt(t * t + 1.0), s = t * c;
    for (std::size_t k = 0; k < a.size(); ++k) {
        const double kp = a[k][p], kq = a[k][q];
        a[k][p] = c * kp - s * kq;
        a[k][q] = s * kp + c * kq;
    }
    for (std::size_t k = 0; k < a.size(); ++k) {
        const double pk = a[p][k], qk = a[q][k];
        a[p][k] = c * pk - s * qk;
        a[q][k] = s * pk + c * qk;
        const double vp = v[p][k], vq = v[q][k];
        v[p][k] = c * vp - s * vq;
        v[q][k] = s * vp + c * vq;
    }
}

// Diagonalizes a small symmetric matrix in place and returns its eigenvectors as columns.
Block diagonalize(Block& a) {
    const std::size_t n = a.size();
    Block vectors(n, Vector(n, 0.0));
    for (std::size_t k = 0; k < n; ++k) vectors[k][k] = 1.0;
    for (int sweep = 0; sweep < 60; ++sweep) {
        double off = 0.0, on = 0.0;
        for (std::size_t p = 0; p < n; ++p) {
            on += a[p][p] * a[p][p];
            for (std::size_t q = p + 1; q < n; ++q) off += a[p][q] * a[p][q];
        }
        if (off <= 1e-30 * on) break;
        for (std::size_t p = 0; p < n; ++p)
            for (std::size_t q = p + 1; q < n; ++q)
                if (std::abs(a[p][q]) > 1e-18 * std::sqrt(on)) rotate(a, vectors, p, q);
    }
    return vectors;
}

// The best eigenvalues and vectors of X X^T within the span of `basis`, largest first. `images` are X X^T basis.
void rotate_to_axes(Block& basis, const Block& images, Vector& eigenvalues) {
    const std::size_t b = basis.size(), n = basis[0].size();
    Block small(b, Vector(b));
    for (std::size_t p = 0; p < b; ++p)
        for (std::size_t q = p; q < b; ++q) small[p][q] = small[q][p] = dot(basis[p], images[q]);
    const Block vectors = diagonalize(small);
    std::vector<std::size_t> order(b);
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t x, std::size_t y) { return small[x][x] > small[y][y]; });
    Block turned(b, Vector(n, 0.0));
    for (std::size_t k = 0; k < b; ++k) {
        eigenvalues[k] = std::max(small[order[k]][order[k]], 0.0);
        for (std::size_t p = 0; p < b; ++p) {
            const double part = vectors[order[k]][p];
            for (std::size_t i = 0; i < n; ++i) turned[k][i] += part * basis[p][i];
        }
    }
    basis.swap(turned);
}

}  // namespace

std::vector<double> lsa_salience(const Rows& rows, std::size_t dimensions, double share) {
    const std::size_t n = rows.n_rows;
    Vector salience(n, 0.0);
    if (n == 0 || dimensions == 0) return salience;
    const std::size_t b = std::min(n, dimensions + k_spare);
    Block basis(b, Vector(n)), images(b);
    for (std::size_t k = 0; k < b; ++k)
        for (std::size_t i = 0; i < n; ++i) basis[k][i] = scattered(k * n + i);
    Vector terms(rows.n_terms), eigenvalues(b, 0.0), before(b, 0.0);
    for (int round = 0; round < k_max_rounds; ++round) {
        orthonormalize(basis);
        for (std::size_t k = 0; k < b; ++k) images[k] = gram_times(rows, basis[k], terms);
        // Finding the axes costs as much as several steps, so it is done only after several.
        if (b == n || round % 8 == 7) {
            rotate_to_axes(basis, images, eigenvalues);
            double change = 0.0;
            for (std::size_t k = 0; k < std::min(b, dimensions); ++k)
                if (eigenvalues[k] >= share * share * eigenvalues[0]) change += std::abs(eigenvalues[k] - before[k]);
            if (b == n || change <= k_settled * eigenvalues[0]) break;
            before = eigenvalues;
            for (std::size_t k = 0; k < b; ++k) images[k] = gram_times(rows, basis[k], terms);
        }
        basis.swap(images);
    }
    for (std::size_t k = 0; k < std::min(b, dimensions); ++k) {
        if (eigenvalues[k] < share * share * eigenvalues[0]) break;
        for (std::size_t i = 0; i < n; ++i) salience[i] += eigenvalues[k] * basis[k][i] * basis[k][i];
    }
    for (double& value : salience) value = std::sqrt(value);
    return salience;
}

}  // namespace newsnlp::summaries
