"""Datelines of many outlets are separated from the sentence after them."""

import pytest

from newsnlp import Article
from tests.articles.test_article import assert_partition

DATELINES = [
    "BAGHDAD (Reuters) - ",
    "BAGHDAD (Reuters)- ",
    "(CNN) -- ",
    "(CNN)",
    "(AP) — ",
    "WASHINGTON, Nov 23 (AP) — ",
    "Ol Pejeta Conservancy, Kenya (CNN)",
    "Port-au-Prince, Haiti (CNN)  -- ",
    "BEIJING, Nov. 23 (Xinhua) -- ",
    "MOSCOW, May 5. /TASS/. ",
    "TEHRAN, Young Journalists Club (YJC) - ",
    "LOS ANGELES/NEW YORK (Reuters) - ",
    "GENEVA, 3 May 2023 – ",
    "Geneva, 3 May 2023 – ",
    "MEXICO CITY — ",
    "WASHINGTON, D.C. – ",
    "WHITE HOUSE— ",
    "DERA ISMAIL KHAN, Pakistan: ",
    "(Some Magazine) -- ",
    "Taipei, Taiwan — ",
    "Thursday, May 7, 2015 ",
    "BRUSSELS ",
    "AMMAN/BEIRUT ",
    "FLINT, Mich. ",
    "[State Department] ",
    "Iran PressWest Asia: ",
    "VATICAN CITY—",
    "CHICAGO—",
    "CHICAGO –",
    "BAAR, SWITZERLAND ",
    "Indianapolis – ",
    "[Daily Example] ",
    "[Daily Example]",
]


def test_a_dateline_in_chinese_may_name_a_place_in_latin_letters():
    article = Article.parse("新华社Tunis3月1日电 今天下雨。交通中断。")
    assert article.dateline == "新华社Tunis3月1日电"
    assert [s.text for s in article.sentences] == ["今天下雨。", "交通中断。"]


@pytest.mark.parametrize("dateline", DATELINES)
def test_datelines(dateline):
    article = Article.parse(f"Talks resume\n\n{dateline}The talks resumed on Monday. Nobody left.")
    assert article.dateline == dateline.strip()
    assert [s.text for s in article.sentences] == ["The talks resumed on Monday.", "Nobody left."]
    assert_partition(article)
