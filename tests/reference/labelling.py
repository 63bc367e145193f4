"""Naive twins of newsnlp.topics.labelling, over plain lists."""


def spread_out(rows, worth, n):
    """Rows are dense lists; worth is weighed by similarity to all rows and lessened by similarity to the chosen."""

    def dot(a, b):
        return sum(x * y for x, y in zip(a, b, strict=True))

    density = [sum(dot(row, other) for other in rows) / len(rows) for row in rows]
    top = max(density) or 1.0
    chosen = []
    while len(chosen) < min(n, len(rows)):
        values = [
            -1.0
            if i in chosen
            else worth[i] * density[i] / top * (1 - max((dot(row, rows[j]) for j in chosen), default=0.0))
            for i, row in enumerate(rows)
        ]
        chosen.append(values.index(max(values)))
    return chosen


def label_issues(probabilities, truth):
    """One topic: positions whose label is contradicted, by the mean probability of texts labelled the other way."""
    yes = [p for p, t in zip(probabilities, truth, strict=True) if t]
    no = [p for p, t in zip(probabilities, truth, strict=True) if not t]
    if not yes or not no:
        return []
    high, low = max(sum(yes) / len(yes), 0.5), min(sum(no) / len(no), 0.5)
    return [i for i, (p, t) in enumerate(zip(probabilities, truth, strict=True)) if (p <= low if t else p >= high)]
