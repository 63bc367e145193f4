"""Hostile input: long terms, long texts that are interrupted, malformed bytes, systems that grant no thread."""

import shutil
import subprocess
import sys
import textwrap

import pyarrow as pa
import pytest

from newsnlp import CountVectorizer, HashingVectorizer, TfidfVectorizer

# What is made ready, and the call that takes many seconds, most of them hours, unless Ctrl-C interrupts it.
ENDLESS = {
    "ROUGE-L": (
        "texts, references = ['a b ' * 3_000_000], ['a c ' * 3_000_000]",
        "_core.rouge_scores(texts, references, [0], False)",
    ),
    "ROUGE-Lsum": (
        "texts, references = ['a b\\n' * 3_000_000], ['a c\\n' * 3_000_000]",
        "_core.rouge_scores(texts, references, [-1], False)",
    ),
    "the oracle": (
        "words = [f'w{i} v{i}' for i in range(200_000)]; features = numpy.ones((200_000, 3), 'int64')",
        "_core.greedy_oracle(words, [' '.join(words)], features, [1 << 40] * 3, False)",
    ),
    "the oracle of an article": (
        "text = '. '.join(f'A few words and {i}' for i in range(100_000)); article = newsnlp.Article.parse(text);"
        "newsnlp.oracle_summary(newsnlp.Article.parse('A few words.'), 'A few words.'); article.sentences",
        "newsnlp.oracle_summary(article, text)",
    ),
    "n-grams of words": (
        "vectorizer = newsnlp.HashingVectorizer(ngram_range=(1, 5000)); vectorizer.transform(['a'])",
        "vectorizer.transform(['ab cd ' * 400_000])",
    ),
    "n-grams of very many words": (
        "vectorizer = newsnlp.HashingVectorizer(ngram_range=(1_000_000, 1_000_001)); vectorizer.transform(['a'])",
        "vectorizer.transform(['ab cd ' * 1_500_000])",
    ),
    "n-grams of characters": (
        "vectorizer = newsnlp.HashingVectorizer(analyzer='char', ngram_range=(1, 1 << 20));vectorizer.transform(['a'])",
        "vectorizer.transform(['ab' * 100_000])",
    ),
    "LexRank": (
        "text = '. '.join(f'A few words and {i}' for i in range(600_000));"
        "summarizer = newsnlp.LexRankSummarizer(); summarizer.summarize('A few words.')",
        "summarizer.summarize(text)",
    ),
    "maximal marginal relevance": (
        "text = '. '.join(f'A few words and {i}' for i in range(100_000));"
        "summarizer = newsnlp.CentroidSummarizer(); summarizer.summarize('A few words.')",
        "summarizer.summarize(text, ratio=0.9)",
    ),
}


def run_python(code, timeout=100, **options):
    command = [sys.executable, "-c", textwrap.dedent(code)]
    return subprocess.run(command, capture_output=True, text=True, timeout=timeout, check=False, **options)


@pytest.mark.parametrize(("ready", "call"), ENDLESS.values(), ids=ENDLESS)
def test_ctrl_c_is_heard_within_one_long_text(ready, call):
    run = run_python(
        f"""
        import signal
        import numpy, newsnlp
        from newsnlp import _core
        signal.signal(signal.SIGALRM, signal.default_int_handler)
        {ready}
        signal.setitimer(signal.ITIMER_REAL, 1.0)  # nothing is left to be imported
        try:
            {call}
        except KeyboardInterrupt:
            print("interrupted")
        """
    )
    assert run.stdout == "interrupted\n", run.stderr


@pytest.mark.parametrize("n_jobs", [1, 2])
@pytest.mark.parametrize(
    "call", ["vectorizer.transform(texts)", "vectorizer.fit(texts)", "newsnlp.classify_many(texts)"]
)
def test_a_thread_at_work_does_not_disturb_the_end_of_the_process(call, n_jobs):
    run = run_python(
        f"""
        import threading, time
        import newsnlp
        texts = ["The oil price rises and rises " * 50] * 2000
        vectorizer = newsnlp.CountVectorizer(n_jobs={n_jobs}).fit(texts)
        started = threading.Event()

        def work():
            while True:
                {call}
                started.set()

        threading.Thread(target=work, daemon=True).start()
        started.wait()
        time.sleep(0.1)
        print("the end")
        """
    )
    assert (run.returncode, run.stdout, run.stderr) == (0, "the end\n", "")


def test_a_term_of_very_many_words_is_no_recursion():
    run = run_python(
        """
        from newsnlp import CountVectorizer
        term = "aa " * 400_000 + "aa"
        vectorizer = CountVectorizer(vocabulary=[term], ngram_range=(1, 400_001))
        assert vectorizer.get_feature_names_out()[0] == term
        assert vectorizer.transform(["aa bb"]).nnz == 0
        """
    )
    assert run.returncode == 0, run.stderr


def arrow_string(*texts):
    data = b"".join(texts)
    offsets = [sum(map(len, texts[:i])) for i in range(len(texts) + 1)]
    buffers = [None, pa.py_buffer(b"".join(o.to_bytes(4, "little") for o in offsets)), pa.py_buffer(data)]
    return pa.Array.from_buffers(pa.string(), len(texts), buffers)


@pytest.mark.parametrize(
    "malformed",
    [b"\xf4\xbf\xbf\xbf", b"\xf4\x90\x80\x80", b"\xe0\x80\x80", b"\xf0\x80\x80\x80", b"\xf5", b"\xc2", b"\x80"],
)
def test_malformed_bytes_of_arrow_become_replacement_characters(malformed):
    texts = arrow_string(b"ab " + malformed, b"ab")
    vectorizer = CountVectorizer(analyzer="char").fit(texts)
    assert set(vectorizer.vocabulary_) == {"a", "b", " ", "\ufffd"}
    assert list(CountVectorizer().fit(texts).vocabulary_) == ["ab"]


REFUSES_THREADS = """
#include <errno.h>
int pthread_create(void) { return EAGAIN; }
"""


def test_without_threads_the_caller_does_the_work(tmp_path):
    compiler = shutil.which("gcc") or shutil.which("clang")
    if compiler is None or sys.platform != "linux":
        pytest.skip("needs a C compiler and LD_PRELOAD")
    source, library = tmp_path / "refuse.c", tmp_path / "refuse.so"
    source.write_text(REFUSES_THREADS)
    subprocess.run([compiler, "-shared", "-fPIC", source, "-o", library], check=True)
    code = """
        from newsnlp import CountVectorizer, HashingVectorizer
        texts = [f"word{i} of {i % 7} texts " * 200 for i in range(2000)]
        counts = CountVectorizer(ngram_range=(1, 2), n_jobs=2).fit_transform(texts)
        hashed = HashingVectorizer(n_jobs=2).transform(texts)
        print(counts.sum(), counts.shape, hashed.nnz)
    """
    alone = run_python(code)
    refused = run_python(code, env={"LD_PRELOAD": str(library), "OPENBLAS_NUM_THREADS": "1"})
    assert (refused.returncode, refused.stdout) == (0, alone.stdout), refused.stderr


def test_results_do_not_depend_on_the_seed_of_hash_tables():
    code = """
        import hashlib
        import newsnlp
        words = "storm ship port mayor river rain road school vote law bank market".split()
        texts = [" ".join(f"The {words[i * k % 12]} of {i % 13} was near." for k in range(1, 9)) for i in range(300)]
        digest = hashlib.sha256()
        for vectorizer in (newsnlp.CountVectorizer(ngram_range=(1, 3), n_jobs=2), newsnlp.TfidfVectorizer(n_jobs=1)):
            matrix = vectorizer.fit_transform(texts)
            for part in (matrix.data, matrix.indices, matrix.indptr):
                digest.update(part.tobytes())
            digest.update("|".join(vectorizer.get_feature_names_out()).encode())
        for method in ("sumbasic", "kl", "lexrank", "coverage", "ranker"):
            digest.update(newsnlp.summarize(" ".join(texts[:40]), method=method, sentences=5).text.encode())
        print(digest.hexdigest())
    """
    outputs = {run_python(code).stdout for _ in range(3)}
    assert len(outputs) == 1
    assert len(outputs.pop()) == 65


@pytest.mark.parametrize("kind", [CountVectorizer, HashingVectorizer, TfidfVectorizer])
def test_texts_that_words_of_one_slot_were_made_for(kind):
    # Terms that differ in one letter are different columns.
    words = [f"{'a' * i}b{'a' * (30 - i)}" for i in range(31)]
    assert kind().fit_transform([" ".join(words)]).nnz == len(words)
