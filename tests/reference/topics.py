"""Naive twins of topic scoring: plain Python, one term at a time."""

import math
import re


def terms_of(text, ngram_range=(1, 1), lead=None):
    """Return all n-grams of ``\\b\\w+\\b`` words in lower case, of the first `lead` words alone if that is given."""
    words = re.findall(r"\b\w+\b", text.lower())[:lead]
    low, high = ngram_range
    return [" ".join(words[i : i + n]) for n in range(low, high + 1) for i in range(len(words) - n + 1)]


def margin(text, idf, weights, bias, ngram_range=(1, 1), lead=None, telling=None):
    """Return bias + l2-normed (1 + ln tf) * idf times the weights; `idf` and `weights` are dicts by term.

    The sum is multiplied by 1 - 1/n**2 where n of the different terms are in the set `telling`, by 0 where none is.
    """
    known = [term for term in terms_of(text, ngram_range, lead) if term in idf]
    values = {term: (1 + math.log(known.count(term))) * idf[term] for term in known}
    norm = math.sqrt(sum(value * value for value in values.values())) or 1.0
    n = len(telling & values.keys()) if telling is not None else math.inf
    damping = 1 - 1 / n**2 if n else 0.0
    return bias + damping * sum(value / norm * weights[term] for term, value in values.items())


def probability(margin, slope, intercept):
    """Return the calibrated probability of a margin."""
    return 1 / (1 + math.exp(-(slope * margin + intercept)))


def novelty(text, idf, words=None, known_pairs=0.0):
    """Return 1 - the share of known words, by idf, times the share of expected pairs that are known, at most 1."""
    read = terms_of(text, (1, 1), words)
    rarest = max([1.0, *idf.values()])
    worth = [idf.get(word, rarest) for word in read]
    if not sum(worth):
        return 1.0
    familiar = sum(idf[word] for word in read if word in idf) / sum(worth)
    pairs = sum(pair in idf for pair in terms_of(text, (2, 2), words))
    return 1.0 - familiar * min(1.0, (pairs + 3) / (known_pairs * (len(read) - 1) + 3))


def best_f1(truth, scores):
    """Return the best F1 that any threshold on the scores gives."""
    best = 0.0
    for threshold in scores:
        said = [score >= threshold for score in scores]
        both = sum(t and s for t, s in zip(truth, said, strict=True))
        best = max(best, 2 * both / (sum(truth) + sum(said)))
    return best
