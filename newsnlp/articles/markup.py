"""The tags of a web page, before it is parsed."""

from __future__ import annotations

import re
from collections.abc import Iterator

__all__ = ["most_attributes"]

# The tokens of the HTML standard (html.spec.whatwg.org, 13.2.5): a quote opens a value only directly after "=".
_BLANK = r"\t\n\f\r "
_VALUE = rf"""[{_BLANK}]*+=[{_BLANK}]*+(?:"[^"]*+"|'[^']*+'|[^{_BLANK}>"'][^{_BLANK}>]*+)?+"""
_ATTRIBUTE = rf"[{_BLANK}/]*+[^{_BLANK}/>][^{_BLANK}/>=]*+(?:{_VALUE})?+"
_COMMENT = r"!--(?:-?>|.*?(?:--!?>|\Z))|(?:[!?]|/[^a-z>])[^>]*+"
_TAG = re.compile(
    rf"<(?:{_COMMENT}|/?(?P<name>[a-z][^{_BLANK}/>]*+)(?P<attributes>(?:{_ATTRIBUTE})*+)[{_BLANK}]*+(?P<empty>/)?)",
    re.DOTALL | re.IGNORECASE,
)
_ATTRIBUTES = re.compile(_ATTRIBUTE)
_RAW = {"iframe", "noembed", "noframes", "script", "style", "textarea", "title", "xmp"}  # these hold text, no tags


def most_attributes(page: str) -> int:
    """Return the number of attributes of the tag that has most, the same name counted again; 0 without a tag."""
    return max(map(_count, _tags(page)), default=0)


def _tags(page: str) -> Iterator[re.Match[str]]:
    position = 0
    while tag := _TAG.search(page, position):
        position = tag.end()
        name = (tag["name"] or "").lower()
        if name in _RAW and not tag["empty"] and page[tag.start() + 1] != "/":
            closed = re.compile(rf"</{name}(?=[{_BLANK}/>])", re.IGNORECASE).search(page, position)
            position = closed.start() if closed else len(page)
        yield tag


def _count(tag: re.Match[str]) -> int:
    return sum(1 for _ in _ATTRIBUTES.finditer(tag["attributes"] or ""))
