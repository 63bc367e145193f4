"""The ranker: features and trees against naive twins, fitting, model files, and what it chooses."""

import copy
import itertools
import pickle
import random
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsnlp import Article, RankerSummarizer, _core
from newsnlp.summarizers.ranker_model import RankerModel, load_ranker
from tests.reference import ranker as twin

ARTICLE = (Path(__file__).parents[1] / "articles" / "iran_ict_minister_iraq.txt").read_text(encoding="utf-8")
BACKGROUND = np.array([i * 37 % 256 for i in range(65536)], dtype=np.uint8)

WORDS = (
    'Port ship storms the He BUT said "closed" 40 U.S. (Hull) I Monday won\'t naïve 港口 ships? -- a-b — ΣΑΣ İzmir ies'
)
words = st.sampled_from(re.split(" ", WORDS))
texts = st.lists(st.one_of(words, st.sampled_from([". ", "! ", '." ', "\n\n"])), max_size=80).map(" ".join)


def offsets_of(text):
    return np.array([(s.start, s.end) for s in Article.parse(text).sentences], dtype=np.int64).reshape(-1, 2)


def story_of(text):
    offsets = offsets_of(text)
    return offsets, twin.Story(text, offsets.tolist(), BACKGROUND.tolist())


def some_numbers(count, seed=0):
    return np.random.default_rng(seed).random(count, dtype=np.float32)


@given(texts)
@settings(deadline=None, max_examples=80)
def test_sentence_features_equal_the_twin(text):
    offsets, story = story_of(text)
    rows = _core.describe_sentences(text, offsets, BACKGROUND)
    assert rows.shape == (len(offsets), len(_core.feature_names("sentences")))
    expected = np.array(twin.sentence_features(story), dtype=float).reshape(rows.shape)
    np.testing.assert_allclose(rows, expected, rtol=1e-4, atol=1e-5)


@given(texts)
@settings(deadline=None, max_examples=80)
def test_term_and_pair_features_equal_the_twin(text):
    offsets, story = story_of(text)
    scores = some_numbers(len(offsets))
    rows, hashes = _core.describe_terms(text, offsets, BACKGROUND, scores)
    assert hashes.tolist() == [twin.hash_term(term) for term in story.terms]
    expected = np.array(twin.term_features(story, scores.tolist()), dtype=float).reshape(rows.shape)
    np.testing.assert_allclose(rows, expected, rtol=1e-4, atol=1e-5)
    values = some_numbers(len(hashes), 1)
    rows, members = _core.describe_pairs(text, offsets, BACKGROUND, scores, values)
    assert [(story.terms[a], story.terms[b]) for a, b in members.tolist()] == story.pairs
    expected = np.array(twin.pair_features(story, scores.tolist(), values.tolist()), dtype=float).reshape(rows.shape)
    np.testing.assert_allclose(rows, expected, rtol=1e-4, atol=1e-5)


def test_features_of_a_real_article_equal_the_twin():
    offsets, story = story_of(ARTICLE)
    rows = _core.describe_sentences(ARTICLE, offsets, BACKGROUND)
    np.testing.assert_allclose(rows, np.array(twin.sentence_features(story), dtype=float), rtol=1e-4, atol=1e-5)


def test_features_by_hand():
    text = 'The port of Hull closed. He said "no" on Monday, June 5.'
    names = _core.feature_names("sentences")
    first, second = _core.describe_sentences(text, offsets_of(text), np.full(65536, 255, np.uint8))
    assert [first[names.index(name)] for name in ("index", "words", "words_before", "capitals")] == [0, 5, 0, 1]
    found = {name: second[names.index(name)] for name in names}
    assert (found["words"], found["words_before"], found["opens_pronoun"], found["speech"]) == (7, 5, 1, 1)
    assert (found["times"], found["digits"], found["negations"], found["commas"], found["quotes"]) == (2, 1, 1, 1, 2)
    assert (found["previous"], found["next"], found["again"]) == (0, -1, 0)


def candidates_of(text, pool=5):
    offsets = offsets_of(text)
    scores = some_numbers(len(offsets))
    terms = some_numbers(len(_core.describe_terms(text, offsets, BACKGROUND, scores)[1]), 1)
    pairs = some_numbers(len(_core.describe_pairs(text, offsets, BACKGROUND, scores, terms)[1]), 2)
    members, rows = _core.describe_candidates(text, offsets, BACKGROUND, scores, terms, pairs, pool)
    return scores, terms, pairs, [tuple(i for i in row if i >= 0) for row in members.tolist()], rows


@given(texts)
@settings(deadline=None, max_examples=40)
def test_candidates_are_all_sets_of_the_best_sentences(text):
    scores, terms, pairs, members, rows = candidates_of(text)
    _, story = story_of(text)
    fresh = [i for i, row in enumerate(story.rows) if row not in story.rows[:i]]
    best = sorted(sorted(fresh, key=lambda i: (-scores[i], i))[:5])
    assert sorted(members) == sorted(c for k in (1, 2, 3, 4) for c in itertools.combinations(best, k))
    term_value = dict(zip(story.terms, terms.tolist(), strict=True))
    pair_value = dict(zip(story.pairs, pairs.tolist(), strict=True))
    names = list(_core.feature_names("sets"))
    for chosen, row in zip(members, rows, strict=True):
        held = {term for i in chosen for term in story.rows[i]}
        doubles = {pair for i in chosen for pair in story.pair_rows[i]}
        length = sum(len(story.rows[i]) for i in chosen)
        expected = {
            "size": len(chosen),
            "words": length,
            "terms": sum(term_value[term] for term in held),
            "pairs": sum(pair_value[pair] for pair in doubles),
            "terms_at_40": 2 * sum(term_value[term] for term in held) / (length + 40),
            "terms_twice": sum(term_value[t] for i in chosen for t in set(story.rows[i]))
            - sum(term_value[term] for term in held),
            "score": sum(scores[i] for i in chosen),
            "first": chosen[0],
            "last": chosen[-1],
            "lead": sum(i < 3 for i in chosen),
            "neighbours": sum(b - a == 1 for a, b in itertools.pairwise(chosen)),
        }
        for name, value in expected.items():
            assert row[names.index(name)] == pytest.approx(value, rel=1e-3, abs=1e-4), name


@pytest.fixture(scope="module")
def pairs():
    return make_pairs(60)


def make_pairs(count):
    """Articles in which the human summary repeats the sentences with a money figure."""
    rng = random.Random(0)
    nouns = re.split(" ", "port ship storm mayor crew harbour wall boat price road bridge river school train street")
    made = []
    for _ in range(count):
        lines = []
        for _ in range(rng.randint(6, 14)):
            told = " ".join(rng.choices(nouns, k=rng.randint(4, 9)))
            lines.append(f"The {told} {'costs 40 million' if rng.random() < 0.3 else 'is new'}.")
        made.append((" ".join(lines), [line for line in lines if "million" in line] or lines[:1]))
    return made


@pytest.fixture(scope="module")
def fitted(pairs):
    return RankerSummarizer().fit(pairs)


def test_fit_learns_what_the_summaries_have_in_common(fitted):
    found = [fitted.summarize(text, sentences=2) for text, lines in make_pairs(80)[60:] if len(lines) >= 2]
    share = np.mean(["million" in sentence.text for summary in found for sentence in summary])
    assert len(found) > 5
    assert share > 0.9


def test_fit_is_deterministic_and_leaves_the_shipped_model_alone(pairs, fitted, tmp_path):
    shipped = RankerSummarizer().summarize(ARTICLE)
    again = RankerSummarizer().fit(iter(pairs))
    fitted.save(tmp_path / "a.model")
    again.save(tmp_path / "b.model")
    assert (tmp_path / "a.model").read_bytes() == (tmp_path / "b.model").read_bytes()
    assert RankerSummarizer().summarize(ARTICLE) == shipped


def test_saved_pickled_and_copied_models_choose_alike(pairs, fitted, tmp_path):
    fitted.save(tmp_path / "own.model")
    loaded = RankerSummarizer(model=tmp_path / "own.model")
    for other in (loaded, pickle.loads(pickle.dumps(fitted)), copy.deepcopy(fitted)):
        for text, _ in pairs[:5]:
            assert other.summarize(text) == fitted.summarize(text)


def test_native_trees_equal_scikit_learn():
    from sklearn.ensemble import HistGradientBoostingClassifier, HistGradientBoostingRegressor

    from newsnlp.summarizers.ranker_fitting import native_trees

    rng = np.random.default_rng(0)
    rows = rng.normal(size=(700, 5)).astype(np.float32).round(1)
    target = rows[:, 0] * rows[:, 1] + np.abs(rows[:, 2])
    machine = HistGradientBoostingRegressor(max_iter=20, min_samples_leaf=3, random_state=0).fit(rows, target)
    arrays = native_trees(machine)
    trees = _core.Trees(**arrays)
    np.testing.assert_allclose(trees.sum(rows), machine.predict(rows), rtol=1e-12, atol=1e-12)
    plain = {name: np.ravel(array).tolist() for name, array in arrays.items() if name != "base"}
    sums = [twin.sum_trees(plain | {"base": arrays["base"]}, row) for row in rows[:50].tolist()]
    np.testing.assert_array_equal(trees.sum(rows[:50]), sums)
    decision = HistGradientBoostingClassifier(max_iter=10, random_state=0).fit(rows, target > 1)
    found = _core.Trees(**native_trees(decision)).sum(rows)
    np.testing.assert_allclose(found, decision.decision_function(rows), rtol=1e-12, atol=1e-12)


def broken(model, name, change):
    arrays = {key: np.array(array) for key, array in model.arrays.items()}
    arrays[name] = change(arrays[name])
    return arrays


@pytest.mark.parametrize(
    ("name", "change", "message"),
    [
        ("terms.features", lambda a: a + 1000, "missing feature"),
        ("terms.lefts", lambda a: a[::-1], "leads outside its tree"),
        ("terms.values", lambda a: a[:-1], "one value a node"),
        ("pairs.roots", lambda a: a[::-1], "roots must rise"),
        ("sentences.base", lambda a: np.zeros(2), "base must be one number"),
        ("sets", lambda a: a[:, 1:], "sets must be 3 x"),
        ("sets", lambda a: a * 0, "scales above 0"),
        ("products", lambda a: a[1:], "do not fit the features"),
        ("background", lambda a: a[1:], "65536 bytes"),
    ],
)
def test_broken_models_are_refused(name, change, message):
    model = load_ranker()
    with pytest.raises(ValueError, match=message):
        RankerModel(broken(model, name, change), model.pool)


def test_articles_without_neighbouring_words_teach_what_they_can(tmp_path):
    article = "部长访问巴格达。会议在周一举行。雨下了一整天。"
    fitted = RankerSummarizer().fit([(article, "会议在周一举行")] * 20)
    assert len(fitted.summarize(article, sentences=1)) == 1
    fitted.save(tmp_path / "chinese.model")
    assert RankerSummarizer(model=tmp_path / "chinese.model").summarize(article) == fitted.summarize(article)


def test_a_file_is_read_once_and_again_when_it_has_changed(fitted, tmp_path):
    path = tmp_path / "own.model"
    fitted.save(path)
    first = load_ranker(path)
    assert load_ranker(path) is first
    RankerSummarizer().save(path)
    assert load_ranker(path) is not first
    load_ranker(path).save(tmp_path / "again.model")
    assert path.read_bytes() == (tmp_path / "again.model").read_bytes()


def test_wrong_use_is_named(tmp_path):
    with pytest.raises(ValueError, match="at least 20"):
        RankerSummarizer().fit([("a text.", "a summary")])
    with pytest.raises(TypeError, match=r"pairs\[0\] must be an \(article, summary\) pair"):
        RankerSummarizer().fit(["a text"] * 30)
    with pytest.raises(TypeError, match=r"pairs\[1\]\[1\] must be str, got int"):
        RankerSummarizer().fit([("a", "b"), ("a", [1])])
    with pytest.raises(TypeError, match=r"pairs\[1\]\[0\] must be str, got list"):
        RankerSummarizer().fit([("a", "b"), (["a"], "b")])
    with pytest.raises(ValueError, match="pairs must hold articles with a sentence, got none"):
        RankerSummarizer().fit([("", "b")] * 20)
    (tmp_path / "no.model").write_bytes(b"no model")
    with pytest.raises(ValueError, match=r"no\.model"):
        RankerSummarizer(model=tmp_path / "no.model").summarize("A text.")
    with pytest.raises(ValueError, match="lies outside the text"):
        load_ranker().study("a text", np.array([[0, 99]]))


def test_free_choice_has_two_to_four_sentences():
    summary = RankerSummarizer().summarize(ARTICLE)
    assert 2 <= len(summary) <= 4
    assert "Read more" not in summary.text
    assert "Soleimani" not in summary.text
    assert len(RankerSummarizer().summarize("One sentence only.")) == 1
    assert len(RankerSummarizer().summarize("")) == 0


@pytest.mark.parametrize("count", [1, 2, 3, 4, 5, 8])
def test_asked_number_of_sentences_is_given(count):
    assert len(RankerSummarizer().summarize(ARTICLE, sentences=count)) == count


def test_room_in_a_budget_is_filled():
    article = Article.parse(ARTICLE)
    shortest = min(len(sentence.text.split()) for sentence in article.sentences)
    for limit in (40, 80, 120, 200):
        summary = RankerSummarizer().summarize(article, words=limit)
        used = len(summary.text.split())
        left = [s for s in article.sentences if s.start not in {c.start for c in summary}]
        assert shortest <= used <= limit
        assert all(used + len(s.text.split()) > limit for s in left)


def test_threads_change_nothing():
    texts = [ARTICLE, ARTICLE[:800], ARTICLE[400:], "One. Two. Three. Four. Five."] * 5
    ranker = RankerSummarizer()
    alone = [ranker.summarize(text) for text in texts]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(ranker.summarize, texts)) == alone


def test_use_imports_no_training_library():
    code = (
        "import sys; from newsnlp import RankerSummarizer; RankerSummarizer().summarize('It rained. The port closed.');"
        "sys.exit(any(name in sys.modules for name in ('sklearn', 'scipy', 'nltk', 'joblib')))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
