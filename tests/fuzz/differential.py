"""Compare newsnlp's vectorizers with scikit-learn's on random documents under random settings.

    python -m tests.fuzz.differential --documents 100000 [--seed 0]

Every round takes settings, twelve documents to fit and four to transform, a SIMD level and a number of threads, all
from the seed of its number; a failure names the round, and `--round N` runs that one alone.
"""

import argparse
import os
import random
import sys
from typing import Any

import numpy as np

from tests.fuzz.texts import WORDS, random_text
from tests.vectorizers.comparison import CLASSES, assert_same, settings_text

FIT, NEW = 12, 4
LEVELS = ("avx512", "avx2", "scalar")


def exclaim(text: str) -> str:
    """Return the text as a user's preprocessor would."""
    return text.replace(".", "!").upper()


def random_settings(rng: random.Random, name: str) -> dict[str, Any]:
    """Choose settings, mostly native ones."""
    settings: dict[str, Any] = {"analyzer": rng.choice(["word"] * 4 + ["char", "char_wb"])}
    is_word = settings["analyzer"] == "word"
    low = rng.choice([1, 1, 1, 2, 3])
    settings["ngram_range"] = (low, low + rng.choice([0, 0, 1, 2]))
    settings["lowercase"] = rng.random() < 0.8
    settings["strip_accents"] = rng.choice([None, None, None, "ascii", "unicode"])
    settings["binary"] = rng.random() < 0.2
    if is_word:
        settings["token_pattern"] = rng.choice([r"(?u)\b\w\w+\b"] * 6 + [r"(?u)\b\w+\b", r"\w+", r"[a-zé]+", r"(\w)\w"])
        settings["stop_words"] = rng.choice([None, None, "english", rng.sample(WORDS, 8)])
    if rng.random() < 0.05:
        settings["preprocessor"] = exclaim
    if name == "HashingVectorizer":
        settings["n_features"] = rng.choice([1, 2, 7, 2**10, 2**20, 2**31 - 2, rng.randint(1, 10**6)])
        settings["alternate_sign"] = rng.random() < 0.7
        settings["norm"] = rng.choice(["l2", "l2", "l1", None])
        settings["dtype"] = rng.choice([np.float64, np.float64, np.float32, np.int64, np.int32])
        return settings
    settings["min_df"] = rng.choice([1, 1, 1, 2, 0.2])
    settings["max_df"] = rng.choice([1.0, 1.0, 1.0, 0.6, 5, 1])
    settings["max_features"] = rng.choice([None, None, None, 1, 5, 20])
    settings["dtype"] = rng.choice([np.int64, np.float64, np.float32, np.int32])
    if rng.random() < 0.15:
        terms = dict.fromkeys([*rng.choices(WORDS, k=10), "oil", "the and", "a b", "e", " a", ""])
        settings["vocabulary"] = rng.choice([list(terms), {t: i for i, t in enumerate(reversed(list(terms)))}])
    if name == "TfidfVectorizer":
        settings["dtype"] = rng.choice([np.float64, np.float64, np.float32])
        settings["norm"] = rng.choice(["l2", "l2", "l1", None])
        settings["use_idf"] = rng.random() < 0.8
        settings["smooth_idf"] = rng.random() < 0.8 or "vocabulary" in settings  # 1/0 is tested elsewhere
        settings["sublinear_tf"] = rng.random() < 0.3
    return settings


def run_round(seed: int, number: int) -> None:
    """Run one round; an error says how to repeat it."""
    rng = random.Random(f"{seed}-{number}")
    name = rng.choice(CLASSES)
    settings = random_settings(rng, name)
    texts = [random_text(rng) for _ in range(FIT)]
    if rng.random() < 0.3:  # repetitions, so that counts and document frequencies grow
        texts = [text * rng.randint(1, 3) for text in texts] + rng.choices(texts, k=FIT)
    if rng.random() < 0.02:  # enough for several chunks a thread
        texts = [" ".join(rng.choices(texts, k=rng.randint(1, 60))) for _ in range(rng.randint(100, 400))]
    os.environ["NEWSNLP_SIMD"] = rng.choice(LEVELS)
    try:
        assert_same(name, settings, texts, [random_text(rng) for _ in range(NEW)], n_jobs=rng.randint(1, 8))
    except Exception as error:
        error.add_note(
            f"round {number} of seed {seed}: {name}({settings_text(settings)}), {os.environ['NEWSNLP_SIMD']}"
        )
        raise
    finally:
        del os.environ["NEWSNLP_SIMD"]


def main(arguments: list[str]) -> int:
    """Run as many rounds as are needed for the requested number of documents."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--round", type=int, default=None, help="run this round only")
    options = parser.parse_args(arguments)
    if options.round is not None:
        run_round(options.seed, options.round)
        return 0
    rounds = -(-options.documents // (FIT + NEW))
    for number in range(rounds):
        run_round(options.seed, number)
    print(f"{rounds * (FIT + NEW)} documents in {rounds} rounds: no difference to scikit-learn")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
