"""The core of the summaries alone under address and undefined-behaviour sanitizers, on random articles."""

from tests.fuzz.program import build_program, check_run

CORE = ("covering", "latent", "porter", "ranking", "rouge", "selection", "sentence_terms", "unicode")


def test_random_articles_under_sanitizers(tmp_path):
    program = build_program(tmp_path, CORE, ("summaries",))
    check_run(program, "1000", "1", says="1000 articles: no fault")
