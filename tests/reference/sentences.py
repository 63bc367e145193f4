"""The sentence rules in plain Python, one regular expression or loop for each rule.

The word list alone is shared with the core (it is data); everything else is written anew from the rules.
"""

import re

from newsnlp import _core
from tests.reference.characters import (
    APOSTROPHES,
    BULLETS,
    CLOSERS,
    DASHES,
    OPENERS,
    QUOTE_CLOSERS,
    STRONG,
    TERMINATORS,
    WIDE,
    caseless,
    upper,
    word,
)
from tests.reference.markers import next_marker, read_marker
from tests.reference.paragraphs import paragraphs

TITLE, NUMBERED, MONTH, ENDING, CORPORATE, CLOCK = 1, 2, 4, 8, 16, 32
NAME = 4096
STARTER, SPEECH, AUXILIARY, ZONE, TIME_LEAD, CAPITAL = 64, 128, 256, 512, 1024, 2048
ENDINGS = MONTH | ENDING | CORPORATE | CLOCK

LEXICON: dict[str, int] = {}
for _word, _roles in _core.lexicon():
    LEXICON[_word] = LEXICON.get(_word, 0) | _roles

LONGEST_WORD, LONGEST_TOKEN = 24, 40


def sentences(text, line_breaks="auto", abbreviations=()):
    """Return the (start, end) of every sentence."""
    return [found for begin, end in paragraphs(text, line_breaks) for found in split(text, begin, end, abbreviations)]


def split(text, begin, end, abbreviations=()):
    """Return the (start, end) of the sentences of text[begin:end]."""
    t = text[begin:end].strip()
    begin = text.index(t, begin) if t else begin
    found, s, marker = [], 0, None
    if not t:
        return []

    def cut(stop, following):
        nonlocal s
        stop = len(t[:stop].rstrip())
        if stop > s:
            found.append((begin + s, begin + stop))
        s = following

    def open_sentence(i):
        nonlocal marker
        i += len(t[i:]) - len(t[i:].lstrip(BULLETS + " "))
        read = read_marker(t, i)
        marker = read or marker
        return read[3] if read else i

    i = open_sentence(0)
    while i < len(t):
        c = t[i]
        following = next_marker(t, s, i, marker) if c in ")." else None
        if following:
            cut(following[4], following[4])
            marker, i = following, following[3]
        elif c == ":":
            cut(credit_start(t, s, i), credit_start(t, s, i))
            i += 1
        elif c in BULLETS and i > s and t[i - 1].isspace():
            cut(i, i)
            i = open_sentence(i)
        elif c in TERMINATORS:
            run = mark_end(t, i)
            close = closers_end(t, s, run)
            following = next_start(t, s, i, run, close, abbreviations)
            i = close
            if following is not None:
                cut(min(close, following), following)
                i = open_sentence(following)
        else:
            i += 1
    return [*found, (begin + s, begin + len(t))]


def credit_start(t, s, i):
    """Return where the word before the colon at i begins, if it credits a picture below a sentence; else s."""
    credit = re.search(r"(?<= )(Image|Photos?|Photograph|Picture|Credit)\Z", t[max(s, i - 24) : i])
    return i - len(credit[0]) if credit and t[i + 1 : i + 2] == " " and i - len(credit[0]) > s + 1 else s


def mark_end(t, i):
    dots = re.compile(rf"[{re.escape(TERMINATORS)}]+")
    i = dots.match(t, i).end()
    while t[i - 1] == "." and t[i : i + 2] == " ." and not (i + 2 < len(t) and word(t[i + 2])):
        i = dots.match(t, i + 1).end()
    return i


def closers_end(t, s, i):
    while i < len(t):
        reference = re.compile(r"\s*(?:\[\d{1,4}\]|''(?!\S)|(?<=\s)[.!?)\]”](?!\S))").match(t, i)
        following = t[i + 1 : i + 2]
        quoted = t[i] == '"' and t[max(s, i - 500) : i].count('"') % 2 == 1
        if (t[i] in CLOSERS and (quoted or not (t[i] in "\"'" and following and word(following)))) or (
            t[i] == "“" and (not following or following.isspace())
        ):
            i += 1
        elif reference:
            i = reference.end()
        else:
            break
    return i


def word_at(t, i):
    stop = i
    while stop < min(len(t), i + LONGEST_WORD):
        if not word(t[stop]) and not (stop > i and t[stop] in APOSTROPHES and word(t[stop + 1 : stop + 2] or " ")):
            break
        stop += 1
    return t[i:stop]


def token_before(t, s, i):
    begin = i
    while begin > s and i - begin < LONGEST_TOKEN:
        c = t[begin - 1]
        if c.isspace() or (c in OPENERS and c != "'") or (c in DASHES and c != "-") or c in "/,;:":
            break
        begin -= 1
    return t[begin:i]


def lowered(token):
    return "".join(c.lower()[0] for c in token)


def roles(token, abbreviations=()):
    if lowered(token) in abbreviations:
        return ENDING
    key = "".join(c.lower() if c.isascii() else c for c in token.replace("’", "'"))
    found = LEXICON.get(key, 0)
    return 0 if found & CAPITAL and not upper(token[0]) else found


def ellipsis(mark):
    return "…" in mark or mark.endswith(("..", " ."))


def next_start(t, s, i, run, close, abbreviations):
    """Return where the sentence after the mark t[i:run], closed at `close`, starts; None if none does."""
    if close >= len(t) or not t[s:i].lstrip(OPENERS):
        return None
    mark = t[i:run]
    if mark != "." and t[i - 1] in "([" and t[run : run + 1] in ("]", ")"):
        after = t[run + 1 : run + 3]
        return (
            run + 2
            if i > s + 1 and ellipsis(mark) and len(after) == 2 and after[0].isspace() and upper(after[1])
            else None
        )
    wide = mark[-1] in WIDE
    if not t[close].isspace() and not wide:
        return without_blank(t, s, i, run, close, abbreviations)
    gap = len(t) - len(t[close:].lstrip())
    first = gap + len(t[gap:]) - len(t[gap:].lstrip(OPENERS))
    if first >= len(t) or (len(t) - gap <= 8 and not any(map(word, t[gap:]))):
        return None
    if wide:
        decimal = mark[-1] == "．" and close == run and t[first].isdecimal()
        goes_on = decimal or (close > run and "\u3041" <= t[first] <= "\u309f")
        return None if goes_on else gap
    return gap if starts(t, s, i, run, close, gap, first, abbreviations) else None


def starts(t, s, i, run, close, gap, first, abbreviations):
    mark = t[i:run]
    if t[first] in ",;:%":
        return False
    if t[first].islower() and not any(map(upper, t[first + 1 : first + 2])):
        return len(mark) == 1 and mark != "…" and t[i - 1].isspace()
    if close > run and t[close - 1] in QUOTE_CLOSERS and t[gap] in DASHES:
        name = t[gap + 1 :].lstrip()
        if name and upper(name[0]):
            return False
    following = word_at(t, first)
    if any(c in STRONG for c in mark):
        name = t[s:i].lower().endswith("yahoo") or re.search(r"(?:\A|\s)E\Z", t[s:i])
        named = name and not roles(following) & STARTER
        return not named and not (t[close - 1] in QUOTE_CLOSERS and close > run and attributed(t, first))
    if ellipsis(mark):
        if first > gap or caseless(t[first]):
            return True
        person = following == "I" or following[:2] in ("I'", "I’")
        return upper(t[first]) and (mark.count(".") >= 4 or not person)
    return starts_after_stop(t, s, i, close, close > run, gap, first, following, abbreviations)


def attributed(t, i):
    if roles_of_word(word_at(t, i)) & (STARTER | TITLE) == STARTER and t[i] != "I":
        return False
    for count in range(4):
        name = word_at(t, i)
        if not name:
            return False
        if LEXICON.get(name.lower(), 0) & SPEECH:
            return count > 0
        if not upper(name[0]):
            return False
        i += len(name)
        i += t[i : i + 1] == "."
        if t[i : i + 1] != " ":
            return False
        i += 1
    return False


def capitals(w):
    return len(w) > 1 and "." not in w and not any(c.islower() for c in w) and any(upper(c) for c in w)


def starts_after_stop(t, s, i, close, closed, gap, first, following, abbreviations):
    token = token_before(t, s, i).lstrip(APOSTROPHES)
    part = token[:-1].rpartition("-")[2] + token[-1:]
    whole, token = token, part if len(part) > 1 else token
    if not token:
        return True
    at_start = len(token) == i - s
    if at_start and len(token) <= 2 and (len(token) == 1 or token[0].isdecimal()):
        return False
    role = ENDING if lowered(whole) in abbreviations else roles(token, abbreviations)
    parts = token.split(".")
    dotted = len(parts) > 1 and all(part.isalpha() and len(part) <= 3 for part in parts)
    ending = dotted or role & ENDINGS
    if t[gap] in DASHES:
        return not (ending or len(token) == 1 or role & TITLE)
    if roles_of_word(token) & (NUMBERED | MONTH) and t[first].isdecimal():
        return False
    if roles_of_word(token) & NUMBERED and token.lower() != "no" and re.fullmatch("[IVXL]+", following):
        return False
    if role & NAME and capitals(token):
        return bool(roles_of_word(following) & STARTER) or first > gap
    if not closed and word(t[i - 1]) and re.search(r"\w [\"“‘]\Z", t[s : i - len(token)][-3:]):
        return False
    if len(token) == 1 and token.isalpha():
        return starts_after_letter(t, s, i, closed, first, following)
    if capitals(token) and not capitals(following):
        return not (t[gap] == "(" and role & ENDINGS)
    if role & TITLE and not closed:
        return False
    return not ending or starts_after_abbreviation(t, s, i, closed, gap, first, following, role)


def starts_after_letter(t, s, i, closed, first, following):
    starter = roles_of_word(following) & STARTER
    if caseless(t[first]):
        return False
    if closed:
        return True
    if t[i - 1].islower():
        return bool(starter)
    before = token_before(t, s, len(t[: i - 1].rstrip()))
    starter = starter and following.lower() not in ("i", "a")
    if t[i - 1] == "I":
        return starter or before.lower() in ("and", "or", "than", "as")
    return bool(starter) and not (before and upper(before[0]))


def roles_of_word(w):
    key = "".join(c.lower() if c.isascii() else c for c in w.replace("’", "'"))
    return LEXICON.get(key, 0)


def starts_after_abbreviation(t, s, i, closed, gap, first, following, role):
    after = roles_of_word(following)
    company = after & CORPORATE and not after & STARTER
    if closed:
        return not company
    if t[gap] == "(" or t[first].isdecimal():
        return False
    stop = first + len(following)
    if len(following) == 1 and t[stop : stop + 1] == ".":
        return False
    if not following:
        return first > gap
    if role & CLOCK:
        lead = roles_of_word(word_at(t, s)) & TIME_LEAD and i - s <= LONGEST_WORD
        second = word_at(t, stop + 1) if t[stop : stop + 1] == " " else ""
        time = second.lower() == "time" or second[:1].isdecimal()
        zone = 2 <= len(following) <= 4 and capitals(following) and following[-1] == "T" and not after & STARTER
        return not (after & ZONE or zone or time or lead)
    if company:
        return False
    if after & NUMBERED and t[stop : stop + 1] == ".":
        return False
    if after & STARTER or first > gap:
        return True
    return bool(role & CORPORATE and t[stop : stop + 1] == " " and roles_of_word(word_at(t, stop + 1)) & AUXILIARY)


def without_blank(t, s, i, run, close, abbreviations):
    if any(c in STRONG for c in t[i:run]) and caseless(t[i - 1]) and caseless(t[close]):
        return close
    first = len(t) - len(t[close:].lstrip(OPENERS))
    if first + 1 >= len(t) or i - s < 3 or not upper(t[first]):
        return None
    following = word_at(t, first)
    rest = t[first + len(following) :]
    if len(following) == 1:
        if following not in "AI" or rest[:1] != " ":
            return None
    elif following[1] not in APOSTROPHES and not all(c.islower() or c in APOSTROPHES for c in following[1:]):
        return None
    if rest[:1] in ("/", "@", "(") or (rest[:1] == "." and word(rest[1:2] or " ")):
        return None
    starter = roles_of_word(following) & STARTER
    token = token_before(t, s, i)
    if not token:
        return None
    if t[i - 1] in CLOSERS:
        return close
    if token[0].isdecimal():
        return close if starter and token.isdecimal() else None
    if len(token) < 2 or roles(token, abbreviations) & (TITLE | ENDINGS):
        return None
    if not all(c.islower() or c in "-" + APOSTROPHES for c in token[1:]):
        return None
    return close if token[0].islower() or (upper(token[0]) and (starter or run - i > 1)) else None
