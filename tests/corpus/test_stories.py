"""Stories: grouping against a naive twin, near duplicates, the window, explanations, quality on newsroom items."""

import datetime
import gzip
import inspect
import json
import random
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import newsnlp
from newsnlp.corpus import near_duplicates, stories
from newsnlp.corpus.near_duplicates import NearDuplicates, shared_part, shingles
from newsnlp.corpus.story import story_values
from tests.reference.stories import bcubed, group

DATA = Path(__file__).parents[3] / "shared" / "data"
WORDS = ["cuba", "tonga", "oslo", "lima", "quito", "storm", "quake", "strike", "vote", "trial"]
START = datetime.datetime(2026, 5, 1, tzinfo=datetime.UTC)
QUAKE = "An earthquake shook Tonga on Monday and cut the cable that joins it to Fiji."


def article(body, *, headline="", day=0, id=None):
    return newsnlp.Article(headline, body, id=id, date=START + datetime.timedelta(days=day))


@settings(max_examples=150)
@given(
    st.lists(st.tuples(st.integers(0, 30), st.lists(st.sampled_from(WORDS), min_size=1, max_size=8)), max_size=25),
    st.integers(1, 12),
    st.sampled_from([0.2, 0.29, 0.5, 0.8]),
)
def test_stories_are_those_of_the_naive_twin(documents, days, threshold):
    documents = sorted(documents, key=lambda each: each[0])
    articles = [article(" ".join(words), day=day, id=i) for i, (day, words) in enumerate(documents)]
    grouper = newsnlp.StoryGrouper(window=f"{days}d", threshold=threshold)
    grouper._duplicates.find = lambda sample: None
    found = grouper.partial_fit(articles[:7]).partial_fit(articles[7:]).stories_
    counts = [(day, Counter(words)) for day, words in documents]
    assert sorted(sorted(story.ids) for story in found) == group(counts, days, threshold)


def test_a_copy_goes_to_its_original_whatever_its_headline():
    found = newsnlp.group_stories(
        [
            article(QUAKE, headline="Tonga shaken", id=1),
            article("The cup final ended in a draw.", headline="Cup final", id=2),
            article(QUAKE.upper(), headline="Islands without internet after cable breaks", id=3, day=1),
        ]
    )
    assert [story.ids for story in found] == [(1, 3), (2,)]
    assert [each.kind for each in found[0].decisions] == ["first", "duplicate"]
    assert found[0].decisions[1].similarity > 0.8


def test_what_lies_outside_of_the_window_is_another_story():
    articles = [article(QUAKE, day=day, id=day) for day in (0, 2, 4, 8)]
    assert [story.ids for story in newsnlp.group_stories(articles)] == [(0, 2, 4), (8,)]
    assert [story.ids for story in newsnlp.group_stories(articles, window="4d")] == [(0, 2, 4, 8)]
    with pytest.raises(ValueError, match="`window` must be a number of hours, days or weeks above 0"):
        newsnlp.group_stories(articles, window="soon")


def test_texts_that_are_no_articles_are_rejected():
    with pytest.raises(TypeError, match="`articles` must be an Article, got str"):
        newsnlp.group_stories(["A cable was cut.", "A cable was repaired."])


def test_a_grouper_keeps_nothing_older_than_its_window():
    grouper = newsnlp.StoryGrouper(window="1d")
    sizes = []
    for day in range(0, 60, 2):
        grouper.partial_fit([article(f"{QUAKE} It was number {day}.", day=day)])
        sizes.append(
            [len(grouper._counts), len(grouper._story_of), len(grouper._open), len(grouper._duplicates._latest)]
        )
        assert len(grouper.pop_finished()) == (day > 0)
    assert sizes[1:] == [sizes[1]] * (len(sizes) - 1)


@pytest.mark.parametrize("cut", [0, 7, 15, 25])
def test_a_grouper_that_is_saved_goes_on_as_if_nothing_had_happened(tmp_path, cut):
    rng = random.Random(cut)
    kinds = [str, lambda day: day, lambda day: START.replace(day=day.day)]
    articles = [
        newsnlp.Article(
            rng.choice(["", "Storm hits Cuba", "Vote in Oslo"]),
            " ".join(rng.choices(WORDS, k=9)) + ".",
            id=i,
            date=rng.choice(kinds)(datetime.date(2026, 5, 1 + i // 3)),
            authors=["A. Writer"],
        )
        for i in range(30)
    ]
    path, whole = tmp_path / "stories.gz", newsnlp.StoryGrouper(window="2d")
    whole.partial_fit(articles[:cut]).save(path)
    loaded = newsnlp.StoryGrouper.load(path)
    for grouper in (whole, loaded):
        grouper.partial_fit(articles[cut:])
    one, other = whole.stories_, loaded.stories_
    assert [story.ids for story in one] == [story.ids for story in other]
    for mine, theirs in zip(one, other, strict=True):
        assert [(d.kind, d.article.id, d.similarity, d.terms) for d in mine.decisions] == [
            (d.kind, d.article.id, d.similarity, d.terms) for d in theirs.decisions
        ]
        for name in ("text", "headline", "date", "authors"):
            assert [getattr(a, name) for a in mine.articles] == [getattr(a, name) for a in theirs.articles]


def test_a_file_of_something_else_is_told(tmp_path):
    path = tmp_path / "stories.gz"
    for content in (b"", b"text", gzip.compress(b"[1]"), gzip.compress(b'{"kind": "x"}'), gzip.compress(b"{}")[:-3]):
        path.write_bytes(content)
        with pytest.raises(ValueError, match="not a file of stories"):
            newsnlp.StoryGrouper.load(path)


def test_two_stories_that_come_together_are_merged_and_the_decision_says_so():
    articles = [
        article("Storm hits coast of Cuba.", id=1),
        article("Power cut in Havana hospitals.", id=2),
        article("Storm hits Cuba: power cut in Havana, hospitals dark on the coast.", id=3),
    ]
    (story,) = newsnlp.group_stories(articles, threshold=0.3)
    merged = next(each for each in story.decisions if each.kind == "merged")
    assert sorted(story.ids) == [1, 2, 3]
    assert merged.similarity >= 0.3
    assert merged.terms


def test_a_decision_names_the_terms_that_make_its_cosine():
    (story,) = newsnlp.group_stories([article("Cuba storm.", id=1), article("Storm in Cuba, they said.", id=2)])
    near = story.decisions[1]
    assert near.kind == "near"
    assert {term.term for term in near.terms} == {"cuba", "storm"}
    assert sum(term.weight for term in near.terms) == pytest.approx(near.similarity)


def test_what_a_story_tells():
    second = f"{QUAKE} Ships with water have left Fiji for the islands."
    articles = [
        newsnlp.Article("Quake shakes Tonga", QUAKE, id="a", date="2026-05-01"),
        newsnlp.Article("Quake in Tonga", QUAKE, id="b", date="2026-05-01T12:00:00"),
        newsnlp.Article("Water for Tonga after quake", second, id="c", date="2026-05-03"),
    ]
    (story,) = newsnlp.group_stories(articles)
    assert (story.first, story.last, len(story)) == ("2026-05-01", "2026-05-03", 3)
    assert story.headline == "Quake in Tonga"
    assert story.summary.text.count("shook Tonga") == 1
    assert story.new_since("2026-05-02").text == "Ships with water have left Fiji for the islands."
    assert len(story.new_since("2026-05-03")) == 0
    assert story.topics == ()
    (alone,) = newsnlp.group_stories([newsnlp.Article(text="")])
    assert (alone.headline, alone.first, alone.last, len(alone.summary)) == ("", None, None, 0)


def test_texts_share_the_shingles_that_both_have():
    words = [f"w{i}" for i in range(40)]
    one, other = shingles(" ".join(words)), shingles(" ".join(words[:20]))
    assert len(one) == 38
    assert shared_part(one, other) == (1.0, 18)
    assert shared_part(one, shingles("")) == (0.0, 0)
    long, half = (" ".join(f"w{i}" for i in range(size)) for size in (4000, 2000))
    assert 64 < len(shingles(long)) <= near_duplicates.SAMPLE
    part, common = shared_part(shingles(long), shingles(half))
    assert part == 1.0
    assert common >= 32


def _variants(sentences, stranger, rng):
    """Yield near duplicates: cut, re-ordered, with one sentence replaced."""
    yield sentences[: max(1, len(sentences) // 2)]
    yield rng.sample(sentences, len(sentences))
    place = rng.randrange(len(sentences))
    yield [*sentences[:place], stranger, *sentences[place + 1 :]]


def test_near_duplicates_of_real_articles_are_found():
    path = DATA / "topics" / "dev.jsonl.gz"
    if not path.exists():
        pytest.skip(f"{path} is not there")
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        texts = [json.loads(line)["text"] for line in lines]
    split = [[sentence.text for sentence in newsnlp.split_sentences(text)] for text in texts]
    index, rng = NearDuplicates(), random.Random(0)
    for key, text in enumerate(texts):
        index.add(key, shingles(text))
    right = wrong = wanted = 0
    for key, sentences in enumerate(split):
        for variant in _variants(sentences, "Nothing of that kind has been seen in the valley before.", rng):
            found = index.find(shingles("A headline of its own\n\n" + " ".join(variant)))
            wanted += 1
            right += found is not None and found[0] == key
            wrong += found is not None and found[0] != key
    assert right / wanted >= 0.98
    assert right / (right + wrong) >= 0.99


def test_stories_of_newsroom_items_are_those_that_a_reader_sees():
    path = DATA / "stories" / "dev.jsonl.gz"
    if not path.exists():
        pytest.skip(f"{path} is not there")
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    articles = [
        newsnlp.Article(r["title"], r["text"], id=i, date=r["date"].replace(" ", "T")) for i, r in enumerate(rows)
    ]
    story_of = {i: number for number, story in enumerate(stories.group_stories(articles)) for i in story.ids}
    wanted = [row["story"] or f"alone {i}" for i, row in enumerate(rows)]
    precision, _, f1 = bcubed([story_of[i] for i in range(len(rows))], wanted)
    assert precision >= 0.93
    assert f1 >= 0.92


def sample(*ranges):
    """Return hashes in ascending order that are all below one power of two."""
    return np.concatenate([np.arange(*each, dtype=np.uint64) for each in ranges])


@pytest.mark.parametrize(
    ("one", "other", "part"),
    [
        (sample((512, 527)), sample((512, 518), (600, 609)), 0.4),
        (sample((512, 528)), sample((512, 518), (600, 610)), None),  # 6 of 16
        (sample((512, 524)), sample((512, 517), (600, 607)), None),  # 5 of 12 are too few
        (sample((512, 515)), sample((512, 515)), 1.0),  # they have no others
        (sample((512, 515)), sample((512, 517)), None),
        (sample((512, 520)), sample((512, 518)), 1.0),
        (sample((512, 520)), sample((600, 620)), None),
    ],
)
def test_near_duplicates_share_six_shingles_and_two_fifths(one, other, part):
    index = NearDuplicates()
    index.add("one", one)
    assert index.find(other) == (None if part is None else ("one", part))


def test_the_nearest_of_three_texts_is_repeated_and_a_forgotten_one_is_not():
    index = NearDuplicates()
    index.add("a", sample((512, 520), (600, 610)))
    index.add("b", sample((520, 532)))
    index.add("c", sample((532, 538), (700, 709)))
    both = sample((512, 538))
    assert index.find(both) == ("b", 1.0)
    index.forget("b")
    assert index.find(both) == ("a", 8 / 18)
    index.forget("a")
    assert index.find(both) == ("c", 0.4)


def test_samples_without_a_hash_below_the_bound_of_both_share_nothing():
    assert shared_part(sample((1, 2)), sample((1000, 1001))) == (0.0, 0)


def test_a_text_of_up_to_256_shingles_is_kept_whole():
    assert len(shingles(" ".join(f"w{i}" for i in range(258)))) == 256
    assert len(shingles(" ".join(f"w{i}" for i in range(259)))) < 200
    assert len(shingles("one two")) == 1
    assert not np.array_equal(shingles("one two three"), shingles("three two one"))


def test_a_word_of_the_headline_counts_double_and_the_lead_has_400_characters():
    (counts,) = stories._term_counts([article("Storm in Oslo. Storm!", headline="Storm hits")])
    assert counts == {"storm": 4.0, "hit": 2.0, "oslo": 1.0}
    words = "word " * 79
    assert stories._lead(article(words + "last")) == words + "last"  # 399 characters
    assert stories._lead(article(words + "ended")) == words.rstrip()  # the last word may be cut
    assert stories._lead(article(words + "ended here")) == words.rstrip()
    assert stories._lead(article("Rain fell.", headline="Storm")) == "Rain fell."


def test_five_terms_at_most_explain_a_decision():
    (story,) = newsnlp.group_stories([article(" ".join(WORDS[:7]), id=1), article(" ".join(WORDS[6::-1]) + " x", id=2)])
    assert len(story.decisions[1].terms) == 5


def test_defaults_of_a_grouper():
    for made in (newsnlp.StoryGrouper, newsnlp.group_stories):
        parameters = inspect.signature(made).parameters
        assert (parameters["window"].default, parameters["threshold"].default) == ("3d", 0.29)


def test_a_page_shows_the_beginning_of_what_has_no_headline():
    long = "Rain fell on the town and on all the fields around it until the river rose over its banks at night."
    made = newsnlp.Story((newsnlp.Article(text=long, date="2026-05-01T10:00", url="http://a.example/b"),))
    values = story_values(made, made.summary)
    assert values["headline"] == values["articles"][0]["headline"] == long[:80]
    assert (values["first"], values["last"], values["articles"][0]["date"]) == ("2026-05-01",) * 3


def test_a_topic_of_half_of_the_articles_is_one_of_the_story():
    treaty, match = "The foreign ministers signed a treaty in Geneva.", "The cup final was drawn."
    assert newsnlp.Story(tuple(newsnlp.Article(text=text) for text in (treaty, match))).topics == ("diplomacy",)
    assert newsnlp.Story(tuple(newsnlp.Article(text=text) for text in (treaty, match, match))).topics == ()


def test_headlines_have_words_in_common_by_their_stems():
    told = ("Storm over Oslo", "Ministers meet", "Minister meets envoy")
    assert newsnlp.Story(tuple(newsnlp.Article(text, "Rain fell.") for text in told)).headline == "Ministers meet"
