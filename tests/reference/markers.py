"""The numbers and letters before the items of a list, "1." or "(b)", which begin sentences."""

import re

from tests.reference.characters import upper, word

MARKER = re.compile(r"(?:([0-9]{1,3})|([a-z]))(\.\)|[.)])(?=(?s:.))")


def read_marker(t, i):
    m = MARKER.match(t, i)
    if not m or not t[m.end()].isspace():
        return None
    return (int(m[1]) if m[1] else ord(m[2]), bool(m[1]), m[3], m.end(), i)


def next_marker(t, s, i, marker):
    if not marker or marker[0] == 0:
        return None
    begin = i
    while begin > s + 1 and i - begin < (3 if marker[1] else 1) and word(t[begin - 1]):
        begin -= 1
    if begin == i or not t[begin - 1].isspace():
        return None
    read = read_marker(t, begin)
    if not read or read[:3] != (marker[0] + 1, marker[1], marker[2]):
        return None
    rest = t[read[3] :].lstrip()
    return read if rest and upper(rest[0]) else None
