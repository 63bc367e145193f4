"""The command line: ``newsnlp analyze | classify | summarize FILE ...`` and ``newsnlp train | evaluate``."""

from __future__ import annotations

import argparse
import codecs
import json
import os
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import newsnlp
from newsnlp.analysis import DEFAULT_METHOD, analyze, classify, summarize
from newsnlp.articles import Article
from newsnlp.corpus.reading import Document, count_documents, read_documents
from newsnlp.display import html, terminal
from newsnlp.display.evaluation import render_figures
from newsnlp.modelfile import write_atomically
from newsnlp.results import Report, Summary, TopicPrediction

__all__ = ["main"]

Result = Report | TopicPrediction | Summary


def _analyze(article: Article, options: argparse.Namespace) -> Result:
    return analyze(article, model=options.model, **_summary_options(options))


def _classify(article: Article, options: argparse.Namespace) -> Result:
    return classify(article, model=options.model)


def _summarize(article: Article, options: argparse.Namespace) -> Result:
    return summarize(article, **_summary_options(options))


COMMANDS: dict[str, tuple[Callable[[Article, argparse.Namespace], Result], str]] = {
    "analyze": (_analyze, "Find topics, what decided them, and a summary."),
    "classify": (_classify, "Find topics and what decided them."),
    "summarize": (_summarize, "Choose the sentences that tell what an article says."),
}


def _summary_options(options: argparse.Namespace) -> dict[str, Any]:
    return {"sentences": options.sentences, "words": options.words, "method": options.method}


def _positive(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"must be an int of at least 1, got {text!r}")
    return int(text)


def _encoding(text: str) -> str:
    try:
        b"?".decode(text, "ignore")  # refuses, unlike codecs.lookup, what is no encoding of text, such as hex
    except (LookupError, UnicodeError):
        raise argparse.ArgumentTypeError(f"unknown encoding {text!r}") from None
    return codecs.lookup(text).name


def _target(text: str) -> str:
    """Return the path of a file that is written when all else is done, if there is a folder for it."""
    if Path(text).is_dir() or not Path(text).parent.is_dir():
        raise argparse.ArgumentTypeError(f"cannot write to {text!r}")
    return text


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="newsnlp", description="Topics and extractive summaries of news text.")
    parser.add_argument("--version", action="version", version=f"newsnlp {newsnlp.__version__}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    files_help = (
        "text, .html (its article alone), .jsonl, .csv, .tsv or .parquet (an article a row), also .gz and .zst; a "
        "folder of such files; or - for standard input: a text, or JSON Lines where the first line is a JSON object"
    )
    for name, (_, description) in COMMANDS.items():
        command = commands.add_parser(name, help=description, description=description)
        command.add_argument("files", nargs="+", metavar="FILE", help=files_help)
        command.add_argument("--json", action="store_true", help="one JSON object an article, one a line")
        command.add_argument("--html", type=_target, metavar="PAGE", help="write all articles to one HTML page")
        command.add_argument("--encoding", default="utf-8", type=_encoding, help="of the files (%(default)s)")
        if name != "summarize":
            command.add_argument("--model", default="en", help="topic model: a file, or the name of a shipped one")
        if name != "classify":
            command.add_argument("--sentences", type=_positive, metavar="N", help="most sentences of the summary")
            command.add_argument("--words", type=_positive, metavar="N", help="most words of the summary")
            command.add_argument("--method", default=DEFAULT_METHOD, help="summarizer, such as lexrank (%(default)s)")
    _add_model_commands(commands)
    return parser


def _add_model_commands(commands: Any) -> None:
    data_help = (
        "labelled texts: .csv, .tsv or .jsonl, also .gz, with text, topics (names separated by ; and empty for none; "
        "in .jsonl also a list of names) and, if known, title, id and collection"
    )
    train = commands.add_parser("train", help="Learn topics from labelled texts.")
    train.add_argument("kind", choices=["topics"], help="what to train")
    train.add_argument("data", metavar="DATA", help=data_help)
    train.add_argument("--out", required=True, type=_target, metavar="MODEL", help="the model file to write")
    train.add_argument("--min-precision", type=float, metavar="P", help="say yes only as often as this share is right")
    train.add_argument("--jobs", type=int, metavar="N", help="processes, -1 for all cores (default 1)")
    evaluate = commands.add_parser("evaluate", help="Measure a topic model on labelled texts.")
    evaluate.add_argument("model", metavar="MODEL", help="a model file, or the name of a shipped one")
    evaluate.add_argument("data", metavar="DATA", help=data_help)
    page_help = "write tables, curves and the worst mistakes to a page"
    evaluate.add_argument("--html", type=_target, metavar="PAGE", help=page_help)
    evaluate.add_argument("--json", action="store_true", help="print everything as one JSON object")


def _train(options: argparse.Namespace) -> int:
    from newsnlp.corpus.training import train_topics

    classifier = train_topics(options.data, options.out, min_precision=options.min_precision, n_jobs=options.jobs)
    print("On texts held out in turn:\n" + render_figures(classifier.report_))
    return 0


def _evaluate(options: argparse.Namespace) -> int:
    from newsnlp.corpus.training import evaluate_model

    report = evaluate_model(options.model, options.data, html=options.html)
    print(json.dumps(report.to_dict(), ensure_ascii=False) if options.json else str(report))
    return 0


def _as_dict(document: Document, result: Result) -> dict[str, Any]:
    article = document.article
    known = {"id": article.id, "date": article.date, "url": article.url} if article else {}
    told = {name: str(value) for name, value in known.items() if value is not None}
    return {**told, **result.to_dict(), "source": document.source}


def _as_text(article: Article, result: Result, colour: bool) -> str:
    if isinstance(result, Report):
        return terminal.render_report(result.to_dict(), article.text, colour=colour)
    if isinstance(result, TopicPrediction):
        return terminal.render_topics(result.to_dict(), article.text, colour=colour)
    return terminal.render_summary(result.to_dict())


def _progress(documents: Iterable[Document], options: argparse.Namespace) -> Iterable[Document]:
    """Return `documents` behind a progress bar where there are many, a person watches, and nothing else is shown."""
    shows_results = sys.stdout.isatty() and (options.json or not options.html)
    if shows_results or not sys.stderr.isatty():
        return documents
    total = count_documents(options.files)
    if total < 2:
        return documents
    from tqdm import tqdm

    return tqdm(documents, total=total, unit=" articles", leave=False)  # type: ignore[no-any-return]


def _run(options: argparse.Namespace) -> int:
    """Process every article; return 1 if any failed."""
    work, failed, fragments, count = COMMANDS[options.command][0], False, [], 0
    colour = sys.stdout.isatty() and "NO_COLOR" not in os.environ
    documents = _progress(read_documents(options.files, options.encoding), options)
    complain = getattr(documents, "write", print)  # a progress bar makes room
    for document in documents:
        if document.article is None:
            failed = True
            complain(f"newsnlp: {terminal.clean(document.source)}: {terminal.clean(document.error)}", file=sys.stderr)
            continue
        result = work(document.article, options)
        if options.html:
            fragments.append(html.render_source(document.source) + result._repr_html_())
        if options.json:
            print(json.dumps(_as_dict(document, result), ensure_ascii=False), flush=True)
        elif not options.html:
            head = "" if options.files == [document.source] else f"== {terminal.clean(document.source)} ==\n"
            print(("\n\n" if count else "") + head + _as_text(document.article, result, colour), flush=True)
        count += 1
    if options.html:
        page = html.render_page(fragments, f"newsnlp {options.command}")
        write_atomically(options.html, page.encode("utf-8"))
    return int(failed)


MODEL_COMMANDS: dict[str, Callable[[argparse.Namespace], int]] = {"train": _train, "evaluate": _evaluate}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; return the exit status: 0, 1 where an article failed, 2 for wrong usage."""
    parser = _parser()
    options = parser.parse_args(arguments)
    # Lone surrogates leave as \udXXX, which in JSON is the very escape for them.
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        return MODEL_COMMANDS.get(options.command, _run)(options)
    except BrokenPipeError:
        # The reader has gone (head, less): nothing more to say, and no complaint at exit either.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except OSError as error:
        parser.error(f"{error.filename}: {error.strerror}" if error.filename else str(error))
    except ValueError as error:
        parser.error(str(error))
    except KeyboardInterrupt:
        return 130
