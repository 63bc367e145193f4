"""Naive twins of the measures in newsnlp.evaluation.classification."""

from fractions import Fraction


def f1_scores(truth, predicted):
    both = sum(1 for t, p in zip(truth, predicted, strict=True) if t and p)
    said, true = sum(map(bool, predicted)), sum(map(bool, truth))
    precision = both / said if said else 0.0
    recall = both / true if true else 0.0
    return precision, recall, 2 * both / (said + true) if both else 0.0


def curve(truth, scores):
    """One (precision, recall, threshold) per distinct score, by counting from scratch."""
    total = sum(map(bool, truth))
    points = []
    for threshold in sorted(set(scores), reverse=True):
        chosen = [bool(t) for t, s in zip(truth, scores, strict=True) if s >= threshold]
        points.append((sum(chosen) / len(chosen), sum(chosen) / total if total else 0.0, threshold))
    return points


def average_precision(truth, scores):
    total, before = 0.0, 0.0
    for precision, recall, _ in curve(truth, scores):
        total += (recall - before) * precision
        before = recall
    return total


def calibration_error(truth, probabilities, bins):
    """Bins by exact fractions: bin i holds i/bins < p <= (i+1)/bins, bin 0 also p = 0."""
    held = {}
    for t, p in zip(truth, probabilities, strict=True):
        i = 0
        while i < bins - 1 and Fraction(p) > Fraction(i + 1, bins):
            i += 1
        held.setdefault(i, []).append((float(p), bool(t)))
    n = len(truth)
    return sum(abs(sum(p for p, _ in b) / len(b) - sum(t for _, t in b) / len(b)) * len(b) / n for b in held.values())
