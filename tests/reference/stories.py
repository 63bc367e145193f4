"""Grouping articles into stories, in plain Python: every cosine is computed, nothing is indexed."""

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
    stories = []  # (number of the first document, positions, sum of vectors, time of the last)
    for position, (time, counts) in enumerate(documents):
        recent = [terms for when, terms in documents[: position + 1] if time - when <= window]
        frequencies = Counter(term for terms in recent for term in terms)
        vector = {
            term: (1 + math.log(count)) * math.log((len(recent) + prior) / (frequencies[term] + 0.5))
            for term, count in counts.items()
        }
        length = math.sqrt(sum(weight * weight for weight in vector.values()))
        vector = {term: weight / length for term, weight in vector.items()}
        story = best(vector, [each for each in stories if time - each["last"] <= window], threshold)
        if story is None:
            stories.append({"first": position, "members": [position], "sum": vector, "last": time})
            continue
        story["members"].append(position)
        story["sum"] = add(story["sum"], vector)
        story["last"] = time
        others = [each for each in stories if each is not story and time - each["last"] <= window]
        other = best(story["sum"], others, threshold)
        if other is not None:
            older, younger = sorted((story, other), key=lambda each: each["first"])
            older["members"] += younger["members"]
            older["sum"] = add(older["sum"], younger["sum"])
            older["last"] = time
            stories.remove(younger)
    return sorted(sorted(story["members"]) for story in stories)


def best(vector, stories, threshold):
    found = [(cosine(vector, story["sum"]), -story["first"], story) for story in stories]
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
