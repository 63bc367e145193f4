"""The topics of one text, shown."""

import newsnlp


def test_the_repr_is_one_short_line():
    shown = newsnlp.TopicPrediction(
        topics=("ict",), probabilities={"ict": 0.94672, "war": 0.01}, novelty=0.123456, model="m", text="word " * 1000
    )
    expected = "topics=('ict',), probabilities={'ict': 0.947, 'war': 0.01}, novelty=0.123, model='m'"
    assert repr(shown) == f"TopicPrediction({expected})"
