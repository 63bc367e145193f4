"""Run fastText or Vowpal Wabbit in its own environment.

Arguments: ``fasttext`` or ``vw``, a folder with train.jsonl and test.jsonl (rows {"text", "labels"}), and the rounds of
prediction to time. Prints {"predicted": [[name, ...], ...], "settings", "train_seconds", "predict_seconds": [...],
"bytes"}. Training texts come shuffled; settings are chosen on a fifth of them. Needs nothing of ours.
"""

import json
import re
import sys
import time
from pathlib import Path

TOKEN = re.compile(r"\w+")


def read(path):
    with open(path, encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def plain(text):
    return " ".join(TOKEN.findall(text.lower()))


def f1(wanted, found):
    both = sum(len(set(w) & set(f)) for w, f in zip(wanted, found, strict=True))
    return 2 * both / max(1, sum(map(len, wanted)) + sum(map(len, found)))


class FastText:
    """Supervised fastText; softmax for one label a text, one against all for several."""

    grid = tuple({"epoch": 25, "lr": r, "wordNgrams": n} for n in (1, 2) for r in (0.5, 1.0))

    def __init__(self, folder, names, single):
        self.folder, self.names, self.single = folder, names, single

    def fit(self, rows, settings):
        import fasttext

        path = self.folder / "fasttext.txt"
        with open(path, "w", encoding="utf-8") as lines:
            for row in rows:
                labels = " ".join(f"__label__{self.names.index(name)}" for name in row["labels"])
                lines.write(f"{labels} {plain(row['text'])}\n")
        loss = "softmax" if self.single else "ova"
        self.model = fasttext.train_supervised(str(path), loss=loss, thread=1, verbose=0, **settings)

    def lines(self, texts):
        return [plain(text) for text in texts]

    def predict(self, lines):
        k, threshold = (1, 0.0) if self.single else (-1, 0.5)
        labels, _ = self.model.predict(lines, k=k, threshold=threshold)
        return [[self.names[int(label.removeprefix("__label__"))] for label in row] for row in labels]

    def size(self):
        path = self.folder / "fasttext.bin"
        self.model.save_model(str(path))
        return path.stat().st_size


class VowpalWabbit:
    """Online logistic regression over hashed words, ten passes, one against all."""

    grid = tuple({"ngram": n, "l": r} for n in (1, 2) for r in (0.5, 2.0))

    def __init__(self, folder, names, single):
        self.folder, self.names, self.single = folder, names, single

    def _line(self, row):
        labels = [self.names.index(name) + self.single for name in row["labels"]]
        return f"{','.join(map(str, labels))} |w {plain(row['text'])}"

    def fit(self, rows, settings):
        from vowpalwabbit import Workspace

        kind = "oaa" if self.single else "multilabel_oaa"
        grams = f"--ngram {settings['ngram']}" if settings["ngram"] > 1 else ""
        self.model = Workspace(
            f"--{kind} {len(self.names)} --loss_function logistic -b 22 -l {settings['l']} {grams} --quiet"
        )
        lines = [self._line(row) for row in rows]
        for _ in range(10):
            for line in lines:
                self.model.learn(line)

    def lines(self, texts):
        return [f"|w {plain(text)}" for text in texts]

    def predict(self, lines):
        found = [self.model.predict(line) for line in lines]
        if self.single:
            return [[self.names[label - 1]] for label in found]
        return [[self.names[label] for label in labels] for labels in found]

    def size(self):
        path = self.folder / "vw.bin"
        self.model.save(str(path))
        return path.stat().st_size


def main():
    kind, folder, rounds = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])
    train, test = read(folder / "train.jsonl"), read(folder / "test.jsonl")
    names = sorted({name for row in train for name in row["labels"]})
    single = all(len(row["labels"]) == 1 for row in train)
    peer = {"fasttext": FastText, "vw": VowpalWabbit}[kind](folder, names, single)
    start = time.perf_counter()
    cut = len(train) // 5
    wanted = [row["labels"] for row in train[:cut]]
    held_out = peer.lines([row["text"] for row in train[:cut]])
    scores = []
    for settings in peer.grid:
        peer.fit(train[cut:], settings)
        scores.append(f1(wanted, peer.predict(held_out)))
    best = peer.grid[scores.index(max(scores))]
    peer.fit(train, best)
    trained = time.perf_counter() - start
    lines = peer.lines([row["text"] for row in test])  # outside the clock: lower case, words parted by blanks
    seconds = []
    for _ in range(rounds):
        start = time.perf_counter()
        predicted = peer.predict(lines)
        seconds.append(time.perf_counter() - start)
    answer = {"settings": best, "train_seconds": trained, "predict_seconds": seconds, "bytes": peer.size()}
    print(json.dumps({"predicted": predicted, **answer}))


if __name__ == "__main__":
    main()
