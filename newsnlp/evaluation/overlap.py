"""ROUGE: how much of a reference summary a candidate repeats, and how little else it says."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from newsnlp._core import rouge_scores
from newsnlp._validation import check_choice, check_text, check_texts

__all__ = ["RougeScore", "rouge", "rouge_table"]

TYPES = ("rouge1", "rouge2", "rougeL", "rougeLsum")
KINDS = {**{f"rouge{n}": n for n in range(1, 10)}, "rougeL": 0, "rougeLsum": -1}


class RougeScore(NamedTuple):
    """Precision, recall and their harmonic mean, each 0 to 1.

    Parameters
    ----------
    precision : float
        The part of the candidate that the reference has, too.
    recall : float
        The part of the reference that the candidate has, too.
    fmeasure : float
        Their harmonic mean; 0 if both are 0.

    Examples
    --------
    >>> from newsnlp import rouge
    >>> rouge("the bridge is open", "the bridge")["rouge1"].recall
    1.0
    """

    precision: float
    recall: float
    fmeasure: float


def rouge(
    candidate: str,
    reference: str | Iterable[str],
    *,
    types: Iterable[str] = TYPES,
    use_stemmer: bool = False,
) -> dict[str, RougeScore]:
    """Compare a summary with one reference or several, exactly as the PyPI package rouge-score does.

    Parameters
    ----------
    candidate : str
        The summary to judge. For ROUGE-Lsum each line is a sentence.
    reference : str or iterable of str
        What a person wrote. Of several, the one with the highest F counts, for each type separately.
    types : iterable of str, default=("rouge1", "rouge2", "rougeL", "rougeLsum")
        "rouge1" to "rouge9" (n-grams), "rougeL" (longest common subsequence), "rougeLsum" (the same line by line).
    use_stemmer : bool, default=False
        Whether words count by their Porter stem.

    Returns
    -------
    dict of str to RougeScore
        In the order of `types`.

    References
    ----------
    C.-Y. Lin: ROUGE: a package for automatic evaluation of summaries. ACL workshop Text Summarization Branches Out,
    2004.

    Examples
    --------
    >>> from newsnlp.evaluation import rouge
    >>> scores = rouge("the bridge is open", "the old bridge opened", use_stemmer=True)
    >>> scores["rouge1"]
    RougeScore(precision=0.75, recall=0.75, fmeasure=0.75)
    """
    references = as_references(reference)
    kinds = as_types(types)
    scores = _scores([check_text(candidate, "candidate")], references, kinds, use_stemmer)[0]
    best = scores[:, :, 2].argmax(axis=0)
    return {kind: RougeScore(*scores[best[i], i].tolist()) for i, kind in enumerate(kinds)}


def rouge_table(
    candidates: Iterable[str],
    reference: str | Iterable[str],
    *,
    types: Iterable[str] = TYPES,
    use_stemmer: bool = False,
) -> NDArray[np.float64]:
    """Return the F of many summaries against one reference (or the best of several), in one native call.

    Parameters
    ----------
    candidates : iterable of str
        The summaries to judge.
    reference, types, use_stemmer
        As for `rouge`.

    Returns
    -------
    ndarray of shape (n_candidates, n_types)

    Examples
    --------
    >>> from newsnlp.evaluation import rouge_table
    >>> rouge_table(["the bridge is open", "rain"], "the bridge", types=["rouge1", "rouge2"]).round(2)
    array([[0.67, 0.5 ],
           [0.  , 0.  ]])
    """
    texts = [check_text(text, f"candidates[{i}]") for i, text in enumerate(check_texts(candidates, "candidates"))]
    scores = _scores(texts, as_references(reference), as_types(types), use_stemmer)
    best: NDArray[np.float64] = scores[:, :, :, 2].max(axis=1)
    return best


def as_types(types: Iterable[str]) -> list[str]:
    """Return the types of ROUGE that are asked for as a list; raise ValueError for an unknown one or none."""
    kinds = [check_choice(kind, f"types[{i}]", KINDS) for i, kind in enumerate(check_texts(types, "types"))]
    if not kinds:
        raise ValueError("types must hold at least one type of ROUGE, got an empty list")
    return kinds


def as_references(reference: str | Iterable[str]) -> list[str]:
    """Return one or several reference texts as a list; raise ValueError for none."""
    if isinstance(reference, str):
        return [reference]
    texts = [check_text(text, f"reference[{i}]") for i, text in enumerate(check_texts(reference, "reference"))]
    if not texts:
        raise ValueError("reference must hold at least one text, got an empty list")
    return texts


def _scores(candidates: list[str], references: list[str], types: list[str], stem: bool) -> NDArray[np.float64]:
    lowered = [text.lower() for text in candidates], [text.lower() for text in references]
    flat: NDArray[np.float64] = rouge_scores(*lowered, [KINDS[kind] for kind in types], bool(stem))
    return flat.reshape(len(candidates), len(references), len(types), 3)
