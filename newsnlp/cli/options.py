"""The command line's commands and options, with their help and examples."""

from __future__ import annotations

import argparse
import codecs
import os
from pathlib import Path
from typing import Any

import newsnlp
from newsnlp._validation import check_unit_interval
from newsnlp.analysis import DEFAULT_METHOD
from newsnlp.corpus.files import MAX_BYTES, check_encoding
from newsnlp.corpus.periods import parse_window
from newsnlp.summarizers import METHODS

__all__ = ["ARTICLE_COMMANDS", "check_combination", "make_parser"]

ARTICLE_COMMANDS = {
    "analyze": "Find topics, what decided them, and a summary.",
    "classify": "Find topics and what decided them.",
    "summarize": "Choose the sentences that tell what an article says.",
}
EXAMPLES = {
    "analyze": """examples:
  newsnlp analyze article.txt
  newsnlp analyze news.csv --title headline --text body --out results.parquet --jobs -1 --resume
  newsnlp analyze old.tsv --encoding cp1252 --id key --date day --url link --max-bytes 1000000 --out old.jsonl
  newsnlp analyze page.html --model mine.model --sentences 2 --html report.html
  newsnlp analyze folder/ --json --brief | jq .topics""",
    "classify": """examples:
  newsnlp classify article.html
  newsnlp classify news.jsonl.gz --threshold 0.7 --out topics.csv --rejects rejects.jsonl
  zcat news.jsonl.gz | newsnlp classify - --json""",
    "summarize": """examples:
  newsnlp summarize article.txt --words 60 --characters 400
  newsnlp summarize today.txt --seen yesterday.txt --query "price of fuel"
  newsnlp summarize news.parquet --ratio 0.1 --method lexrank --out summaries.jsonl --with-text""",
}


def _positive(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"must be an int of at least 1, got {text!r}")
    return int(text)


def _share(text: str) -> float:
    try:
        return check_unit_interval(float(text), "value")
    except ValueError:
        raise argparse.ArgumentTypeError(f"must be a number above 0 and at most 1, got {text!r}") from None


def _jobs(text: str) -> int:
    try:
        jobs = int(text)
    except ValueError:
        jobs = 0
    if not jobs:
        raise argparse.ArgumentTypeError(f"must be an int other than 0, got {text!r}")
    return jobs


def _window(text: str) -> str:
    try:
        parse_window(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error).removeprefix("`window` ") + f", got {text!r}") from None
    return text


def _encoding(text: str) -> str:
    try:
        check_encoding(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"unknown encoding {text!r}") from None
    return codecs.lookup(text).name


def _target(text: str) -> str:
    """Return the path of a file that is written at the end, if its folder exists."""
    target = Path(os.path.realpath(text))  # where a link leads
    if target.is_dir() or not target.parent.is_dir():
        raise argparse.ArgumentTypeError(f"cannot write to {text!r}")
    return text


def make_parser() -> argparse.ArgumentParser:
    """Return the parser of the command line."""
    parser = argparse.ArgumentParser(prog="newsnlp", description="Topics and extractive summaries of news text.")
    parser.add_argument("--version", action="version", version=f"newsnlp {newsnlp.__version__}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    files_help = (
        "text, .html (its article alone), .jsonl, .csv, .tsv or .parquet (an article a row), also .gz and .zst; a "
        "folder of such files; or - for standard input: a text, or JSON Lines where the first line is a JSON object"
    )
    for name, description in ARTICLE_COMMANDS.items():
        command = commands.add_parser(
            name,
            help=description,
            description=description,
            epilog=EXAMPLES[name],
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        command.add_argument("files", nargs="+", metavar="FILE", help=files_help)
        _add_input(command)
        _add_output(command)
        _add_work(command, name)
    _add_digest(commands, files_help)
    _add_model_commands(commands)
    return parser


def _add_digest(commands: Any, files_help: str) -> None:
    description = "Group articles into stories and write a page of them, summarized, with topics and a filter."
    digest = commands.add_parser(
        "digest",
        help=description,
        description=description,
        epilog="example:\n  newsnlp digest news.jsonl.gz --out today.html --heading News --window 2d --sentences 2",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    digest.add_argument("files", nargs="+", metavar="FILE", help=files_help)
    digest.add_argument("--out", required=True, type=_target, metavar="PAGE", help="the HTML page to write")
    digest.add_argument("--heading", default="News digest", metavar="TEXT", help="of the page (%(default)s)")
    window_help = "a story without news for this long is finished: 12h, 3d, 2w (%(default)s)"
    digest.add_argument("--window", default="3d", type=_window, metavar="TIME", help=window_help)
    digest.add_argument("--sentences", type=_positive, metavar="N", help="most sentences of a summary")
    _add_input(digest)


def _add_input(command: argparse.ArgumentParser) -> None:
    group = command.add_argument_group("input")
    group.add_argument("--encoding", default="utf-8", type=_encoding, help="of the files (%(default)s)")
    for name in ("text", "title", "id", "date", "url"):
        group.add_argument(
            f"--{name}", default=name, metavar="COLUMN", help=f"column or key of the {name} (usual names are found)"
        )
    size_help = "the largest text, and record of a file, in bytes (%(default)s)"
    group.add_argument("--max-bytes", default=MAX_BYTES, type=_positive, metavar="N", help=size_help)
    group.add_argument("--rejects", type=_target, metavar="FILE", help="write what cannot be read here, as JSON Lines")


def _add_output(command: argparse.ArgumentParser) -> None:
    group = command.add_argument_group("output")
    group.add_argument("--json", action="store_true", help="one JSON object an article, one a line")
    group.add_argument("--html", type=_target, metavar="PAGE", help="write all articles to one HTML page")
    group.add_argument("--out", type=_target, metavar="FILE", help="write a table: .parquet, .jsonl or .csv")
    group.add_argument("--brief", action="store_true", help="with --json or --out: id, topics, probabilities, summary")
    group.add_argument("--with-text", action="store_true", help="with --out: include the text that offsets refer to")
    group.add_argument("--jobs", type=_jobs, metavar="N", help="with --out: threads, -1 for all cores (default 1)")
    resume_help = "with --out: resume an earlier run that was stopped"
    group.add_argument("--resume", action="store_true", help=resume_help)


def _add_work(command: argparse.ArgumentParser, name: str) -> None:
    group = command.add_argument_group("topics and summaries" if name == "analyze" else name)
    if name != "summarize":
        group.add_argument("--model", default="en", help="topic model: a file, or the name of a shipped one")
        group.add_argument("--threshold", type=_share, metavar="P", help="the probability from which topics hold")
    if name != "classify":
        group.add_argument("--sentences", type=_positive, metavar="N", help="most sentences of the summary")
        group.add_argument("--words", type=_positive, metavar="N", help="most words of the summary")
        method_help = f"summarizer: {', '.join(METHODS)} (%(default)s)"
        group.add_argument("--method", default=DEFAULT_METHOD, metavar="NAME", choices=METHODS, help=method_help)
    if name == "summarize":
        group.add_argument("--characters", type=_positive, metavar="N", help="most characters of the summary")
        group.add_argument("--ratio", type=_share, metavar="R", help="share of the sentences")
        group.add_argument("--query", metavar="WORDS", help="prefer sentences similar to these words")
        group.add_argument(
            "--seen", action="append", metavar="FILE", help="leave out what this file already says (repeatable)"
        )


def _add_model_commands(commands: Any) -> None:
    data_help = (
        "labelled texts: .csv, .tsv or .jsonl, also .gz, with text, topics (names separated by ; and empty for none; "
        "in .jsonl also a list of names) and, if known, title, id and collection"
    )
    train = commands.add_parser("train", help="Learn topics from labelled texts.")
    train.add_argument("kind", choices=["topics"], help="what to train")
    train.add_argument("data", metavar="DATA", help=data_help)
    train.add_argument("--out", required=True, type=_target, metavar="MODEL", help="the model file to write")
    train.add_argument("--min-precision", type=_share, metavar="P", help="set thresholds for at least this precision")
    train.add_argument("--jobs", type=_jobs, metavar="N", help="processes, -1 for all cores (default 1)")
    evaluate = commands.add_parser("evaluate", help="Measure a topic model on labelled texts.")
    evaluate.add_argument("model", metavar="MODEL", help="a model file, or the name of a shipped one")
    evaluate.add_argument("data", metavar="DATA", help=data_help)
    page_help = "write tables, curves and the worst mistakes to a page"
    evaluate.add_argument("--html", type=_target, metavar="PAGE", help=page_help)
    evaluate.add_argument("--json", action="store_true", help="print everything as one JSON object")
    commands.add_parser("models", help="List the models that are shipped, with the figures on their cards.")


def check_combination(parser: argparse.ArgumentParser, options: argparse.Namespace) -> None:
    """Exit with a message if options cannot be combined."""
    if options.command not in ARTICLE_COMMANDS:
        return
    if options.out and (options.json or options.html):
        parser.error("--out writes a table; leave --json and --html out")
    for name in ("with_text", "jobs", "resume"):
        if getattr(options, name) and not options.out:
            parser.error(f"--{name.replace('_', '-')} needs --out")
    if options.brief and not (options.out or options.json):
        parser.error("--brief needs --json or --out")
