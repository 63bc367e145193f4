"""The sentence core alone under address and undefined-behaviour sanitizers, on random texts."""

from tests.fuzz.program import build_program, check_run

ROOMS = ("base", "articles")


def test_random_texts_under_sanitizers(tmp_path):
    program = build_program(tmp_path, ROOMS, ("sentences",))
    check_run(program, "2000", "1", says="2000 texts: no fault")
