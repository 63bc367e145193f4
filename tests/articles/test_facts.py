"""The facts about an article beside its text."""

import datetime
import pickle

import pytest

from newsnlp import Article


def test_facts_are_kept_as_given():
    day = datetime.date(2026, 11, 28)
    facts = {"id": 7, "date": day, "url": "https://example.com/a", "site": "Example News", "language": "en"}
    article = Article("Talks resume", "They began.", authors=["Jane Roe"], **facts)
    assert {name: getattr(article, name) for name in facts} == facts
    assert article.authors == ("Jane Roe",)
    assert Article(text="Talks resume").authors == ()
    assert Article(date="2026-11-28T10:32:00Z").date == "2026-11-28T10:32:00Z"
    assert pickle.loads(pickle.dumps(article)) == article != Article("Talks resume", "They began.")


@pytest.mark.parametrize(
    ("fact", "message"),
    [
        ({"authors": "Jane Roe"}, r"`authors` must be a list of str, got one str; write \['Jane Roe'\]"),
        ({"authors": [3]}, r"authors\[0\] must be str, got int"),
        ({"authors": None}, "`authors` must be a list of str, got NoneType"),
        ({"url": 3}, "`url` must be str, got int"),
        ({"id": True}, "`id` must be str or int, got bool"),
        ({"date": 2026}, "`date` must be datetime, date or str, got int"),
        ({"date": "yesterday"}, "`date` must be in ISO 8601 format, such as 2026-11-28, got 'yesterday'"),
        ({"text": "Talks resume", "body": "They began."}, "give either `text`, or `headline` and `body`"),
    ],
)
def test_wrong_facts_are_refused(fact, message):
    with pytest.raises((TypeError, ValueError), match=message):
        Article(**fact)
