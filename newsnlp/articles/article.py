"""Articles: raw news text taken apart into headline, dateline, byline, body and boilerplate, with offsets kept."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import numpy as np

from newsnlp._validation import check_text
from newsnlp.articles.boilerplate import is_boilerplate, is_link, is_link_header, tail_start
from newsnlp.articles.datelines import dateline_end, has_label, is_byline
from newsnlp.articles.html import extract_parts
from newsnlp.articles.sentences import SentenceSplitter, as_splitter
from newsnlp.articles.spans import Sentence, Span

__all__ = ["Article"]

_LONGEST_HEADLINE = 250
_BYLINES_WITHIN = 8  # paragraphs from the top
_DATELINE_WITHIN = 4
_LONGEST_LOOK = 2000
_LONGEST_QUESTION = 90
_QUESTIONS = "?!:\"”’'"
_INNER_END = re.compile(r"[.!?…][\"”’)]* [A-Z“\"]")
_STOPS = (".", ".”", '."', "。")
_NOWHERE = Span(0, 0)


@dataclass(frozen=True, slots=True, init=False, repr=False)
class Article:
    r"""A news article in parts, by character offsets into its text.

    Nothing is thrown away: every character that is no white space belongs to exactly one of headline, dateline,
    byline, body paragraphs and boilerplate (related links, credits, share and subscribe lines, notices).

    Parameters
    ----------
    headline, body : str, default=''
        The parts where they are known apart; the text is the two joined by one blank line. For raw text in which
        they are not, use :meth:`parse`.
    splitter : SentenceSplitter, callable or object with ``span_tokenize``, default=None
        Takes the place of the default sentence rules.

    Attributes
    ----------
    text : str
        The text as given.
    headline_span, dateline_span, byline_span : Span
        Where these parts stand; empty (0, 0) for one that is absent.
    paragraphs : tuple of Span
        The paragraphs of the body; a dateline at the start of one is not part of it.
    boilerplate : tuple of Span
        What belongs to the page rather than to the article.
    sentences : tuple of Sentence
        The sentences of the body, in order.

    Examples
    --------
    >>> from newsnlp import Article
    >>> text = "Talks resume\n\nBAGHDAD (Reuters) - Talks resumed on Monday.\n\nRead more: Oil falls"
    >>> article = Article.parse(text)
    >>> article.headline, article.dateline, [s.text for s in article.sentences]
    ('Talks resume', 'BAGHDAD (Reuters) -', ['Talks resumed on Monday.'])
    >>> [span.of(article.text) for span in article.boilerplate]
    ['Read more: Oil falls']
    """

    text: str
    headline_span: Span
    dateline_span: Span
    byline_span: Span
    paragraphs: tuple[Span, ...]
    boilerplate: tuple[Span, ...]
    sentences: tuple[Sentence, ...]

    def __init__(self, headline: str = "", body: str = "", *, splitter: Any = None) -> None:
        for name, part in (("headline", headline), ("body", body)):
            check_text(part, name if part is not None else f"{name} ('' where there is none)")
        text = f"{headline}\n\n{body}" if headline and body else headline or body
        self._take_apart(text, as_splitter(splitter), len(headline) if body else 0)

    @classmethod
    def parse(cls, text: str, *, splitter: Any = None) -> Article:
        """Take raw text apart.

        Parameters
        ----------
        text : str
            The text of one article, headline first where it has one.
        splitter : SentenceSplitter, callable or object with ``span_tokenize``, default=None
            Takes the place of the default sentence rules.

        Returns
        -------
        Article
        """
        article = cls.__new__(cls)
        article._take_apart(check_text(text), as_splitter(splitter), None)
        return article

    @classmethod
    def from_html(cls, html: str, *, splitter: Any = None) -> Article:
        """Extract the article from a web page; needs the extra ``html`` (``pip install newsnlp[html]``).

        Parameters
        ----------
        html : str
            The page.
        splitter : SentenceSplitter, callable or object with ``span_tokenize``, default=None
            Takes the place of the default sentence rules.

        Returns
        -------
        Article
            Its text is what the extractor found: the page's title and, after a blank line, its paragraphs; the empty
            text where it found no article.

        Raises
        ------
        ImportError
            Where the extra is not installed.
        """
        title, body = extract_parts(check_text(html, "html"))
        return cls(headline=title, body=body, splitter=splitter)

    @property
    def headline(self) -> str:
        """The headline; '' where there is none."""
        return self.headline_span.of(self.text)

    @property
    def dateline(self) -> str:
        """The dateline as written ("BAGHDAD (Reuters) -"); '' where there is none."""
        return self.dateline_span.of(self.text)

    @property
    def byline(self) -> str:
        """The byline as written; '' where there is none."""
        return self.byline_span.of(self.text)

    def __repr__(self) -> str:
        shown = f"sentences={len(self.sentences)}, characters={len(self.text)}"
        return f"Article({self.headline!r}, {shown})" if self.headline else f"Article({shown})"

    def _repr_html_(self) -> str:
        from newsnlp.display.html import render_summary

        return render_summary([], self.text, [(span.start, span.end) for span in self.boilerplate])

    def _take_apart(self, text: str, splitter: SentenceSplitter, headline_end: int | None) -> None:
        """Set all fields; `headline_end` is where the given headline ends, None to look for one."""
        parts = _Parts(text, splitter, headline_end)
        stretches = np.array([(p.start, p.end) for p in parts.body], dtype=np.int64).reshape(-1, 2)
        offsets = splitter.offsets_within(text, stretches).tolist()
        fields = {
            "text": text,
            "headline_span": parts.headline,
            "dateline_span": parts.dateline,
            "byline_span": parts.byline,
            "paragraphs": tuple(parts.body),
            "boilerplate": tuple(parts.boilerplate),
            "sentences": tuple(Sentence(text[start:end], start, end) for start, end in offsets),
        }
        for name, value in fields.items():
            object.__setattr__(self, name, value)


class _Parts:
    """The parts of one text, found in one pass over its paragraphs."""

    def __init__(self, text: str, splitter: SentenceSplitter, headline_end: int | None) -> None:
        self.text = text
        self.headline = self.dateline = self.byline = _NOWHERE
        self.body: list[Span] = []
        self.boilerplate: list[Span] = []
        spans = [Span(start, end) for start, end in splitter.paragraphs(text).tolist()]
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

    def _place(self, span: Span, place: int, seek_headline: bool) -> None:
        """Put a paragraph where it belongs."""
        line = self.text[span.start : min(span.end, span.start + _LONGEST_LOOK)]
        if is_link_header(line):
            self.linking = True
            self.boilerplate.append(span)
        elif is_boilerplate(line) or (self.linking and is_link(line)) or self._repeats_headline(line):
            self.boilerplate.append(span)
        elif place < _BYLINES_WITHIN and not self.byline and is_byline(line, before_body=self._before_body()):
            self.byline = span
        elif seek_headline and not (self.body or self.headline or self.dateline) and self._is_headline(span, line):
            self.headline = span
        else:
            self.linking = False
            self._add_body(span)

    def _repeats_headline(self, line: str) -> bool:
        return len(line) == len(self.headline) and line.casefold() == self.headline.of(self.text).casefold()

    def _before_body(self) -> bool:
        """Tell whether a headline was found and no sentence yet: at most a line below it that has no full stop."""
        return bool(self.headline) and not any(span.of(self.text).endswith(_STOPS) for span in self.body)

    def _is_headline(self, span: Span, line: str) -> bool:
        """Tell whether the first paragraph is a headline: short, no full stop, no dateline, no row of questions."""
        if len(line) > _LONGEST_HEADLINE or line.endswith((*_STOPS, ",")):
            return False
        if line[-1] in _QUESTIONS and (len(line) > _LONGEST_QUESTION or _INNER_END.search(line)):
            return False
        return dateline_end(self.text, span.start, span.end, labels=False) == span.start

    def _add_body(self, span: Span) -> None:
        start = span.start
        if not self.dateline and len(self.body) < _DATELINE_WITHIN:
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

    def _trim(self, start: int, end: int) -> Span:
        while start < end and self.text[start].isspace():
            start += 1
        while end > start and self.text[end - 1].isspace():
            end -= 1
        return Span(start, end)

    def _keep_a_sentence(self) -> None:
        """Make something the body where nothing is: a text with a word has a sentence here too.

        The headline if there is one; else all that was set aside, but for marks without a word.
        """
        if self.body:
            return
        if self.headline:
            self.body.append(self.headline)
            self.headline = _NOWHERE
            return
        aside = [span for span in (self.dateline, self.byline, *self.boilerplate) if span]
        self.body = sorted((span for span in aside if self._has_word(span)), key=lambda span: span.start)
        self.boilerplate = [span for span in self.boilerplate if not self._has_word(span)]
        self.dateline = self.byline = _NOWHERE

    def _has_word(self, span: Span) -> bool:
        return any(character.isalnum() for character in span.of(self.text))
