"""The core of the summaries alone under address and undefined-behaviour sanitizers, on random articles."""

from tests.fuzz.program import build_program, check_run

SUMMARIES = ("base", "simd", "terms", "summaries")
RANKER = ("base", "articles", "ranker")


def test_random_articles_under_sanitizers(tmp_path):
    program = build_program(tmp_path, SUMMARIES, ("summaries",))
    check_run(program, "1000", "1", says="1000 articles: no fault")


def test_random_stories_under_sanitizers(tmp_path):
    program = build_program(tmp_path, RANKER, ("stories",))
    check_run(program, "500", "1", says="500 stories: no fault")
