"""The rules of articles in plain Python: headline, dateline, byline, body, boilerplate."""

import re
from typing import NamedTuple

from tests.reference.asides import set_apart
from tests.reference.boilerplate import is_boilerplate, is_link, is_link_header, tail_start
from tests.reference.datelines import dateline_end, has_label, is_byline
from tests.reference.paragraphs import paragraphs
from tests.reference.sentences import split

LONGEST_HEADLINE = 250
BYLINES_WITHIN = 8  # paragraphs from the top
DATELINE_WITHIN = 4
LONGEST_LOOK = 2000
LONGEST_QUESTION = 90
QUESTIONS = "?!:\"”’'"
INNER_END = re.compile(r"[.!?…][\"”’)]* [A-Z“\"]")
STOPS = (".", ".”", '."', "。")


class Span(NamedTuple):
    start: int
    end: int

    def __bool__(self):
        return self.end > self.start

    def of(self, text):
        return text[self.start : self.end]


NOWHERE = Span(0, 0)


def parse(text, line_breaks="auto", abbreviations=(), headline_end=None):
    """Return headline, dateline and byline; paragraphs; boilerplate; sentences; asides."""
    parts = Parts(text, line_breaks, headline_end)
    sentences = [found for begin, end in parts.body for found in split(text, begin, end, abbreviations)]
    return (
        [parts.headline, parts.dateline, parts.byline],
        parts.body,
        parts.boilerplate,
        *set_apart(text, parts.body, sentences),
    )


def fold(text):
    """Return a text with each letter as `re.IGNORECASE` has it."""
    return "".join("i" if c in "İı" else "s" if c == "ſ" else c.lower() for c in text)


class Parts:
    """The parts of one text, found in one pass over its paragraphs."""

    def __init__(self, text, line_breaks, headline_end):
        self.text = text
        self.headline = self.dateline = self.byline = NOWHERE
        self.body = []
        self.boilerplate = []
        spans = [Span(start, end) for start, end in paragraphs(text, line_breaks)]
        if headline_end is not None:
            head = [span for span in spans if span.end <= headline_end]
            if head:
                self.headline = Span(head[0].start, head[-1].end)
            spans = spans[len(head) :]
        self.labels = sum(has_label(text, span.start, span.end) for span in spans) > 1
        self.linking = False
        for place, span in enumerate(spans):
            self._place(span, place, headline_end is None and len(spans) > 1)
        self._keep_a_sentence()

    def _place(self, span, place, seek_headline):
        """Add a paragraph to the part that it belongs to."""
        line = self.text[span.start : min(span.end, span.start + LONGEST_LOOK)]
        if is_link_header(line):
            self.linking = True
            self.boilerplate.append(span)
        elif is_boilerplate(line) or (self.linking and is_link(line)) or self._repeats_headline(span):
            self.boilerplate.append(span)
        elif place < BYLINES_WITHIN and not self.byline and is_byline(line, before_body=self._before_body()):
            self.byline = span
        elif seek_headline and not (self.body or self.headline or self.dateline) and self._is_headline(span, line):
            self.headline = span
        elif seek_headline and not self.body and self._goes_on_with(line):
            self.boilerplate = sorted([*self.boilerplate, self.headline])
            self.headline = span
        else:
            self.linking = False
            self._add_body(span)

    def _repeats_headline(self, span):
        return fold(span.of(self.text)) == fold(self.headline.of(self.text))

    def _before_body(self):
        """Tell whether there is a headline but no sentence yet: at most one line below it, without a full stop."""
        return bool(self.headline) and not any(span.of(self.text).endswith(STOPS) for span in self.body)

    def _is_headline(self, span, line):
        """Tell whether the first paragraph is a headline: short, no full stop, no dateline, no row of questions."""
        cut = line.endswith("...") and not INNER_END.search(line)
        if len(line) > LONGEST_HEADLINE or line.endswith(",") or (line.endswith(STOPS) and not cut):
            return False
        if line[-1] in QUESTIONS and (len(line) > LONGEST_QUESTION or INNER_END.search(line)):
            return False
        return dateline_end(self.text, span.start, span.end, labels=True) == span.start

    def _goes_on_with(self, line):
        """Tell whether the line repeats the headline that is cut off above it."""
        headline = self.headline.of(self.text)
        cut = headline.rstrip(".… ")
        if len(line) > LONGEST_HEADLINE or line.endswith(STOPS) or not headline.endswith(("...", "…")):
            return False
        return 0 < len(cut) < len(line) and fold(line[: len(cut)]) == fold(cut)

    def _add_body(self, span):
        start = span.start
        if not self.dateline and len(self.body) < DATELINE_WITHIN:
            stop = dateline_end(self.text, start, span.end, labels=self.labels)
            if stop > start:
                self.dateline = Span(start, stop)
                start = stop
        end = tail_start(self.text, start, span.end)
        if end < span.end:
            self.boilerplate.append(Span(end, span.end))
        body = self._trim(start, end)
        if body:
            self.body.append(body)

    def _trim(self, start, end):
        while start < end and self.text[start].isspace():
            start += 1
        while end > start and self.text[end - 1].isspace():
            end -= 1
        return Span(start, end)

    def _keep_a_sentence(self):
        """Make something the body if there is none: a text with a word has a sentence.

        The headline if there is one; else all that was set aside, but for marks without a word.
        """
        if self.body:
            return
        if self.headline:
            self.body.append(self.headline)
            self.headline = NOWHERE
            return
        aside = [span for span in (self.dateline, self.byline, *self.boilerplate) if span]
        self.body = sorted((span for span in aside if self._has_word(span)), key=lambda span: span.start)
        self.boilerplate = [span for span in self.boilerplate if not self._has_word(span)]
        self.dateline = self.byline = NOWHERE

    def _has_word(self, span):
        return any(character.isalnum() for character in span.of(self.text))
