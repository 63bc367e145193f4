"""The table of IPTC Media Topics: valid, attributed, and without retired ids."""

from importlib.resources import files

import pytest

from newsnlp.topics.taxonomy import (
    NEWS_TOPICS,
    RETIRED,
    broader_topics,
    check_iptc,
    find_media_topic,
    media_topics,
)


def test_table_is_a_forest_with_known_roots():
    table = media_topics()
    roots = {topic.id for topic in table.values() if topic.broader is None}
    assert roots == {f"{n:02d}000000" for n in range(1, 18)}
    for topic in table.values():
        assert topic.id.isdigit()
        assert len(topic.id) == 8
        assert topic.name == topic.name.strip() != ""
        assert topic.broader is None or topic.broader in table
        assert topic not in broader_topics(topic.id)  # no circle: the walk ends and never comes back


def test_table_is_attributed():
    text = (files("newsnlp.topics") / "mediatopics.tsv").read_text(encoding="utf-8")
    assert "IPTC" in text
    assert "CC BY 4.0" in text


def test_shipped_topics_have_ids_in_use():
    assert set(NEWS_TOPICS) == {"diplomacy", "ict", "security"}
    for ids in NEWS_TOPICS.values():
        assert len(set(ids)) == len(ids)
        assert not set(ids) & RETIRED
        assert "20001396" not in ids
        for identifier in ids:
            assert identifier in media_topics()
    assert not set(media_topics()) & RETIRED


@pytest.mark.parametrize(
    ("identifier", "names"),
    [
        ("20000638", ["politics and government"]),
        ("20000763", ["technology and engineering", "science and technology"]),
        ("20000598", ["government", "politics and government"]),
        ("20000063", ["war", "armed conflict", "conflict, war and peace"]),
        ("16000000", []),
    ],
)
def test_broader(identifier, names):
    assert [topic.name for topic in broader_topics(identifier)] == names


def test_forms_of_an_id():
    topic = find_media_topic("medtop:20000639")
    assert topic == find_media_topic("20000639")
    assert topic.qcode == "medtop:20000639"
    assert check_iptc(["medtop:20000639", "20000639", "15000000"]) == ("20000639", "15000000")
    assert check_iptc(["20000822"]) == ("20000822",)  # outside the table, in use at IPTC


@pytest.mark.parametrize("bad", ["", "2000063", "200006399", "topic", "２００００６３９", "medtop:", " 20000639"])
def test_malformed_ids(bad):
    with pytest.raises(ValueError, match="eight digits"):
        check_iptc([bad])


@pytest.mark.parametrize("retired", sorted(RETIRED))
def test_retired_ids_are_refused(retired):
    with pytest.raises(ValueError, match="retired"):
        check_iptc([retired])


def test_wrong_types_and_unknown_ids():
    with pytest.raises(TypeError, match="must be str"):
        check_iptc([20000639])
    with pytest.raises(ValueError, match="not in the table"):
        find_media_topic("20000822")
