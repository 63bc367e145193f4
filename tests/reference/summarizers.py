"""Summarization methods in plain Python, straight from the papers: slow, dense, for small texts."""

import math
import unicodedata
from collections import Counter
from itertools import pairwise
from pathlib import Path

import numpy as np
from nltk.stem.porter import PorterStemmer

from tests.reference.characters import is_unspaced

STOP_WORDS = {
    line
    for line in (Path(__file__).parents[2] / "newsnlp/models/stopwords/en.txt").read_text(encoding="utf-8").split("\n")
    if line and not line.startswith("#")
}


# --- terms -------------------------------------------------------------------------------------------------------


def is_part(character):
    return character.isalnum() or (not character.isascii() and unicodedata.category(character).startswith("M"))


def fold(character):
    if character in "İς":
        return {"İ": "i", "ς": "σ"}[character]
    return character.lower() if character.lower() != "ς" else "σ"


def tokens(text):
    """Return every token of a text, stop words too, with whether it may be stemmed."""
    found, i = [], 0
    while i < len(text):
        if not is_part(text[i]):
            i += 1
            continue
        if is_unspaced(text[i]):
            run = i
            while run < len(text) and is_part(text[run]) and is_unspaced(text[run]):
                run += 1
            found += [(text[k : k + 2], False) for k in range(i, run - 1)] or [(text[i], False)]
            i = run
            continue
        end = i
        while end + 1 < len(text) and text[end].isalpha() and text[end + 1] == ".":
            end += 2
        if end - i >= 4 and not (end < len(text) and is_part(text[end])):
            found.append(("".join(map(fold, text[i : end - 1])), False))
            i = end
            continue
        end = i
        while end < len(text) and is_part(text[end]) and not is_unspaced(text[end]):
            end += 1
        word = "".join(map(fold, text[i:end]))
        found.append((word, word.isascii() and word.isalpha()))
        i = end
    return found


def terms(text, stop_words=STOP_WORDS, stem=True):
    """Return (index, term) of each token that is not a stop word."""
    stemmer = PorterStemmer()
    return [
        (place, stemmer.stem(word) if stem and may_stem else word)
        for place, (word, may_stem) in enumerate(tokens(text))
        if word not in stop_words
    ]


def bags(sentences):
    return [Counter(term for _, term in terms(sentence)) for sentence in sentences]


def rarity(all_bags):
    n = len(all_bags)
    frequencies = Counter(term for bag in all_bags for term in bag)
    return {term: math.log((1 + n) / (1 + count)) + 1 for term, count in frequencies.items()}


def unit_vectors(all_bags):
    idf = rarity(all_bags)
    vectors = []
    for bag in all_bags:
        vector = {term: count * idf[term] for term, count in bag.items()}
        norm = math.sqrt(sum(value * value for value in vector.values()))
        vectors.append({term: value / norm for term, value in vector.items()} if norm else {})
    return vectors


def cosine(a, b):
    return sum(value * b.get(term, 0.0) for term, value in a.items())


# --- graphs ------------------------------------------------------------------------------------------------------


def walk(weights, damping=0.85, steps=2000):
    """Return the shares of a random walk on a dense graph; rows without edges lead to all rows."""
    weights = np.array(weights, dtype=float)
    n = len(weights)
    degrees = weights.sum(axis=1, keepdims=True)
    transitions = np.where(degrees > 0, weights / np.where(degrees > 0, degrees, 1), 1 / n)
    shares = np.full(n, 1 / n)
    for _ in range(steps):
        shares = (1 - damping) / n + damping * shares @ transitions
    return shares


def lexrank(sentences, threshold=None, damping=0.85):
    vectors = unit_vectors(bags(sentences))
    similarity = np.array([[cosine(a, b) for b in vectors] for a in vectors])
    for i, vector in enumerate(vectors):
        similarity[i, i] = 1.0 if vector else 0.0
    return walk(similarity if threshold is None else similarity >= threshold, damping)


def textrank(sentences, damping=0.85):
    all_bags = bags(sentences)
    n = len(all_bags)
    weights = np.zeros((n, n))
    for i in range(n):
        for j in range(n):
            shared = len(set(all_bags[i]) & set(all_bags[j]))
            if i != j and shared:
                logs = math.log(sum(all_bags[i].values())) + math.log(sum(all_bags[j].values()))
                weights[i, j] = shared / logs if logs > 0 else shared
    return walk(weights, damping)


# --- counts ------------------------------------------------------------------------------------------------------


def luhn(sentences, frequency=2, gap=4):
    counts = sum(bags(sentences), Counter())
    least = min(frequency, max(counts.values(), default=0))
    scores = []
    for sentence in sentences:
        places = [place for place, term in terms(sentence) if counts[term] >= least]
        clusters, best = [], 0.0
        for place in places:
            if clusters and place - clusters[-1][-1] - 1 <= gap:
                clusters[-1].append(place)
            else:
                clusters.append([place])
        for cluster in clusters:  # a cluster may stop early if that makes it denser
            for size in range(1, len(cluster) + 1):
                best = max(best, size**2 / (cluster[size - 1] - cluster[0] + 1))
        scores.append(best)
    return scores


def edmundson(sentences, headline, firsts, weights, bonus, stigma):
    """Return the scores of Edmundson; `firsts` are the rows that begin a paragraph."""
    stemmer, all_bags = PorterStemmer(), bags(sentences)
    counts = sum(all_bags, Counter())
    liked, disliked = ({stemmer.stem(word) for word in words} for words in (bonus, stigma))
    title = {term for _, term in terms(headline)}
    cue = [sum(n * ((t in liked) - (t in disliked)) for t, n in bag.items()) for bag in all_bags]
    key = [sum(n * counts[t] for t, n in bag.items() if counts[t] >= 2) for bag in all_bags]
    named = [sum(n for t, n in bag.items() if t in title) for bag in all_bags]
    location = [1 / (1 + i) + (0.1 if i in firsts else 0.0) for i in range(len(sentences))]
    parts = [[max(value, 0) / max(*part, 1e-12) for value in part] for part in (cue, key, named, location)]
    return [sum(weight * part[i] for weight, part in zip(weights, parts, strict=True)) for i in range(len(sentences))]


def lsa(sentences, topics=10, share=0.8):
    all_bags = bags(sentences)
    vocabulary = sorted(set().union(*all_bags))
    matrix = np.array([[float(term in bag) for term in vocabulary] for bag in all_bags]).reshape(len(all_bags), -1)
    lengths = np.sqrt((matrix**2).sum(axis=1, keepdims=True))
    matrix = matrix / np.sqrt(np.where(lengths > 0, lengths, 1))
    if not matrix.size:
        return np.zeros(len(all_bags))
    left, sigma, _ = np.linalg.svd(matrix, full_matrices=False)
    keep = [k for k in range(min(topics, len(sigma))) if sigma[k] >= share * sigma[0]]
    return np.sqrt(sum((sigma[k] * left[:, k]) ** 2 for k in keep))


def centroid(sentences):
    vectors = unit_vectors(bags(sentences))
    total = Counter()
    for vector in vectors:
        total.update(vector)
    scores = [cosine(vector, total) / (1 + i) for i, vector in enumerate(vectors)]
    return np.array(scores) / max(*scores, 1e-12)


# --- choices within a budget -----------------------------------------------------------------------------------


def is_fragment(sentence):
    return len(sentence.split()) < 5 and len(tokens(sentence)) < 8


def choose_in_order(sentences, order, words, alike=0.95):
    """Return the rows taken from an order of merit within so many words."""
    vectors = unit_vectors(bags(sentences))
    taken, no_fragments, refused = [], False, False

    def repeats(row):
        return any(cosine(vectors[row], vectors[other]) > alike for other in taken)

    def fits(row):
        return sum(len(sentences[other].split()) for other in [*taken, row]) <= words

    for row in order:
        if repeats(row) or (no_fragments and is_fragment(sentences[row])):
            continue
        if fits(row):
            taken.append(row)
        elif not refused:
            refused = True
            others = [i for i in order if i not in taken and i != row and fits(i) and not repeats(i)]
            no_fragments = not all(is_fragment(sentences[i]) for i in [*taken, *others])
    return taken


# --- choices: the value of each row given those taken -------------------------------------------------------------


def sumbasic_values(sentences, taken, closed=()):
    """Return 1 for each row that the method may take next, 0 for the others."""
    all_bags = bags(sentences)
    counts = sum(all_bags, Counter())
    total = sum(counts.values())
    probabilities = {term: count / total for term, count in counts.items()}
    for row in taken:
        for term in all_bags[row]:
            probabilities[term] **= 2
    left = [i for i in range(len(sentences)) if i not in taken and i not in closed]
    alive = [term for term in probabilities if any(term in all_bags[i] for i in left)]
    top = max((probabilities[term] for term in alive), default=0.0)
    likeliest = [term for term in alive if probabilities[term] >= top * (1 - 1e-12)]
    means = {}
    for i in left:
        tokens_in = sum(all_bags[i].values())
        means[i] = sum(probabilities[t] * c for t, c in all_bags[i].items()) / tokens_in if tokens_in else 0.0
    if not alive:
        return dict.fromkeys(left, 1.0)
    # If several terms are likeliest, the choice may start from any of them.
    values = dict.fromkeys(left, 0.0)
    for term in likeliest:
        holders = [i for i in left if term in all_bags[i]]
        best = max(means[i] for i in holders)
        values.update({i: 1.0 for i in holders if means[i] >= best - 1e-12})
    return values


def kl_values(sentences, taken, smoothing=1e-12):
    all_bags = bags(sentences)
    counts = sum(all_bags, Counter())
    total = sum(counts.values())

    def divergence(rows):
        held = sum((all_bags[i] for i in rows), Counter())
        mass = sum(held.values()) + smoothing * len(counts)
        return sum(c / total * math.log(c / total * mass / (held[t] + smoothing)) for t, c in counts.items())

    # A sentence without terms comes last.
    rows = [i for i in range(len(sentences)) if i not in taken]
    return {i: -divergence([*taken, i]) if all_bags[i] else -1e9 for i in rows}


def marginal_values(sentences, taken, relevance=0.9):
    vectors, scores = unit_vectors(bags(sentences)), centroid(sentences)
    return {
        i: relevance * scores[i] - (1 - relevance) * max((cosine(vectors[i], vectors[j]) for j in taken), default=0.0)
        for i in range(len(sentences))
        if i not in taken
    }


def groups_of(vectors, n_groups, rounds=10):
    n = len(vectors)
    groups = [i * n_groups // n for i in range(n)]
    for _ in range(rounds):
        centres = [Counter() for _ in range(n_groups)]
        for vector, group in zip(vectors, groups, strict=True):
            centres[group].update(vector)
        norms = [math.sqrt(sum(v * v for v in centre.values())) or 1.0 for centre in centres]
        new = []
        for vector, group in zip(vectors, groups, strict=True):
            similarity = [cosine(vector, centre) / norm for centre, norm in zip(centres, norms, strict=True)]
            new.append(similarity.index(max(similarity)) if max(similarity) > 0 else group)
        if new == groups:
            break
        groups = new
    return groups


def submodular_values(sentences, taken, saturation=5.0, diversity=6.0):
    vectors = unit_vectors(bags(sentences))
    n = len(vectors)
    similarity = np.array([[cosine(a, b) for b in vectors] for a in vectors])
    groups = groups_of(vectors, max(1, n // 5))

    def value(rows):
        coverage = sum(min(similarity[i, rows].sum(), saturation / n * similarity[i].sum()) for i in range(n))
        rewards = Counter()
        for j in rows:
            rewards[groups[j]] += similarity[j].sum() / n
        return coverage + diversity * sum(math.sqrt(reward) for reward in rewards.values())

    return {i: value([*taken, i]) - value(taken) for i in range(n) if i not in taken}


def per_length(values, sentences, penalty=0.3):
    """Return each value over a power of the words of its sentence, of which at least 5 are counted."""
    return {i: value / max(len(sentences[i].split()), 5) ** penalty for i, value in values.items()}


def coverage_values(sentences, taken):
    held = []
    for sentence in sentences:
        words = [term for _, term in terms(sentence)]
        held.append({*words, *pairwise(words)})
    counts = Counter(concept for concepts in held for concept in concepts)
    weights = Counter()
    for position, concepts in enumerate(held):
        for concept in concepts:
            weights[concept] += 1 / math.sqrt(1 + position)
    if any(count >= 2 for count in counts.values()):
        weights = {concept: weight if counts[concept] >= 2 else 0.0 for concept, weight in weights.items()}
    told = set().union(*(held[i] for i in taken))
    return {i: sum(weights[c] for c in held[i] - told) for i in range(len(held)) if i not in taken}


# --- reasons -------------------------------------------------------------------------------------------------------


def reasons(sentences, scores):
    """Return the weight of each term in each sentence: its own, times how much of it the best sentences have."""
    vectors = unit_vectors(bags(sentences))
    centre = Counter()
    for vector, score in zip(vectors, scores, strict=True):
        for term, value in vector.items():
            centre[term] += value * score / (sum(scores) or 1.0)
    return [{term: value * centre[term] for term, value in vector.items()} for vector in vectors]
