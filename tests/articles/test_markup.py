"""Tags of a web page: their attributes, as the parser will see them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsnlp.articles.markup import most_attributes

html = pytest.importorskip("lxml.html", reason="needs the extra html")

PIECES = [
    *["<p", "<i ", "</p", "</", "<!--", "-->", "--", "<?", "<!", "<", ">", "/", " ", "\n", "=", '"', "'", "a", "b"],
    *["c=", "d='", 'e="', "é", "<svg>", "<script", "<script>", "</script>", "<script/>", "<style>", "</style>"],
    *["<title>", "</title>", "<textarea>", "</textarea>"],
]


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ("", 0),
        ("a < b and c > d", 0),
        ("<p>none</p>", 0),
        ("<p a b=1 c='2' d=\"3\">", 4),
        ("<p a><b c d e></b></p f>", 3),
        ("<p a='>' b=\"<i x y z>\">", 2),  # what stands in quotes is a value
        ("<p a'b c=d'e><i x y>", 2),  # a quote within a name or a value opens nothing
        ("<p a = 'b c d' e =f>", 2),
        ("<p a='1'b='2'/c>", 3),  # no blank is needed after a quoted value, and "/" separates
        ("<p a b c", 3),
        ("<p a='b c d", 4),  # never closed: no value, the parser drops the tag
        ("<!-- <p a b> --><p a>", 1),
        ("<!-- <p a b>", 0),
        ("<script x>if (a<b c d e) {}</script><p a b>", 2),
        ("<SCRIPT>a<b c d</Script><p a>", 1),
        ("<script>a<b c d", 0),
        ("<script/><p a b>", 2),
        ("</ <p a b c><p a>", 1),
    ],
)
def test_attributes_are_counted_as_the_standard_reads_tags(page, expected):
    assert most_attributes(page) == expected


@given(st.lists(st.sampled_from(PIECES), max_size=25).map("".join))
def test_the_parser_sees_no_more_attributes(page):
    tree = html.document_fromstring(f"<p>.</p>{page}", ensure_head_body=True)
    elements = [element for element in tree.iter() if isinstance(element.tag, str)]
    assert most_attributes(f"<p>.</p>{page}") >= max(len(element.attrib) for element in elements)
