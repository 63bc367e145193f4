"""The native rules of articles give what their naive twins in plain Python give."""

from hypothesis import given
from hypothesis import strategies as st

from newsnlp import _core
from tests.articles.test_boilerplate import LINES, PROSE
from tests.articles.test_datelines import DATELINES
from tests.articles.test_sentences import MODES, PIECES
from tests.reference import articles as twin

TITLES = ["Talks resume after...", "Talks Resume After a Year of Silence", "TALKS: Who comes"]
HEADERS = [
    "Read more:", "RELATED STORIES", "» More from the Example", "[See also]", "related", "ſee also", "EDİTOR'S PICKS",
    "بیشتر بخوانید:", "相关阅读：",
]  # fmt: skip
BYLINES = [
    "By Jane Roe", "BY JANE ROE AND JOHN DOE", "Written by: Jane de Roe, for Example News.", "Jane Roe in Bern",
    "Jane Roe, CNN", "By Jane Roe | Nov. 23", "By the sea",
]  # fmt: skip
TAILS = [
    " (Reporting by Jane Roe)", " [Editing by John Doe]", " (Photo: Jane Roe", "(©", " See the map »",
    ' "Go." Watch him ›',
    " contributed to this report.", " (Jane Roe/Reuters)", " Photo: Jane Roe", "image: Getty Images", " click here",
]  # fmt: skip
PLACES = [
    "BAGHDAD", "Geneva", "LOS ANGELES/NEW YORK", ", D.C.", " (Reuters)", "(CNN)", " — ", "--", " - ", ": ", "HOST: ",
    "3 May 2023", ", Nov. 23", "Thursday, May 7, 2015", "/TASS/", "Iran PressWest Asia:", "[State Department] ",
    "新华社巴格达11月23日电", "بغداد (رويترز) -",
]  # fmt: skip
ASIDES = [
    "What next", "What does it mean?", "• The first point", "- The second", "3. The third.", "-- a fourth",
    "The vote .",
    "Jane Roe (left) and John Doe met.", "(Jane Roe/AFP", "Image: Jane Roe", "www.example.com", "jane@example.com. ",
    "Sign up for our newsletter", "may earn a commission", "© Example", "to your inbox", "… keep reading.",
    "Pictured: the bridge.", "In this file photo, a bridge.", "Jane Roe is a reporter for the Example.", "It fell. ",
]  # fmt: skip
FEW_LETTERS = st.text(alphabet="ABab .:,-(/1»>’\n", max_size=20)
PARAGRAPHS = st.lists(
    st.sampled_from([*LINES, *PROSE, *DATELINES, *HEADERS, *BYLINES, *TAILS, *PLACES, *ASIDES, *TITLES])
    | PIECES
    | FEW_LETTERS
    | st.characters(),
    max_size=4,
).map("".join)
WRAPPED = [
    "Lakeside Milling Co of Harbourton said", "The chairman of the Lake Harbour", "Roe and Doe have agreed to buy its",
    "Inc, which makes flour for the towns", "1,250 francs for the whole of it", "and which the towns had hoped for",
    "Harbourton is a town by the lake with a mill", "A mill was sold.", "  Union leaders have not said", "corp’s mills",
    "unsaid things of long ago that nobody remembers", "An", "Co.", "the long way around it, by the side of the lake,",
]  # fmt: skip
TEXTS = st.lists(PARAGRAPHS, max_size=12).map("\n\n".join) | st.lists(PARAGRAPHS, max_size=12).map("\n".join)


def parts_of(text, mode="auto", headline_end=None):
    found = _core.article_parts(text, mode, ("approp",), headline_end)
    return [[tuple(span) for span in part.tolist()] for part in found]


@given(TEXTS, MODES)
def test_texts_are_taken_apart_alike(text, mode):
    assert parts_of(text, mode) == [list(part) for part in twin.parse(text, mode, ("approp",))]


@given(st.lists(st.sampled_from(WRAPPED) | FEW_LETTERS, max_size=9).map("\n".join))
def test_wrapped_lines_are_joined_alike(text):
    assert parts_of(text) == [list(part) for part in twin.parse(text, abbreviations=("approp",))]


@given(PARAGRAPHS, TEXTS)
def test_texts_with_a_given_headline_are_taken_apart_alike(headline, body):
    text = f"{headline}\n\n{body}"
    wanted = twin.parse(text, abbreviations=("approp",), headline_end=len(headline))
    assert parts_of(text, headline_end=len(headline)) == [list(part) for part in wanted]
