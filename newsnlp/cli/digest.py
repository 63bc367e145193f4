"""The command that makes a page of stories: ``newsnlp digest``."""

from __future__ import annotations

import argparse
import sys

from newsnlp.cli.articles import complaint, documents_of, tell_kept, tell_written
from newsnlp.corpus.digest import write_digest
from newsnlp.corpus.reading import RejectsFile

__all__ = ["make_digest"]


def make_digest(options: argparse.Namespace) -> int:
    """Write a page of the stories among the articles; return 1 if any could not be read."""
    rejects = RejectsFile(options.rejects) if options.rejects else None
    articles, failed = [], 0
    for document in documents_of(options):
        article = document.article
        if article is not None:
            articles.append(article)
            continue
        failed += 1
        print(complaint(document), file=sys.stderr)
        if rejects is not None:
            rejects.add(document)
    if failed and not articles and tell_kept(options.out):
        return 1
    stories = write_digest(
        articles, options.out, title=options.heading, window=options.window, sentences=options.sentences
    )
    print(f"newsnlp: articles: {len(articles):,}, stories: {len(stories):,}, rejected: {failed:,}", file=sys.stderr)
    tell_written(options.out)
    return int(failed > 0)
