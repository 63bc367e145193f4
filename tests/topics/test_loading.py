"""Models by name."""

from newsnlp import load_topics


def test_without_an_argument_the_shipped_model_is_loaded():
    assert load_topics().version == load_topics("en").version
    assert load_topics().topics == ("diplomacy", "ict", "security")
