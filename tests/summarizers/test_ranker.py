"""The ranker: fitting, model files, and its choices, against naive twins and by hand."""

import copy
import pickle
import random
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsnlp import Article, RankerSummarizer, _core
from newsnlp.evaluation import GradedArticle, desk_score
from newsnlp.results.budget import FREE, Budget
from newsnlp.summarizers.ranker_model import CHOICE, Layout, RankerModel, load_ranker
from tests.reference import ranker_choice as twin
from tests.summarizers.test_ranker_choice import native
from tests.summarizers.test_ranker_features import ARTICLE


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


def make_graded(count):
    """The same articles with grades: 3 for a money figure, x for the rest."""
    made = []
    for text, _ in make_pairs(count):
        spans = tuple((s.start, s.end) for s in Article.parse(text).sentences)
        grades = tuple("3" if "million" in text[start:end] else "x" for start, end in spans)
        made.append(GradedArticle(text, spans, grades, tuple(i for i, g in enumerate(grades) if g == "3") or (0,)))
    return made


@pytest.fixture(scope="module")
def pairs():
    return make_pairs(60)


@pytest.fixture(scope="module")
def fitted(pairs):
    return RankerSummarizer().fit(pairs)


@pytest.fixture(scope="module")
def graded():
    return RankerSummarizer().fit(make_graded(60))


def test_fit_learns_what_the_summaries_have_in_common(fitted):
    found = [fitted.summarize(text, sentences=2) for text, lines in make_pairs(80)[60:] if len(lines) >= 2]
    share = np.mean(["million" in sentence.text for summary in found for sentence in summary])
    assert len(found) > 5
    assert share > 0.9


def test_fit_learns_grades(graded):
    unseen = [article for article in make_graded(80)[60:] if len(article.best) >= 2]
    found = desk_score(graded, unseen, sentences=2)
    assert found.grade.mean > 2.7
    assert found.never.mean < 0.1
    trees = graded.model_.arrays
    assert not trees["dangling.values"].any()
    assert trees["dangling.base"].tolist() == [0.0]


def test_summaries_count_where_grades_say_little():
    from newsnlp.summarizers.ranker_fitting import fit_on_grades

    rng = random.Random(1)
    vague = [
        GradedArticle(one.text, one.sentences, tuple(rng.choices("12", k=len(one.grades))), one.best)
        for one in make_graded(60)
    ]
    pairs = [(Article.parse(text), "\n".join(lines)) for text, lines in make_pairs(60)]
    unseen = [article for article in make_graded(80)[60:] if len(article.best) >= 2]
    background = load_ranker().background
    alone, both = (fit_on_grades(vague, background, taught) for taught in ((), pairs))
    found = [desk_score(RankerSummarizer(model=model), unseen, sentences=2).grade.mean for model in (alone, both)]
    assert found[1] > found[0] + 0.4


def test_summaries_have_their_share_of_the_weight_and_the_scale_of_grades():
    from newsnlp.summarizers.ranker_fitting import SUMMARY_SHARE, _add_summaries, _Examples

    rng = np.random.default_rng(0)
    grades, summaries = (
        _Examples(rng.random((n, 2)), rng.normal(mean, spread, n), rng.random(n) + 0.1)
        for n, mean, spread in ((40, 1.5, 0.8), (70, 0.2, 0.1))
    )
    both = _add_summaries(grades, summaries)
    added = _Examples(*(values[40:] for values in both))
    assert added.weights.sum() == pytest.approx(SUMMARY_SHARE * grades.weights.sum())
    assert added.weights / added.weights.sum() == pytest.approx(summaries.weights / summaries.weights.sum())
    assert added.moments() == pytest.approx(grades.moments())
    assert all(np.array_equal(mixed[:40], alone) for mixed, alone in zip(both, grades, strict=True))


def test_fit_is_deterministic_and_leaves_the_shipped_model_alone(pairs, fitted, graded, tmp_path):
    shipped = RankerSummarizer().summarize(ARTICLE)
    for first, examples in ((fitted, iter(pairs)), (graded, make_graded(60))):
        again = RankerSummarizer().fit(examples)
        first.save(tmp_path / "a.model")
        again.save(tmp_path / "b.model")
        assert (tmp_path / "a.model").read_bytes() == (tmp_path / "b.model").read_bytes()
        assert again.model_.version == first.model_.version
    assert RankerSummarizer().summarize(ARTICLE) == shipped
    assert fitted.model_.version != graded.model_.version != load_ranker().version


def test_pairs_leave_what_is_known_of_dangling_sentences(fitted):
    shipped = load_ranker().arrays
    kept = [name for name in shipped if not name.startswith("values.")]
    assert all(np.array_equal(fitted.model_.arrays[name], shipped[name]) for name in kept)


def test_summaries_name_the_model(fitted):
    assert RankerSummarizer().summarize(ARTICLE).model == load_ranker().version == "summaries-en-4"
    assert fitted.summarize(ARTICLE).model == fitted.model_.version
    assert len(fitted.model_.version) == 12


def test_the_summary_of_the_bundled_article_starts_with_its_news():
    sentences = Article.parse(ARTICLE).sentences
    starts = [sentence.start for sentence in sentences]
    summary = RankerSummarizer().summarize(ARTICLE)
    chosen = [starts.index(sentence.start) for sentence in summary]
    assert chosen[0] == 0
    assert "cooperation" in summary[0].text
    # "He added" follows the sentence that names him, or is left out.
    referring = [i for i in chosen if re.match(r"(?:He|She|It|They|According to him)\b", sentences[i].text)]
    assert all(i - 1 in chosen for i in referring)


def test_saved_pickled_and_copied_models_choose_alike(pairs, fitted, tmp_path):
    fitted.save(tmp_path / "own.model")
    loaded = RankerSummarizer(model=tmp_path / "own.model")
    for other in (loaded, pickle.loads(pickle.dumps(fitted)), copy.deepcopy(fitted)):
        for text, _ in pairs[:5]:
            assert other.summarize(text) == fitted.summarize(text)


def test_native_trees_equal_scikit_learn():
    from sklearn.ensemble import HistGradientBoostingRegressor
    from threadpoolctl import threadpool_limits

    from newsnlp.summarizers.ranker_fitting import native_trees

    rng = np.random.default_rng(0)
    rows = rng.normal(size=(700, 5)).astype(np.float32).round(1)
    target = rows[:, 0] * rows[:, 1] + np.abs(rows[:, 2])
    machine = HistGradientBoostingRegressor(max_iter=40, max_leaf_nodes=32, min_samples_leaf=3)
    with threadpool_limits(1):  # threads that wait for a busy core make this slow
        machine.fit(rows, target)
    arrays = native_trees(machine)
    base = float(arrays.pop("base")[0])
    trees = _core.Trees(**arrays, base=base, width=5)
    np.testing.assert_allclose(trees.sum(rows), machine.predict(rows), rtol=1e-12, atol=1e-12)
    plain = {name: array.tolist() for name, array in arrays.items()} | {"base": base}
    np.testing.assert_array_equal(trees.sum(rows[:50]), [twin.sum_trees(plain, row) for row in rows[:50].tolist()])


def broken(model, name, change):
    arrays = {key: np.array(array) for key, array in model.arrays.items()}
    arrays[name] = change(arrays[name])
    return arrays


def lead_to(index, target):
    def change(lefts):
        lefts[index] = target if target >= 0 else len(lefts) + target
        return lefts

    return change


@pytest.mark.parametrize(
    ("name", "change", "message"),
    [
        ("values.features", lambda a: a + 1000, "missing feature"),
        ("values.lefts", lambda a: a[::-1], "leads outside its tree"),
        ("values.lefts", lead_to(0, -1), "leads outside its tree"),  # its right child lies one beyond the last node
        ("values.lefts", lead_to(0, 2), "reached twice or never"),
        ("values.values", lambda a: a[:-1], "one value a node"),
        ("values.values", lambda a: a + 1e300, "larger than 1e9"),
        ("values.values", lambda a: np.full(a.shape, np.nan), "larger than 1e9"),
        ("values.thresholds", lambda a: np.full(a.shape, np.inf), "must be finite"),
        ("values.base", lambda a: a + 1e300, "larger than 1e9"),
        ("dangling.roots", lambda a: a[::-1], "first root must be 0"),
        ("dangling.roots", lambda a: np.concatenate([a[:1], a[:1], a[1:]]), "roots must rise"),
        ("dangling.roots", lambda a: a[:1], "reached twice or never"),
        ("dangling.base", lambda a: np.zeros(2), "base must be one number"),
        ("choice", lambda a: a[1:], "choice must hold 4 numbers"),
        ("choice", lambda a: a * np.inf, "settings must be numbers"),
        ("background", lambda a: a[1:], "must hold 65536 numbers"),
    ],
)
def test_broken_models_are_refused(name, change, message):
    with pytest.raises(ValueError, match=message):
        RankerModel(broken(load_ranker(), name, change))


@given(data=st.data())
@settings(max_examples=60)
def test_a_model_that_is_taken_ranks_whatever_its_numbers(data):
    """Any numbers anywhere in the arrays: a ValueError, or a model that ranks with finite scores."""
    arrays = {name: np.array(array) for name, array in load_ranker().arrays.items()}
    for name in data.draw(st.sets(st.sampled_from(sorted(arrays)), min_size=1, max_size=3)):
        flat = arrays[name].reshape(-1)
        for i in data.draw(st.sets(st.integers(0, flat.size - 1), max_size=5)):
            whole = np.issubdtype(flat.dtype, np.integer)
            numbers = st.integers(0, int(np.iinfo(flat.dtype).max)) if whole else st.floats(-1e9, 1e9)
            flat[i] = data.draw(numbers)
    try:
        model = RankerModel(arrays)
    except ValueError:
        return
    summary = RankerSummarizer(model=model).summarize(ARTICLE)
    assert 1 <= len(summary) <= 4
    assert all(0.0 <= score <= 1.0 for score in summary.scores)


def test_a_tree_of_33_leaves_is_refused():
    chain = {"thresholds": [], "features": [], "lefts": [], "values": [], "roots": [0], "base": 0.0}
    for i in range(65):  # every second node parts, its left child is a leaf
        chain["lefts"].append(i + 1 if i % 2 == 0 and i < 64 else i)
        chain["thresholds"].append(0.0)
        chain["features"].append(0)
        chain["values"].append(1.0)
    with pytest.raises(ValueError, match="more than 32 leaves"):
        native(chain)


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
    with pytest.raises(ValueError, match="at least 20 graded articles, got 3"):
        RankerSummarizer().fit(make_graded(3))
    with pytest.raises(TypeError, match=r"pairs\[0\] must be an \(article, summary\) pair"):
        RankerSummarizer().fit(["a text"] * 30)
    with pytest.raises(TypeError, match=r"pairs\[1\]\[1\] must be str, got int"):
        RankerSummarizer().fit([("a", "b"), ("a", [1])])
    with pytest.raises(TypeError, match=r"pairs\[1\]\[0\] must be str, got list"):
        RankerSummarizer().fit([("a", "b"), (["a"], "b")])
    with pytest.raises(ValueError, match="examples must hold articles with a sentence, got none"):
        RankerSummarizer().fit([("", "b")] * 20)
    (tmp_path / "no.model").write_bytes(b"no model")
    with pytest.raises(ValueError, match=r"no\.model"):
        RankerSummarizer(model=tmp_path / "no.model").summarize("A text.")
    layout = Layout(np.array([[0, 99]]), np.zeros((0, 2), np.int64), (0, 0), (0, 0))
    with pytest.raises(ValueError, match=r"sentences\[\d+\] lies outside the text"):
        load_ranker().rank("a text", layout, FREE, np.zeros((1, 3), np.int64))


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


def test_a_model_chooses_at_most_eight():
    text = " ".join(f"Item {i} is about {word} alone." for i, word in enumerate("abcdefghijkl"))
    layout = Layout.of(Article.parse(text))
    scores, order = load_ranker().rank(text, layout, Budget(sentences=12), np.ones((12, 3), np.int64))
    assert (len(scores), len(order)) == (12, 8)
    assert len(CHOICE) == load_ranker().arrays["choice"].size


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
