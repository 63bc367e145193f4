"""Grouping articles into stories, in plain Python: every cosine is computed, nothing is indexed."""

import functools
import math
from collections import Counter


def cosine(one, other):
    product = sum(weight * other.get(term, 0.0) for term, weight in one.items())
    lengths = math.sqrt(sum(w * w for w in one.values()) * sum(w * w for w in other.values()))
    return product / lengths if lengths else 0.0


def group(documents, window, threshold, prior=50):
    """Group documents, each (time, {term: count}); return the stories as lists of positions.

    Near duplicates are not looked for.
    """
    stories = []  # each: number of the first document, positions, time of the last
    vectors = []

    def total(time, story):
        summed = {}
        for position in story["members"]:
            if time - documents[position][0] <= window:
                summed = add(summed, vectors[position])
        return summed

    for position, (time, counts) in enumerate(documents):
        recent = [terms for when, terms in documents[: position + 1] if time - when <= window]
        frequencies = Counter(term for terms in recent for term in terms)
        vector = {
            term: (1 + math.log(count)) * math.log((len(recent) + prior) / (frequencies[term] + 0.5))
            for term, count in counts.items()
        }
        length = math.sqrt(sum(weight * weight for weight in vector.values()))
        vector = {term: weight / length for term, weight in vector.items()}
        vectors.append(vector)
        open_stories = [each for each in stories if time - each["last"] <= window]
        story = best(vector, open_stories, threshold, functools.partial(total, time))
        if story is None:
            stories.append({"first": position, "members": [position], "last": time})
            continue
        story["members"].append(position)
        story["last"] = time
        size = len(story["members"])
        if size >= 8 and size not in (8, 16, 32, 64):
            continue
        others = [each for each in open_stories if each is not story]
        other = best(total(time, story), others, threshold, functools.partial(total, time))
        if other is not None:
            older, younger = sorted((story, other), key=lambda each: each["first"])
            older["members"] += younger["members"]
            older["last"] = time
            stories.remove(younger)
    return sorted(sorted(story["members"]) for story in stories)


def best(vector, stories, threshold, total):
    found = [(round(cosine(vector, total(story)), 12), -story["first"], story) for story in stories]
    found = [each for each in found if each[0] >= threshold]
    return max(found, key=lambda each: each[:2])[2] if found else None


def add(one, other):
    return {term: one.get(term, 0.0) + other.get(term, 0.0) for term in one.keys() | other.keys()}


def bcubed(found, wanted):
    """Return B-cubed precision, recall and F1 of two groupings, each a group's name for every item."""
    items = range(len(wanted))
    of_found = {name: {i for i in items if found[i] == name} for name in found}
    of_wanted = {name: {i for i in items if wanted[i] == name} for name in wanted}
    common = [len(of_found[found[i]] & of_wanted[wanted[i]]) for i in items]
    precision = sum(common[i] / len(of_found[found[i]]) for i in items) / len(wanted)
    recall = sum(common[i] / len(of_wanted[wanted[i]]) for i in items) / len(wanted)
    return precision, recall, 2 * precision * recall / (precision + recall)
