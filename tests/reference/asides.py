"""The rules of asides in plain Python: parts between the sentences of a body that are not sentences."""

import re

from tests.reference.characters import CLOSERS, TERMINATORS

ITEM = re.compile(r"(?:[-–•*∑▪●·◦]|--)\s*\S|\(?\d{1,3}[.)]\s")
PICTURE = re.compile(
    r"\((?:(?:[A-Z][^()]{0,40}|far|from|second|third|pictured|seen|top|bottom|centre),? )?"
    r"(?:left|right|above|below|pictured|centre|center|top|bottom|inset|file photo|"
    r"file picture|file image)(?:[ ,][^()]{0,40})?\)|"
    r"\([^()]{0,100}(?:Getty Images|via AP|via Reuters|/AFP|/Reuters|AP Photo|picture alliance|EPA-EFE)|"
    r"(?:Image|Photo|Photograph): [A-Z]"
)
ADDRESS = re.compile(r"://\w|www\.\w|@\w[\w-]*\.\w|\.(?:com|org|net|gov|co\.uk)/\w")
BEGINNING = re.compile(
    r"pictured(?: \(|:| )|in this (?:\w+ ){0,3}(?:photo|photograph|image|picture|video|screengrab)\b|"
    r"(?:the|this) (?:photo|photograph|image|picture) (?:taken|provided|released|at (?:left|right|top))\b|"
    r"click here|read more ?:|scroll down (?:for|to)|sign up (?:for|to)|originally published (?:on|in|by)\b|"
    r"sorry we are not |find out more |\W*keep reading\.?$|(?:do you have|have you got) a story\b|"
    r"(?:be sure to )?(?:visit|find) .{2,40} on (?:facebook|twitter|instagram)\b|"
    r"get the (?:latest|best) .{1,80}(?:app|inbox|content|newsletter)|"
    r"watch:|follow (?:him|her|us|them) (?:on|@)|have a tip\?|this (?:article|story) (?:was (?:originally|first) |"
    r"(?:first |originally )?appeared |has been (?:updated|corrected))",
    re.IGNORECASE,
)
CALL = re.compile(
    r"(?:our|this|free|daily|weekly|morning|evening|['’]s) newsletters?\b|(?:to|in|into) your inbox|"
    r"subscribe (?:now|today|to (?:our|this))\b|subscribe to .{2,30}newsletter|processing your subscription|"
    r"sign up (?:\(|now\b|here\b|today\b|for (?:our|this|a free)\b|to (?:get|receive|our)\b)|"
    r"(?:may (?:earn|receive|get)|earn us) (?:a |an )?(?:small )?(?:affiliate )?commission|"
    r"affiliate (?:commission|link|relationship)|independently (?:selected|chosen|reviewed)|"
    r"(?:copyright .{0,3}[©ⓒ]|©) ?\w",
    re.IGNORECASE,
)
WRITERS = re.compile(
    r"(?:The )?[\w.]{2,20}['’]s? .{3,80} (?:contributed to this|(?:reported|contributed) from)\b|"
    r"[A-Z][\w.'’-]*(?: [\w.'’-]+){0,4} (?:is|was) (?:a|an|the) (?:[\w'’-]+ ){0,6}(?:reporter|writer|editor|"
    r"correspondent|journalist|columnist|contributor|author|blogger|anchor)\b"
)


def set_apart(text, paragraphs, sentences):
    """Return the sentences and the asides."""
    firsts, lasts = {begin for begin, _ in paragraphs}, {end for _, end in paragraphs}
    ended = sum(ends(text[a:b]) for a, b in sentences)
    spaced = sum(is_spaced(text[a:b]) for a, b in sentences)
    items = sum(a in firsts and bool(ITEM.match(text, a, b)) for a, b in sentences)
    count = len(sentences)

    def is_aside(i):
        a, b = sentences[i]
        s = text[a:b]
        if is_spaced(s) and spaced * 10 < count * 7:
            return True
        if b in lasts and ended >= 2 and ended * 5 >= count * 2 and len(s) < 120:
            words = len(s.split())
            if words < 15 and not ends(s):
                return True
            if a in firsts and s.endswith("?") and words < 8:
                return True
        if a in firsts and ITEM.match(s) and items * 2 <= count:
            return True
        s = s[:2000]
        if BEGINNING.match(s) or PICTURE.search(s) or CALL.search(s) or (i + 4 >= count and WRITERS.match(s)):
            return True
        return bool(ADDRESS.search(s)) and len(s.split()) < 25

    asides = [sentences[i] for i in range(count) if is_aside(i)]
    if len(asides) == count:
        return sentences, []
    return [s for s in sentences if s not in asides], asides


def is_spaced(sentence):
    return len(sentence) > 2 and sentence.endswith(" .")


def ends(sentence):
    return sentence.rstrip(CLOSERS + "«").endswith(tuple(TERMINATORS))
