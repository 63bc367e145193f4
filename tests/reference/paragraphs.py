"""The rules of line breaks in plain Python."""

import re

from newsnlp import _core
from tests.reference.characters import BULLETS, CLOSERS, DASHES, TERMINATORS, is_unspaced

CORPORATE, UNFINISHED = 16, 8192
WORDS = {role: {word for word, roles in _core.lexicon() if roles & role} for role in (CORPORATE, UNFINISHED)}
WORD = re.compile(r"\w+(?:['’]\w+)*")


def paragraphs(text, line_breaks="auto"):
    """Return the (start, end) of every paragraph."""
    blocks, lines = [], []
    start = 0
    for match in re.finditer(r"\r\n|[\n\x0b\x0c\r\x85\u2028\u2029]|\Z", text):
        raw = text[start : match.start()]
        begin = start + len(raw) - len(raw.lstrip())
        if raw.strip():
            lines.append((begin, begin + len(raw.strip()), begin - start))
        else:
            blocks.append(lines)
            lines = []
        start = match.end()
    blocks = [block for block in [*blocks, lines] if block]
    widths = [max([end - begin for begin, end, _ in block if end - begin <= 120], default=0) for block in blocks]
    breaks = sum(len(block) - 1 for block in blocks)
    run_ons = sum(
        run_on(text, block, i, width) for block, width in zip(blocks, widths, strict=True) for i in range(1, len(block))
    )
    wrapped = line_breaks == "auto" and run_ons > 0 and run_ons * 5 >= breaks
    found = []
    for block, width in zip(blocks, widths, strict=True):
        for i, (begin, end, _) in enumerate(block):
            goes_on = wrapped and continues(text, block, i, width) if i else False
            if i and (line_breaks == "space" or goes_on or (line_breaks == "auto" and split(text, block, i))):
                found[-1] = (found[-1][0], end)
            else:
                found.append((begin, end))
    return found


def run_on(text, block, i, width, shortest=25):
    before = text[block[i - 1][0] : block[i - 1][1]]
    after = text[block[i][0] : block[i][1]]
    last = before[0] + before[1:].rstrip(CLOSERS)
    if not shortest <= len(before) <= 120 or last[-1] in TERMINATORS + ":":
        return False
    if after[0].islower():
        return True
    lower = any(c.islower() for c in before + after)
    return after[0].isalpha() and len(block) >= 3 and full(before, after, width) and not lower


def split(text, block, i):
    before, after = (text[begin:end] for begin, end, _ in block[i - 1 : i + 1])
    if re.match(r"['’]s(?!\S)", after):
        return True
    last = before[0] + before[1:].rstrip(CLOSERS)
    long = len(before) >= 60 or before[-1] == ","
    return long and last[-1] not in TERMINATORS + ":" and after[0].islower()


def full(before, after, width):
    first = after.split()[0][:120]
    unspaced = next((i for i, c in enumerate(first) if is_unspaced(c)), None)
    return len(before) + 1 + (len(first) if unspaced is None else unspaced + 1) > width


def continues(text, block, i, width):
    if run_on(text, block, i, width, shortest=1):
        return True
    before, after = (text[begin:end] for begin, end, _ in block[i - 1 : i + 1])
    if after[0] in BULLETS + "*" + DASHES:
        return False
    if not 25 <= len(before) <= 120 or block[i][2] > block[i - 1][2]:
        return False
    ended = (before[0] + before[1:].rstrip(CLOSERS))[-1] in TERMINATORS + ":"
    return full(before, after, width) or (len(block) >= 3 and not ended and breaks_off(before, after, width, i == 1))


def breaks_off(before, after, width, first):
    """Tell whether a line that is not full still breaks off; `first` is whether it is the first one of its block."""
    opening = WORD.match(after)
    if after[0] in "0123456789" or (opening and key(opening.group()) in WORDS[CORPORATE]):
        return True
    last = re.search(r"\w*\Z", before).group()
    if key(last) in WORDS[UNFINISHED]:
        return True
    if not first:
        return len(before) * 5 >= width * 4
    return bool(re.match("(?:The|A|An) ", before) or re.search(r"\bsaid\b", before))


def key(word):
    """Return the word in lower case, as the lexicon has it."""
    return "".join(c.lower() if "A" <= c <= "Z" else c for c in word)
