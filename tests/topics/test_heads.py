"""Topics in a model's file, at the limits of their numbers."""

import math

import pytest

from newsnlp.topics.heads import TopicHead

SOUND = {"name": "a", "bias": 1e6, "slope": 1e-6, "intercept": -1e6, "threshold": 1.0, "iptc": ["20000639"]}


@pytest.mark.parametrize("change", [{}, {"bias": 0, "slope": 1e6}, {"threshold": None}, {"threshold": 1e-9}])
def test_numbers_at_their_limits_are_read(change):
    head = TopicHead.from_header(SOUND | change)
    assert head.header() == SOUND | change
    assert head.threshold == (math.inf if head.header()["threshold"] is None else head.header()["threshold"])


def test_a_topic_has_no_ids_by_default():
    assert TopicHead("a", 0.0, 1.0, 0.0, 0.5).iptc == ()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"bias": 1e6 + 1}, "a topic's bias must be a number of at most 1e.06, got 1000001.0"),
        ({"intercept": -1e6 - 1}, "a topic's intercept must be a number of at most"),
        ({"bias": math.nan}, "a topic's bias must be a number of at most"),
        ({"slope": 9e-7}, "topic 'a': the slope must be at least 1e-06, got 9e-07"),
        ({"threshold": 1.01}, "`threshold` must be a number above 0 and at most 1"),
    ],
)
def test_numbers_beyond_their_limits_are_refused(change, message):
    with pytest.raises(ValueError, match=message):
        TopicHead.from_header(SOUND | change)
