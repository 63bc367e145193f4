"""oracle_summary and evaluate_summaries."""

from itertools import combinations

import numpy as np
import pytest

from newsnlp import Article, Interval, LeadSummarizer
from newsnlp.evaluation import evaluate_summaries, oracle_summary, rouge
from newsnlp.evaluation.comparison import bootstrap

ARTICLE = "It rained on Monday. The port reopened after a month. Ships came in at dawn. The mayor thanked the crews."
REFERENCE = "Port reopens after a month\nMayor thanks crews"


def value(sentences, reference):
    scores = rouge(" ".join(s.text for s in sentences), reference, types=["rouge1", "rouge2"], use_stemmer=True)
    return sum(score.fmeasure for score in scores.values())


def naive_oracle(sentences, reference):
    chosen, best = [], 0.0
    while True:
        trials = [
            (value(sorted([*chosen, s], key=lambda s: s.start), reference), -s.start, s)
            for s in sentences
            if s not in chosen
        ]
        top = max(trials, default=(0.0, 0, None))
        if top[0] <= best:
            return sorted(chosen, key=lambda s: s.start)
        best, chosen = top[0], [*chosen, top[2]]


def test_oracle_is_the_greedy_one_of_the_naive_twin():
    article = Article.parse(ARTICLE)
    chosen = oracle_summary(article, REFERENCE)
    assert [s.text for s in chosen] == [s.text for s in naive_oracle(article.sentences, REFERENCE)]
    best_pair = max(value(pair, REFERENCE) for pair in combinations(article.sentences, 2))
    assert value(chosen.sentences, REFERENCE) == pytest.approx(best_pair)


def test_oracle_keeps_to_its_limits_and_takes_the_best_of_several_references():
    article = Article.parse(ARTICLE)
    assert len(oracle_summary(article, REFERENCE, sentences=1)) == 1
    assert len(oracle_summary(article, REFERENCE, words=7).text.split()) <= 7
    assert oracle_summary(article, REFERENCE, words=10**30, characters=2**63) == oracle_summary(article, REFERENCE)
    assert oracle_summary(article, ["unrelated", "Ships came in at dawn"]).text == "Ships came in at dawn."
    assert len(oracle_summary(article, "xyz")) == 0
    assert len(oracle_summary(Article.parse(""), "xyz")) == 0


def test_oracle_scores_every_sentence_alone():
    article = Article.parse(ARTICLE)
    summary = oracle_summary(article, REFERENCE)
    assert list(summary.scores) == pytest.approx([value([s], REFERENCE) / 2 for s in article.sentences])


def test_evaluate_means_words_and_paired_differences():
    pairs = [(ARTICLE, REFERENCE), (ARTICLE, "It rained")] * 5
    result = evaluate_summaries(
        LeadSummarizer(), pairs, types=["rouge1"], sentences=1, baseline=lambda text, **_: "It rained."
    )
    expected = [
        rouge("It rained on Monday.", r, types=["rouge1"], use_stemmer=True)["rouge1"].fmeasure for _, r in pairs
    ]
    assert result.table[:, 0].tolist() == pytest.approx(expected)
    mean, low, high = result.scores["rouge1"]
    assert low <= mean <= high
    assert result.words == 4
    assert result.differences["rouge1"].mean == pytest.approx(sum(expected) / 10 - 0.5)
    assert (
        evaluate_summaries(LeadSummarizer(), pairs, sentences=1).to_dict()
        == evaluate_summaries(LeadSummarizer(), pairs, sentences=1).to_dict()
    )


def test_evaluate_takes_types_from_an_iterator_and_checks_them_first():
    pairs = [(ARTICLE, REFERENCE)] * 2
    expected = evaluate_summaries(LeadSummarizer(), pairs, types=["rouge2", "rougeL"])
    assert evaluate_summaries(LeadSummarizer(), pairs, types=iter(["rouge2", "rougeL"])) == expected
    with pytest.raises(ValueError, match=r"`types\[0\]` must be one of 'rouge1'"):
        evaluate_summaries(LeadSummarizer(), [], types=["rouge"])


@pytest.mark.parametrize(("progress", "shown"), [(True, True), (False, False), (None, False)])
def test_progress_is_shown_if_asked_for_or_on_a_terminal(capsys, progress, shown):
    evaluate_summaries(LeadSummarizer(), [(ARTICLE, REFERENCE)] * 3, progress=progress)
    output, errors = capsys.readouterr()
    assert output == ""
    assert ("3/3" in errors) == bool(errors) == shown


def test_evaluate_of_nothing_and_of_no_summarizer():
    nothing = evaluate_summaries(LeadSummarizer(), [])
    assert (nothing.scores["rouge1"], nothing.words, nothing.sentences) == ((0.0, 0.0, 0.0), 0.0, 0.0)
    assert nothing.table.shape == (0, 4)
    with pytest.raises(TypeError, match="summarizer must be a Summarizer or a callable, got int"):
        evaluate_summaries(3, [])
    with pytest.raises(TypeError, match="summarizer must give a Summary or a str, got NoneType"):
        evaluate_summaries(lambda text: None, [(ARTICLE, REFERENCE)])


def test_a_page_of_an_evaluation_says_each_measure_once():
    page = evaluate_summaries(LeadSummarizer(), [(ARTICLE, REFERENCE)] * 3, sentences=1, progress=False)._repr_html_()
    assert page.count("3 articles, 1.0 sentences") == 1
    assert page.count("rouge1") == 1


def first(text, **budget):
    return "It rained on Monday.\nShips came in."


def test_an_evaluation_in_print_by_hand():
    pairs = [(ARTICLE, "It rained on Monday"), (ARTICLE, "xyz")]
    alone = evaluate_summaries(first, pairs, types=["rouge1"])
    # Of 7 words 4 are in the reference of 4 words: F = 2 * 4 / (7 + 4); the other article has 0.
    assert str(alone) == "2 articles, 2.0 sentences, 7 words a summary\nrouge1     36.36 (0.00 to 72.73)"
    assert repr(alone) == "SummaryEvaluation(2 articles, rouge1=36.36)"
    assert alone.differences == {}
    assert "against the baseline" not in alone._repr_html_()
    found = evaluate_summaries(first, pairs, types=["rouge1"], baseline=lambda text: "xyz")
    assert str(found).splitlines()[1] == (
        "rouge1     36.36 (0.00 to 72.73)   against the baseline -13.64 (-100.00 to 72.73)"
    )
    cells = ("rouge1", "36.36 (0.00 to 72.73)", "-13.64 (-100.00 to 72.73)")
    assert "".join(f'<td dir="auto">{cell}</td>' for cell in cells) in found._repr_html_()
    assert found.to_dict() == {
        "articles": 2,
        "sentences": 2.0,
        "words": 7.0,
        "scores": {"rouge1": list(found.scores["rouge1"])},
        "differences": {"rouge1": list(found.differences["rouge1"])},
    }


def test_bounds_are_quantiles_of_the_means_of_resamples():
    table = np.random.default_rng(1).random((12, 2))
    generator = np.random.default_rng(7)
    means = [table[generator.integers(0, 12, 12)].mean(axis=0) for _ in range(50)]
    for column, (mean, low, high) in enumerate(bootstrap(table, 50, 7)):
        values = [row[column] for row in means]
        assert (mean, low, high) == pytest.approx((table[:, column].mean(), *np.quantile(values, [0.025, 0.975])))
    assert bootstrap(np.zeros((0, 2)), 50, 7) == [Interval(0.0, 0.0, 0.0)] * 2


def test_defaults_of_an_evaluation_are_those_of_its_documentation():
    pairs = [(ARTICLE, REFERENCE), (ARTICLE, "It rained"), (ARTICLE, "A ship")]
    explicit = {"use_stemmer": True, "resamples": 1000, "random_state": 0}
    types = ["rouge1", "rouge2", "rougeL", "rougeLsum"]
    found = evaluate_summaries(first, pairs)
    assert found == evaluate_summaries(first, pairs, types=types, **explicit)
    assert found.scores["rouge1"] == bootstrap(found.table, 1000, 0)[0]
    assert found != evaluate_summaries(first, pairs, use_stemmer=False)


@pytest.mark.parametrize(("name", "least"), [("resamples", 1), ("random_state", 0)])
def test_wrong_samples_are_named(name, least):
    evaluate_summaries(first, [(ARTICLE, REFERENCE)], **{name: least})
    with pytest.raises(ValueError, match=f"`{name}` must be an int of at least {least}, got {least - 1}"):
        evaluate_summaries(first, [], **{name: least - 1})
