"""The training of the ranker: what its trees are given, by hand, and their settings."""

import numpy as np
import pytest

from newsnlp import Article
from newsnlp.evaluation import GradedArticle
from newsnlp.summarizers import ranker_fitting
from newsnlp.summarizers.ranker_fitting import CHOICE, SETTINGS, _Examples, _fit_part, _gather, _worth
from newsnlp.summarizers.ranker_model import load_ranker

LINES = ["Alpha beta.", "Gamma delta.", "Epsilon zeta.", "Eta theta.", "Iota kappa."]
BACKGROUND = np.zeros(1 << 16, dtype=np.uint8)


@pytest.mark.parametrize("part", ["values", "dangling"])
def test_the_shipped_trees_have_the_settings_of_the_training(part):
    arrays = load_ranker().arrays
    roots, nodes = arrays[f"{part}.roots"], len(arrays[f"{part}.lefts"])
    leaves = (np.diff([*roots, nodes]) + 1) // 2
    assert len(roots) == SETTINGS[part]["max_iter"]
    assert leaves.max() == SETTINGS[part]["max_leaf_nodes"]
    assert arrays["choice"].tolist() == CHOICE.tolist() == [1.0, 0.8, 1.0, 2.1]


class StopError(Exception):
    """Carries the settings with which trees would have been grown."""


def settings_for(monkeypatch, part, rows):
    def stop(**settings):
        raise StopError(settings)

    monkeypatch.setattr(ranker_fitting, "HistGradientBoostingRegressor", stop)
    with pytest.raises(StopError) as caught:
        _fit_part(part, _Examples(np.zeros((rows, 1)), np.zeros(rows), np.ones(rows)))
    return caught.value.args[0]


def test_trees_are_grown_with_all_settings(monkeypatch):
    """A change of these needs a new model."""
    common = {"l2_regularization": 5.0, "max_features": 0.3, "max_bins": 63, "early_stopping": False, "random_state": 0}
    values = {"max_iter": 80, "learning_rate": 0.08, "max_leaf_nodes": 16, "min_samples_leaf": 40}
    dangling = {"max_iter": 40, "learning_rate": 0.1, "max_leaf_nodes": 12, "min_samples_leaf": 40}
    assert settings_for(monkeypatch, "values", 20_000) == common | values
    assert settings_for(monkeypatch, "dangling", 20_000) == common | dangling


@pytest.mark.parametrize(("rows", "least"), [(1, 1), (799, 1), (800, 2), (4000, 10), (16_000, 40), (40_000, 40)])
def test_a_leaf_has_a_four_hundredth_of_the_rows_but_forty_at_most(monkeypatch, rows, least):
    assert settings_for(monkeypatch, "values", rows)["min_samples_leaf"] == least


def test_a_sentence_is_worth_half_by_itself_and_half_as_one_of_the_best_four():
    article = Article(body=" ".join(LINES))
    assert sorted(_worth(article, "\n".join(LINES))) == pytest.approx([1.5, 3.0, 3.0, 3.0, 3.0])
    assert _worth(article, LINES[2]).tolist() == pytest.approx([0.0, 0.0, 3.0, 0.0, 0.0])
    assert _worth(article, "Nothing of it").tolist() == [0.0] * 5
    half = _worth(Article(body="Alpha beta. Alpha gamma."), "Alpha beta.")
    # The second sentence shares a word of two and no pair: ROUGE-1 and ROUGE-L are 1/2, ROUGE-2 is 0.
    assert half.tolist() == pytest.approx([3.0, 3 * 0.5 * (1 / 2 + 1 / 2) / 3])


def test_every_article_counts_alike():
    found = _gather([np.zeros((2, 3)), np.zeros((0, 3)), np.ones((4, 3))], [np.ones(2), np.zeros(0), np.zeros(4)])
    assert found.weights.tolist() == [0.5, 0.5, 0.25, 0.25, 0.25, 0.25]
    assert found.targets.tolist() == [1, 1, 0, 0, 0, 0]
    assert found.moments() == pytest.approx((0.5, 0.5))
    with pytest.raises(ValueError, match="the examples must hold articles with a sentence, got none"):
        _gather([np.zeros((0, 3))], [np.zeros(0)])


def test_sentences_are_taught_with_their_grades(monkeypatch):
    taught = {}
    monkeypatch.setattr(ranker_fitting, "_fit_part", lambda part, examples: taught.update({part: examples}) or {})
    monkeypatch.setattr(ranker_fitting, "RankerModel", lambda arrays: arrays)
    text = " ".join(LINES)
    spans = tuple((text.index(line), text.index(line) + len(line)) for line in LINES)
    graded = GradedArticle(text, spans[:4], ("3", "2d", "x", "0d"), (0,))  # the fifth has no grade
    arrays = ranker_fitting.fit_on_grades([graded], BACKGROUND)
    assert taught["values"].targets.tolist() == [3.0, 2.0, -1.0, 0.0]
    assert taught["dangling"].targets.tolist() == [0.0, 1.0, 0.0, 1.0]
    assert taught["values"].weights.tolist() == [0.25] * 4
    assert arrays["choice"] is CHOICE
    ranker_fitting.fit_on_grades([graded], BACKGROUND, [(Article(body=text), LINES[0])])
    assert taught["values"].weights.tolist() == pytest.approx([0.25] * 4 + [0.3 / 5] * 5)
