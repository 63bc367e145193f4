"""A grouper's saved state: every wrong value is one clear error when it is read."""

import copy
import gzip
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import newsnlp

TEXTS = [
    "A storm hit Cuba on Monday.",
    "The cup final ended in a draw.",
    "A storm hit Cuba on Monday!",
    "Storm and Cuba.",
]
DAYS = [1, 1, 2, 3, 9]
NAMES = {"seconds", "threshold", "n_seen", "open", "finished", "recent", "active", "clock"}


def grouper():
    """Return one with a finished story, and an open one that has forgotten none of its articles."""
    articles = [newsnlp.Article(text=text, date=f"2026-05-0{day}") for text, day in zip(TEXTS, DAYS, strict=False)]
    more = [newsnlp.Article("Quake", "A quake in Tonga.", date="2026-05-09"), newsnlp.Article(text="Quake in Tonga")]
    return newsnlp.StoryGrouper(window="3d").partial_fit(articles + more)


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    path = tmp_path_factory.mktemp("stories") / "stories.gz"
    grouper().save(path)
    return path


def write(path, values):
    path.write_bytes(gzip.compress(json.dumps(values).encode(), 1))
    return path


def places(value, place=()):
    """Return the place of each value within lists and objects."""
    found = [place]
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, each in inside:
        found += places(each, (*place, key))
    return found


def use(path):
    """Load a grouper, let it forget all that it holds, and save it."""
    loaded = newsnlp.StoryGrouper.load(path)
    loaded.stories_, repr(loaded)
    loaded.partial_fit([newsnlp.Article("Quake", "A storm in Cuba.", date="2026-05-10")])
    loaded.save(path)
    loaded.partial_fit([newsnlp.Article(text="Rain.", date="9999-01-01")])
    return loaded


def test_the_right_values_are_read(path, tmp_path):
    values = json.loads(gzip.decompress(path.read_bytes()))
    assert values["open"]
    assert values["finished"]
    assert len(use(write(tmp_path / "a.gz", values)).stories_) == len(grouper().stories_) + 1


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_a_value_that_is_replaced_is_told_when_it_is_read_or_does_no_harm(path, data):
    values = json.loads(gzip.decompress(path.read_bytes()))
    place = data.draw(st.sampled_from(places(values)[1:]))
    inner = values
    for key in place[:-1]:
        inner = inner[key]
    others = [None, True, 0, -1, 7, 10**30, 1e308, float("nan"), float("inf"), 0.5, "", "a", "2026-05-01", [], [1], {}]
    if data.draw(st.booleans()):
        inner[place[-1]] = data.draw(st.sampled_from(others))
    elif data.draw(st.booleans()):
        del inner[place[-1]]
    elif isinstance(inner, list):
        inner.append(copy.deepcopy(inner[place[-1]]))
    wrong = write(path.with_name("wrong.gz"), values)
    try:
        newsnlp.StoryGrouper.load(wrong)
    except ValueError as error:
        reason = str(error)
    else:
        use(wrong)
        return
    assert reason.startswith(f"{wrong}: not a file of stories (")


@pytest.mark.parametrize("name", sorted(NAMES))
@pytest.mark.parametrize("value", [None, -1, 1e300, "a", [{}], {"a": 1}])
def test_a_wrong_part_is_named(path, tmp_path, name, value):
    values = json.loads(gzip.decompress(path.read_bytes()))
    with pytest.raises(
        ValueError, match=r"a\.gz: not a file of stories \((a wrong value of|Invalid isoformat|'number' is missing)"
    ):
        newsnlp.StoryGrouper.load(write(tmp_path / "a.gz", values | {name: value}))
    del values[name]
    with pytest.raises(ValueError, match=f"not a file of stories \\('{name}' is missing"):
        newsnlp.StoryGrouper.load(write(tmp_path / "a.gz", values))


def test_a_vector_that_is_none_and_a_date_that_is_none_are_told(path, tmp_path):
    values = json.loads(gzip.decompress(path.read_bytes()))
    values["recent"][0][2] = ["storm"]
    with pytest.raises(ValueError, match="a wrong value of 'recent'"):
        newsnlp.StoryGrouper.load(write(tmp_path / "a.gz", values))


def test_a_file_that_is_packed_wrongly_or_nested_deeply_is_told(path, tmp_path):
    content, broken = path.read_bytes(), tmp_path / "a.gz"
    for at in range(10, len(content), 7):
        broken.write_bytes(content[:at] + bytes([content[at] ^ 255]) + content[at + 1 :])
        with pytest.raises(ValueError, match="not a file of stories"):
            newsnlp.StoryGrouper.load(broken)
    broken.write_bytes(gzip.compress(b"[" * 100_000))
    with pytest.raises(ValueError, match="not a file of stories"):
        newsnlp.StoryGrouper.load(broken)
