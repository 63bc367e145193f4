"""The weights of a document's sentences and terms, in plain Python, over texts of words that blanks divide."""

import math
from collections import Counter


def weigh(articles, query, background, seen):
    """Return all weights by name; articles and seen articles are lists of sentences."""
    bags = [Counter(text.split()) for texts in articles for text in texts]
    known = [set(text.split()) for texts in seen for text in texts]
    rows = [set(text.split()) for text in background] or [set(bag) for bag in bags]
    words = {word for bag in bags for word in bag}
    rarity = {w: math.log((1 + len(rows)) / (1 + sum(w in row for row in rows))) + 1 for w in words}
    positions = [i for texts in articles for i in range(len(texts))]

    def part(bag, others):
        return sum(rarity[w] for w in bag if w in others) / sum(rarity[w] for w in bag)

    def common(values):
        return {w: values[w] * (rarity[w] if background else 1.0) for w in words}

    relevance = similarities(bags, query, rarity)
    shares = [max((part(bag, each) for each in known), default=0.0) for bag in bags]
    novelty = [1.0] * len(bags)
    if known:
        new = [1 - part(bag, set().union(*known)) for bag in bags]
        novelty = [max((1 - share) * value, 1e-3) for share, value in zip(shares, new, strict=True)]
    mixed = [0.3 + 0.7 * value if any(relevance) else 1.0 for value in relevance]
    bias = [new * value for new, value in zip(novelty, mixed, strict=True)]
    biased = common({w: sum(value * bag[w] for value, bag in zip(bias, bags, strict=True)) for w in words})
    return {
        "rarity": rarity,
        "importance": common({w: sum(bag[w] for bag in bags) for w in words}),
        "probabilities": {w: value / sum(biased.values()) for w, value in biased.items()},
        "relevance": relevance,
        "seen_share": shares,
        "novelty": novelty,
        "depths": [sum(novelty[i - position : i]) for i, position in enumerate(positions)],
        "bias": bias,
        "restart": [value / sum(bias) for value in bias],
    }


def similarities(bags, query, rarity):
    """Return how similar each bag of words is to a query, 1 for the most similar; 0 where that is not above 0."""
    strongest = max((abs(weight) for weight in query.values()), default=1.0)
    wanted = {w: rarity[w] * sum(v / strongest * k.split().count(w) for k, v in query.items()) for w in rarity}
    near = []
    for bag in bags:
        length = math.sqrt(sum((n * rarity[w]) ** 2 for w, n in bag.items()))
        near.append(max(sum(n * rarity[w] * wanted[w] for w, n in bag.items()) / length, 0.0))
    return [value / max(near) if max(near) > 1e-12 else 0.0 for value in near]
