"""The native pipeline under bad input, long texts, interruption and many threads at once."""

import gc
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

import newsnlp
from newsnlp.articles.texts import Texts
from newsnlp.topics.loading import load_topics
from tests.texts import joined, written

NEWS = [joined(row) for row in written()][:60]
ODD = {
    "empty": "",
    "blank": " \n\t\u2028 ",
    "blank lines": "Rain fell.\n" + "\n" * 100_000 + "Roads closed.",
    "nulls": "Rain\0fell.\0\0 Roads closed.\0",
    "lone surrogates": "Rain \ud800 fell. \udfff\ud83d Roads closed.",
    "one token": "a" * 2_000_000,
    "one line": "The minister met the envoy in Geneva. " * 50_000,
    "no blank": "会談は続いた。" * 20_000,
}


@pytest.mark.parametrize("name", ODD)
def test_odd_texts_have_results_whose_parts_lie_in_the_text(name):
    text = ODD[name]
    (found,) = newsnlp.classify_many([text])
    article = newsnlp.Article.parse(text)
    assert found == newsnlp.classify(text)
    for evidence in found.evidence.values():
        assert all(0 <= span.start < span.end <= len(text) for span in evidence.sentences)
    assert all(text[s.start : s.end] == s.text for s in article.sentences)


# Not getrusage: a process starts with the peak of the one that started it.
@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="the system does not tell a process's memory")
@pytest.mark.parametrize("function", ["classify", "summarize", "analyze"])
def test_memory_grows_by_a_few_bytes_a_character(function):
    code = (
        "import newsnlp\n"
        "def peak():\n"
        "    return int(open('/proc/self/status').read().partition('VmHWM:')[2].split()[0]) * 1024\n"
        f"newsnlp.{function}('x y z')\n"
        "text = 'a' * 20_000_000\n"
        "before = peak()\n"
        f"newsnlp.{function}(text).to_dict()\n"
        "print((peak() - before) / len(text))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert 0 < float(done.stdout) <= 8


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="the system does not tell a process's memory")
@pytest.mark.parametrize("n_jobs", [1, 2])
def test_memory_that_runs_out_is_an_error_and_harms_nothing(n_jobs):
    code = (
        "import resource, newsnlp\n"
        "news = 'The ministers signed a treaty in Geneva. Rain fell. ' * 20\n"
        "long = ['The envoy met the minister again and again in Geneva. ' * 200_000] * 4\n"
        f"expected = [report.to_dict() for report in newsnlp.analyze_many([news] * 99, n_jobs={n_jobs})]\n"
        "pages = int(open('/proc/self/statm').read().split()[0])\n"
        "none = resource.getrlimit(resource.RLIMIT_AS)[1]\n"
        "resource.setrlimit(resource.RLIMIT_AS, (pages * resource.getpagesize() + 50_000_000, none))\n"
        "try:\n"
        f"    list(newsnlp.analyze_many(long, n_jobs={n_jobs}))\n"
        "except MemoryError:\n"
        "    resource.setrlimit(resource.RLIMIT_AS, (none, none))\n"
        "    print('no memory')\n"
        f"found = [report.to_dict() for report in newsnlp.analyze_many([news] * 99, n_jobs={n_jobs})]\n"
        "print(found == expected)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.stdout, done.returncode) == ("no memory\nTrue\n", 0), done.stderr


@pytest.mark.parametrize("n_jobs", [1, 2])
def test_a_list_that_changes_is_read_as_it_was(n_jobs):
    expected, texts = list(newsnlp.classify_many(NEWS)), list(NEWS)
    results = iter(newsnlp.classify_many(texts, n_jobs=n_jobs))
    texts[:] = [None] * len(texts)
    found = [next(results)]
    texts.clear()
    assert [*found, *results] == expected


def test_items_may_be_replaced_while_threads_read_them():
    expected, texts, done = list(newsnlp.classify_many(NEWS)), list(NEWS), threading.Event()

    def replace():
        while not done.is_set():
            for i, text in enumerate(NEWS):
                texts[i] = text[:1] + text[1:]  # an equal text in other memory; the former one is freed

    thread = threading.Thread(target=replace)
    thread.start()
    try:
        for _ in range(10):
            assert list(newsnlp.classify_many(texts, n_jobs=2)) == expected
    finally:
        done.set()
        thread.join()


def test_threads_share_a_model_and_its_batches():
    expected = list(newsnlp.classify_many(NEWS))
    model = load_topics("en")
    texts, shared = Texts(NEWS), newsnlp.classify_many(NEWS, model=model, n_jobs=2)
    found: dict[int, list] = {}

    def work(number):
        assert [len(batch) for batch in texts.batches()] == [len(NEWS)]
        found[number] = list(shared)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert list(found.values()) == [expected] * 8


def test_one_result_is_filled_by_threads_at_once():
    (result,) = newsnlp.classify_many(NEWS[:1])
    seen: list = []
    threads = [threading.Thread(target=lambda: seen.append(result.to_dict())) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert seen == [newsnlp.classify(NEWS[0]).to_dict()] * 8


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="the system has no timers")
@pytest.mark.parametrize("n_jobs", [1, 2])
def test_an_interruption_ends_the_work_and_harms_nothing(n_jobs):
    texts = NEWS * 4000
    results = newsnlp.classify_many(texts, n_jobs=n_jobs)

    def interrupt(signum, frame):
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGALRM, interrupt)
    gc.disable()  # an interruption within a callback of the collector, such as hypothesis's, would be dropped
    try:
        reading = iter(results)
        next(reading)  # the work has begun
        signal.setitimer(signal.ITIMER_REAL, 0.05)
        with pytest.raises(KeyboardInterrupt):
            for _ in reading:
                pass
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
        gc.enable()
    assert next(iter(results)) == newsnlp.classify(NEWS[0])
