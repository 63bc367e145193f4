"""Further peers of the vectorizers: each a line of Python, run in its own environment on the same texts."""

import json
import subprocess
import tempfile
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks.harness import peer_python


class Peer(NamedTuple):
    """A package and the code to time: `prepare` once, then `work`, both of which see `texts`."""

    name: str
    package: str
    prepare: str
    work: str
    needs: tuple[str, ...] = ()


PEERS = [
    Peer(
        "Python alone: re.findall + str.lower",
        "pip",
        r"import re; find = re.compile(r'(?u)\b\w\w+\b').findall",
        "[find(t.lower()) for t in texts]",
    ),
    Peer(
        "scikit-learn + PyStemmer a token, count",
        "PyStemmer",
        "import Stemmer; from sklearn.feature_extraction.text import CountVectorizer as C; a = C().build_analyzer(); "
        "s = Stemmer.Stemmer('english').stemWords",
        "C(analyzer=lambda t: s(a(t))).fit_transform(texts)",
        ("scikit-learn",),
    ),
    Peer(
        "polars, lower + split",
        "polars",
        "import polars; s = polars.Series(texts)",
        "s.str.to_lowercase().str.split(' ')",
    ),
    Peer(
        "DuckDB, lower + split",
        "duckdb",
        "import duckdb, pyarrow; news = pyarrow.table({'t': texts})",
        "duckdb.sql(\"select sum(len(string_split(lower(t), ' '))) from news\").fetchall()",
        ("pyarrow",),
    ),
    Peer(
        "tantivy, simple tokenizer + lower",
        "tantivy",
        "import tantivy; a = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())"
        ".filter(tantivy.Filter.lowercase()).build()",
        "[a.analyze(t) for t in texts]",
    ),
    Peer("lenlp, count", "lenlp", "from lenlp import sparse", "sparse.CountVectorizer().fit_transform(texts)"),
    Peer(
        "Hugging Face tokenizers, whitespace",
        "tokenizers",
        "from tokenizers.pre_tokenizers import Whitespace; w = Whitespace()",
        "[w.pre_tokenize_str(t) for t in texts]",
    ),
    Peer("bm25s, tokenize", "bm25s", "import bm25s", "bm25s.tokenize(texts, show_progress=False)"),
    Peer(
        "gensim, simple_preprocess + Dictionary",
        "gensim",
        "from gensim.utils import simple_preprocess as p; from gensim.corpora import Dictionary",
        "Dictionary([p(t) for t in texts])",
    ),
    Peer(
        "NLTK, Snowball a token",
        "nltk",
        r"import re; from nltk.stem import SnowballStemmer; s = SnowballStemmer('english').stem; texts = texts[::16]; "
        r"find = re.compile(r'(?u)\b\w\w+\b').findall",
        "[[s(w) for w in find(t.lower())] for t in texts]",
    ),
    Peer(
        "spaCy, blank pipeline",
        "spacy",
        "import spacy; nlp = spacy.blank('en'); nlp.max_length = 10**9; texts = texts[::16]",
        "[nlp.make_doc(t) for t in texts]",
    ),
]

SCRIPT = """
import json, statistics, sys, time
from importlib import metadata
texts = json.load(open(sys.argv[1], encoding="utf-8"))
package, rounds = sys.argv[2], int(sys.argv[3])
{prepare}
size = sum(len(t.encode()) for t in texts) / 1e6
seconds = []
for number in range(rounds + 1):
    start = time.perf_counter()
    {work}
    seconds.append(time.perf_counter() - start)
print(json.dumps({{"version": metadata.version(package), "MB/s": size / statistics.median(seconds[1:])}}))
"""


def run_peer(peer: Peer, texts: list[str], folder: Path, rounds: int) -> dict[str, Any]:
    """Measure one peer; report it if it cannot be installed or run."""
    row: dict[str, Any] = {"peer": peer.name, "package": peer.package, "version": "", "MB/s": None, "error": ""}
    try:
        python = peer_python(folder, peer.package, [peer.package, *peer.needs])
        with tempfile.NamedTemporaryFile("w", suffix=".json", encoding="utf-8") as file:
            json.dump(texts, file)
            file.flush()
            code = SCRIPT.format(prepare=peer.prepare, work=peer.work)
            command = [str(python), "-c", code, file.name, peer.package, str(rounds)]
            run = subprocess.run(command, check=True, capture_output=True, text=True)
        return row | json.loads(run.stdout.splitlines()[-1])
    except subprocess.CalledProcessError as error:
        lines = (error.stderr or "").strip().splitlines()
        return row | {"error": lines[-1][:80] if lines else "does not install"}
