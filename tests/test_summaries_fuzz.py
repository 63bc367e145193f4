"""The core of the summaries alone under address and undefined-behaviour sanitizers, on random articles."""

from tests.fuzz.program import build_program, check_run

SCORES = ("covering", "latent", "porter", "ranking", "rouge", "selection", "sentence_terms", "unicode")
RANKER = ("candidates", "features", "story", "story_ranker", "term_features", "trees", "unicode")


def test_random_articles_under_sanitizers(tmp_path):
    program = build_program(tmp_path, SCORES, ("summaries",))
    check_run(program, "1000", "1", says="1000 articles: no fault")


def test_random_stories_under_sanitizers(tmp_path):
    program = build_program(tmp_path, RANKER, ("stories",))
    check_run(program, "500", "1", says="500 stories: no fault")
