"""The commands that take articles: ``newsnlp analyze | classify | summarize``."""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from newsnlp._files import write_atomically
from newsnlp.analysis import analyze, classify, summarize
from newsnlp.articles import Article
from newsnlp.corpus.columns import Columns
from newsnlp.corpus.reading import Document, RejectsFile, count_documents, read_articles, read_documents
from newsnlp.display import terminal
from newsnlp.results import Report, Summary, TopicPrediction
from newsnlp.topics.loading import load_topics

__all__ = ["complaint", "documents_of", "run_articles", "tell_kept", "tell_written"]

Result = Report | TopicPrediction | Summary

COMMANDS: dict[str, Callable[..., Result]] = {"analyze": analyze, "classify": classify, "summarize": summarize}


def _work_options(options: argparse.Namespace) -> dict[str, Any]:
    """Return the options of the called functions from the command line."""
    names = ["model"] if options.command == "classify" else ["sentences", "words", "method"]
    names += {"analyze": ["model"], "summarize": ["characters", "ratio", "query"]}.get(options.command, [])
    chosen = {name: getattr(options, name) for name in names}
    if options.command == "summarize" and options.seen:
        chosen["seen"] = list(read_articles(options.seen, encoding=options.encoding))
    if "model" in chosen:
        chosen["model"] = load_topics(options.model)
        if getattr(options, "threshold", None) is not None:
            chosen["model"] = chosen["model"].with_threshold(options.threshold)
    return chosen


def documents_of(options: argparse.Namespace) -> Iterator[Document]:
    """Read what the command line names."""
    columns = Columns(options.text, options.title, options.id, options.date, options.url)
    return read_documents(options.files, options.encoding, columns=columns, max_bytes=options.max_bytes)


def tell_written(path: str) -> None:
    """Say which file was written, beside the output."""
    print(f"newsnlp: wrote {terminal.clean(str(path))}", file=sys.stderr)


def tell_kept(path: str) -> bool:
    """Say that an earlier file stays, since nothing could be read; return whether there is one."""
    kept = os.path.exists(path)
    if kept:
        print(f"newsnlp: nothing could be read; {terminal.clean(path)} stays as it was", file=sys.stderr)
    return kept


def complaint(document: Document) -> str:
    """Return what is said of a document that could not be read."""
    return f"newsnlp: {terminal.clean(document.source)}: {terminal.clean(document.error)}"


def run_articles(options: argparse.Namespace) -> int:
    """Process every article; return 1 if any failed."""
    if options.out:
        return _write(options)
    work, failed, fragments, gap = COMMANDS[options.command], False, [], ""
    chosen = _work_options(options)
    colour = sys.stdout.isatty() and "NO_COLOR" not in os.environ and os.environ.get("TERM") != "dumb"
    width = max(shutil.get_terminal_size().columns, 20) if sys.stdout.isatty() else terminal.WIDTH
    documents = _progress(documents_of(options), options)
    complain = getattr(documents, "write", print)  # clear the progress bar's line
    rejects = RejectsFile(options.rejects) if options.rejects else None
    for document in documents:
        article = document.article
        if article is None:
            failed = True
            complain(complaint(document), file=sys.stderr)
            if rejects is not None:
                rejects.add(document)
            continue
        result = work(article, **chosen)
        if options.html:
            fragments.append(_fragment(document.source, result))
        if options.json:
            record = _as_dict(article, document.source, result, options.brief)
            print(json.dumps(record, ensure_ascii=False), flush=True)
        elif not options.html:
            head = "" if options.files == [document.source] else f"== {terminal.clean(document.source)} ==\n"
            print(gap + head + _as_text(article, result, colour, width), flush=True)
            gap = "\n\n"
    if options.html and not (failed and not fragments and tell_kept(options.html)):
        _write_page(options, fragments)
    return int(failed)


def _fragment(source: str, result: Result) -> str:
    """Return the part of a page for one article."""
    from newsnlp.display.html import render_source

    return render_source(source) + result._repr_html_()


def _write_page(options: argparse.Namespace, fragments: Sequence[str]) -> None:
    from newsnlp.display.html import render_page

    page = render_page(fragments, f"newsnlp {options.command}")
    write_atomically(options.html, page.encode("utf-8"))
    tell_written(options.html)


def _as_dict(article: Article, source: str, result: Result, brief: bool) -> dict[str, Any]:
    """Return the record of one article, with evidence only for topics that hold."""
    found = result.to_dict()
    if brief:
        summary = result.summary if isinstance(result, Report) else result
        told = {"id": source if article.id is None else article.id}
        told |= {name: found[name] for name in ("topics", "probabilities") if name in found}
        return {**told, "summary": summary.text} if isinstance(summary, Summary) else told
    if "evidence" in found:
        found["evidence"] = {name: each for name, each in found["evidence"].items() if name in found["topics"]}
        del found["iptc"]
    known = {"id": article.id, "date": article.date, "url": article.url}
    return {**{name: str(value) for name, value in known.items() if value is not None}, **found, "source": source}


def _as_text(article: Article, result: Result, colour: bool, width: int) -> str:
    if isinstance(result, Report):
        return terminal.render_report(result.to_dict(), article.text, colour=colour, width=width)
    if isinstance(result, TopicPrediction):
        return terminal.render_topics(result.to_dict(), article.text, colour=colour, width=width)
    return terminal.render_summary(result.to_dict(), width=width)


def _progress(documents: Iterable[Document], options: argparse.Namespace) -> Iterable[Document]:
    """Return `documents`, with a progress bar if there are many, on a terminal, and nothing else is shown."""
    shows_results = sys.stdout.isatty() and (options.json or not options.html)
    if shows_results or not sys.stderr.isatty():
        return documents
    total = count_documents(options.files)
    if total < 2:
        return documents
    from tqdm import tqdm

    return tqdm(documents, total=total, unit=" articles", leave=False)  # type: ignore[no-any-return]


def _write(options: argparse.Namespace) -> int:
    """Write a row for each article to a file; return 1 if any failed."""
    from newsnlp.corpus.parts import PartedFile
    from newsnlp.corpus.writing import process_documents, run_key

    begun = time.perf_counter()
    chosen = _work_options(options)
    told = {name: value for name, value in vars(options).items() if name not in ("files", "jobs", "resume", "rejects")}
    if "model" in chosen:  # a file may have another content than before
        told["model"] = chosen["model"].version
    read = [*options.files, *(getattr(options, "seen", None) or [])]
    key = {} if "-" in read and not options.resume else run_key(read, told)
    if options.command != "summarize":
        chosen["evidence"] = False
    existed = os.path.exists(options.out)
    with PartedFile(options.out, key, resume=options.resume, rejects=options.rejects) as file:
        try:
            done = process_documents(
                documents_of(options),
                options.command,
                file,
                n_jobs=options.jobs,
                brief=options.brief,
                with_text=options.with_text,
                tell=lambda document: print(complaint(document), file=sys.stderr),
                **chosen,
            )
        except KeyboardInterrupt:
            if file.n_done and key:  # without a key the input cannot be read again
                print("newsnlp: stopped; run it again with --resume to go on", file=sys.stderr)
            raise
    if done.rejected and not done.written and existed:
        tell_kept(options.out)
    seconds = time.perf_counter() - begun
    before = f" ({done.resumed:,} before)" if done.resumed else ""
    print(
        f"newsnlp: {done.read:,} read{before}, {done.written:,} written, {done.rejected:,} rejected, "
        f"{seconds:.1f} s, {(done.read - done.resumed) / seconds:,.0f} articles/s",
        file=sys.stderr,
    )
    return int(done.rejected > 0)
