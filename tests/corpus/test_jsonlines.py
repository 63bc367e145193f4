"""One line of JSON, as users write it."""

import pytest

from newsnlp.corpus.jsonlines import parse_line


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("", "not valid JSON: Expecting value"),
        ("{'text': 1}", "not valid JSON: Expecting property name"),
        ("[" * 100_000, "not valid JSON: "),
        ('["text"]', "a line must be a JSON object, got list"),
        ("null", "a line must be a JSON object, got NoneType"),
    ],
)
def test_a_line_that_is_no_object_says_why(line, message):
    with pytest.raises(ValueError, match=message):
        parse_line(line)
