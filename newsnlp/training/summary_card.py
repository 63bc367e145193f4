"""The card of the shipped ranker, with the figures of the run that made it."""

from __future__ import annotations

from collections.abc import Mapping

from newsnlp.evaluation import SummaryEvaluation

__all__ = ["render_card"]

NAMES = {
    "cnn": "CNN, held out (1,000: ids sorted, `random.Random(0).sample(ids, 1000)`)",
    "cnndm": "CNN/Daily Mail test documents, held out (full documents with `crc32(id) % 3 == 0`)",
}

CARD = """# summaries-en: the ranker that ships with newsnlp

Chooses 2 to 4 sentences of an English news article, or as many as a limit allows. Made by
`python -m newsnlp.training summaries DATA --out newsnlp/models`; the same bytes each time on one machine.

## What it is
Three sets of gradient-boosted trees (sentences, terms, pairs of neighbouring terms) and a linear model over candidate
summaries. All features are numbers over position, length, frequency, likeness and surface; the docstring of
`RankerSummarizer` tells how they work together. The file holds no word and no text. The only thing that depends on a
term is how rare it is in news at large: 65,536 bytes, addressed by a hash, of terms that at least 3 texts have.

## Data
- Articles with human highlights, {trained} pairs: CNN stories, and documents of the CNN/Daily Mail test split (two
  thirds of a development sample, by a hash of the id). Used to learn weights; their text is the outlets' and is not
  in the file.
- Rarity of terms: Wikipedia current events (CC BY-SA), White House and congressional releases (public domain),
  digital.gov and 18F (CC0).

## Figures
ROUGE F x 100 (Porter stems, a highlight or sentence a line), default settings, articles that no stage has seen; in
brackets the 95 % interval of a bootstrap over articles. LEAD-3 on the same articles.

| articles | words | measure | newsnlp | above LEAD-3 |
|---|---|---|---|---|
{rows}

Settings were chosen by cross-validation on the training part.

## Limits
Learned from highlights of two outlets of 2007 to 2015, which like early sentences and about 60 words: on opinion
pieces, interviews, transcripts and lists it is weaker. Highlights differ from person to person, and ROUGE rewards
shared words only: two writers agree no better with each other than this. In other languages only position, length,
repetition and likeness help it. A headline is not used. A sentence that starts with "He" or "But" can be chosen
without the one before it, though the model has learned to avoid it.
"""


def render_card(trained: int, figures: Mapping[str, SummaryEvaluation]) -> str:
    """Return the card as Markdown."""
    rows = [
        f"| {NAMES[name]}, n = {len(found.table):,} | {found.words:.0f} | {kind} | {found.scores[kind]} | "
        f"{found.differences[kind]} |"
        for name, found in figures.items()
        for kind in found.scores
    ]
    return CARD.format(trained=f"{trained:,}", rows="\n".join(rows))
