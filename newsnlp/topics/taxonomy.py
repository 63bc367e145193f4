"""IPTC Media Topics: the ids by which newsrooms know a topic.

The table beside this file holds the media topics that newsnlp's own topics carry, with names and broader topics. Media
Topics are (c) IPTC (https://iptc.org), licensed CC BY 4.0; the table is a selection.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from newsnlp._validation import check_text

__all__ = ["NEWS_TOPICS", "RETIRED", "MediaTopic", "broader_topics", "check_iptc", "find_media_topic", "media_topics"]

# Ids in the fields of the shipped topics that IPTC has retired; they are never returned.
RETIRED = frozenset({"20000227", "20000229", "20000232", "20000601", "20000603", "20000604"})

# The ids of the shipped topics, the closest first. 20001396 'physical security' means private guards: not security.
NEWS_TOPICS: dict[str, tuple[str, ...]] = {
    "diplomacy": (
        "20000638", "20000639", "20000640", "20000641", "20000642", "20000643", "20000644", "20001316", "20000073",
        "20000076", "20000078",
    ),
    "ict": (
        "20000763", "20001298", "20000225", "20000226", "20000228", "20000230", "20000231", "20000233", "20000234",
        "20001182", "20000627", "20000086", "20001361",
    ),
    "security": (
        "16000000", "20000053", "20000056", "20000057", "20000058", "20000062", "20000063", "20000598", "20000599",
        "20000602", "20000605", "20000103", "20001361",
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class MediaTopic:
    """One topic of the IPTC Media Topics.

    Parameters
    ----------
    id : str
        Eight digits.
    name : str
        The English (en-GB) name.
    broader : str or None
        Id of the nearest broader topic in the table; None at the top.

    Examples
    --------
    >>> import newsnlp
    >>> newsnlp.find_media_topic("20001298").name
    'artificial intelligence'
    """

    id: str
    name: str
    broader: str | None = None

    @property
    def qcode(self) -> str:
        """The id as NewsML-G2 and ninjs write it."""
        return f"medtop:{self.id}"

    @property
    def uri(self) -> str:
        """The address of the topic on IPTC's server of controlled vocabularies."""
        return f"http://cv.iptc.org/newscodes/mediatopic/{self.id}"


@cache
def media_topics() -> dict[str, MediaTopic]:
    """Return the table: id -> MediaTopic.

    Examples
    --------
    >>> from newsnlp.topics.taxonomy import media_topics
    >>> media_topics()["20000639"].name
    'diplomacy'
    """
    text = (files("newsnlp.topics") / "mediatopics.tsv").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    rows = (line.split("\t") for line in lines[1:])
    return {identifier: MediaTopic(identifier, name, broader or None) for identifier, name, broader in rows}


def find_media_topic(identifier: str) -> MediaTopic:
    """Return the media topic of an id.

    Parameters
    ----------
    identifier : str
        Eight digits, with or without the prefix ``medtop:``.

    Raises
    ------
    ValueError
        If the id has been retired, is not eight digits or is not in the table.

    Examples
    --------
    >>> from newsnlp.topics.taxonomy import find_media_topic
    >>> topic = find_media_topic("medtop:20001298")
    >>> topic.name, topic.uri
    ('artificial intelligence', 'http://cv.iptc.org/newscodes/mediatopic/20001298')
    """
    (checked,) = check_iptc([identifier])
    if checked not in media_topics():
        raise ValueError(f"IPTC id {checked} is not in the table of {len(media_topics())} media topics")
    return media_topics()[checked]


def broader_topics(identifier: str) -> tuple[MediaTopic, ...]:
    """Return the broader topics of an id, the nearest first.

    Examples
    --------
    >>> from newsnlp.topics.taxonomy import broader_topics
    >>> [topic.name for topic in broader_topics("20000640")]
    ['diplomacy', 'international relations', 'politics and government']
    """
    found, topic = [], find_media_topic(identifier)
    while topic.broader is not None:
        topic = media_topics()[topic.broader]
        found.append(topic)
    return tuple(found)


def check_iptc(identifiers: Iterable[str]) -> tuple[str, ...]:
    """Return the ids as plain eight digits, in order and without repetition.

    Ids outside the table are accepted (IPTC has more than a thousand topics), retired ones are not.

    Raises
    ------
    TypeError, ValueError
        If an id is not a str, is not eight digits or has been retired.
    """
    plain = tuple(dict.fromkeys(check_iptc_id(identifier) for identifier in identifiers))
    for identifier in plain:
        if identifier in RETIRED:
            raise ValueError(f"IPTC id {identifier} has been retired")
    return plain


def check_iptc_id(identifier: object) -> str:
    """Return the eight digits of an IPTC Media Topics id, given with or without the prefix ``medtop:``."""
    text = check_text(identifier, "IPTC id").removeprefix("medtop:")
    if not re.fullmatch("[0-9]{8}", text):
        raise ValueError(f"an IPTC id must be eight digits, got {identifier!r}")
    return text
