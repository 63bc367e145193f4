"""The rules of boilerplate in plain Python, as regular expressions."""

import re

# A longer paragraph is prose, however it begins; only editors' notes may be longer.
LONGEST = 300
_LONGEST_NOTE = 1500
_LONGEST_HEADER = 60
_LONGEST_LINK = 200
_LONGEST_TAIL = 640

_BULLET = r"[>»•*\-–—\[(]*\s*"

_LINK_HEADER = re.compile(
    _BULLET
    + "(?:"
    + "|".join(
        (
            r"read (?:more|also|next|this|the full story|more from .{1,30})",
            r"more (?:on this(?: story)?|from .{1,30}|stories|news|to read|like this|coverage|reading)",
            r"related(?: (?:articles?|stor(?:y|ies)|content|news|links?|topics?|coverage|posts?|reading|videos?))?",
            r"also (?:read|see|on .{1,30})|see (?:also|more)|further reading|in case you missed it",
            r"recommended(?: (?:stories|for you|articles|reading))?|(?:complete|full) coverage(?: (?:of|on) .{1,40})?",
            r"most (?:read|popular|viewed|shared)|trending(?: now)?|top stories|latest (?:news|stories)|don['’]t miss",
            r"you (?:may|might) also (?:like|be interested in)|editor['’]?s['’]? (?:picks?|choice)|up next",
            r"(?:next|previous) (?:story|article)",
            r"lire aussi|à lire aussi|lea tamb[ié]n|lesen sie auch|leggi anche|leia também",
            r"بیشتر بخوانید|اقرأ أيضا[ًَ]?|阅读更多|相关阅读|相关新闻|関連記事",
        )
    )
    + r")\s*[:：\])>»…]*\s*$",
    re.IGNORECASE,
)
_LEADING = "([>»•*-–— "
_LINKS = (
    r"(?:read (?:more|also|next)|related(?: (?:article|story|stories|coverage))?|also read|see (?:also|more)|more|"
    r"watch(?: (?:more|now|this|live|the video))?|listen|gallery|in pictures|photos|video|"
    r"lire aussi|lea también|بیشتر بخوانید|اقرأ أيضا[ًَ]?)\s?[:：|»>]\s*\S",
)
_NOTES = r"(?:editor['’]?s['’]? note|note to (?:editors|readers)|correction|clarification)\s*[:–—(-]"
_RIGHTS = (
    r"(?:tm & )?(?:copyright (?:©|\(c\)|\d{4}|by\b)|©|&copy|\(c\) ?(?:copyright|\d{4})|all rights reserved)",
    r"entire contents of this (?:article|site|page) (?:copyright|©)",
    r"this (?:material|article|content) may not be (?:published|reproduced)",
    r"our standards: |the thomson reuters trust|this is a rush transcript\b",
    r"(?:the )?(?:opinions|views) expressed (?:in|by|here).{0,80} (?:are|do not|belong)\b",
)
_CREDITS = (
    r"(?:additional |with )?(?:reporting|writing|editing|compiled|edited|photography|graphics)"
    r"(?: and (?:writing|editing|additional reporting))? by[: ]",
    r"(?:(?:file|ap|reuters|afp|featured|cover) )?(?:photos?|photographs?|images?|pictures?|video|illustration|"
    r"graphic)(?:s? (?:by|credit|courtesy|source)(?: of)?)?\s*[:|]\s*\S.{0,150}$",
    r"(?:credits?|source|picture credit|photo credit)\s*:\s*\S.{0,150}$",
)
_CALLS = (
    r"(?:subscribe|sign up|register|log in|sign in)(?: now| here| today| free)?"
    r"(?:$|[:!]| (?:to|for|with|at|on|via|now) )",
    r"(?:get|receive) (?:our|the|your) (?:free |daily |weekly |morning |evening |and |afternoon |latest |best |news )*"
    r"(?:newsletters?|briefing|alerts?|headlines|e?-?mails?|app)\b",
    r"(?:share|tweet|e-?mail|print|save|comments?|bookmark|whatsapp|facebook|twitter|linkedin|reddit|telegram|"
    r"pinterest|copy link|share this(?: (?:story|article|post|page))?|share (?:on|via) .{2,30}|e-?mail to a friend|"
    r"print this(?: (?:story|article|page))?|back to top|\d+ comments?|(?:leave|add|post) a comment|"
    r"(?:view|show) comments)(?:[\s|/·•,]*(?:share|tweet|e-?mail|print|save|comments?|facebook|twitter|linkedin|"
    r"reddit|telegram|whatsapp|pinterest|copy link))*\s*[.:!|]*$",
    r"(?:follow|join|find) [\w@'’ .]{1,60}?(?: (?:on|at|via))? ?"
    r"(?:twitter|facebook|instagram|telegram|whatsapp|google|linkedin|youtube|@)",
    r"like [\w ]{2,30} on (?:facebook|instagram|twitter)[.!]?$",
    r"(?:follow|tweet|contact|e-?mail|reach) .{2,80}[: ](?:@\w+|[\w.+-]+@[\w-]+\.[\w.-]+)\.?$",
    r"(?:click|tap) (?:here|on the|the (?:image|photo|picture|link)|below|through)\b.{0,200}$",
    r"(?:download|install) (?:the|our) .{0,40}\bapp(?: now| today| here)?[.!]?$",
    r"for (?:more|the latest|all the latest|further) (?:news|information|stories|updates|headlines|coverage|details|"
    r"articles)\b.{0,40}(?:[:,]| (?:visit|see|click|go|follow|contact|call|read|about|on)\b).{0,200}$",
    r"for more .{2,40}, (?:visit|see|go to|click|follow) .{2,80}$",
    r"(?:support|donate to|become a (?:member|subscriber|supporter)) (?:our|of our|us|independent) .{2,120}$",
    r"(?:have|got) (?:a (?:tip|news tip|story to)|you got a (?:tip|story))\b.{0,120}$",
    r"(?:follow|see|read|watch|explore) (?:all )?(?:of )?our .{2,80}(?:coverage|live blog|updates|live)\b.{0,40}$",
    r"see (?:the )?(?:full|original) (?:story|article|post) (?:at|on) .{2,40}$",
    r"(?:watch|listen to|tune in to) .{2,60} (?:week(?:night|day|end)s?|(?:mon|tues|wednes|thurs|fri|satur|sun)days?) "
    r"(?:at )?\d.{0,100}$",
)
_TIME = r"\d{1,2}[:.]\d\d(?: ?[ap]\.?m\.?)?(?: (?:gmt|utc|est|edt|et|pst|pdt|bst|cet|ist))?"
_DATE = (
    r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,? )?"
    r"(?:\d{1,2}(?:st|nd|rd|th)? [a-z]{3,9}\.?|"
    r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]{0,6}\.? \d{1,2}(?:st|nd|rd|th)?),? (?:19|20)\d\d"
)
_FURNITURE = (
    rf"(?:{_DATE})?(?:[,|•·–-]? ?(?:at )?{_TIME})$|{_DATE}$",
    r"(?:urgent|breaking(?: news)?|exclusive|developing(?: story)?|update \d|live|opinion|analysis|factbox)\s*:?$",
    r"advertisements?$|ads? by .{2,30}$|sponsored(?: content| by .{2,40})?$|story continues(?: below)?.{0,30}$",
    r"article continues (?:below|after).{0,40}$|skip (?:to|past) .{2,40}$|continue reading.{0,60}$",
    r"(?:read|view|see) (?:the )?(?:full|original) (?:story|article|post)[ .:>»]*$|(?:show|load) more$|loading[ .…]*$",
    r"(?:first |last )?(?:published|posted|updated|modified|edited)(?: (?:on|at))?\s*:?\s+"
    r"(?:.{0,20}\d{1,2}:\d\d|.{0,20}\d{1,2}/\d|.{0,30}\b(?:19|20)\d\d\b|today|yesterday).{0,60}$",
    r"\d{1,3} (?:min(?:ute)?s?|hours?|days?) (?:ago|read)\b.{0,20}$",
    r"(?:tags?|topics?|filed under|categor(?:y|ies)|keywords?)\s*:\s.{1,200}$",
    r"(?:for immediate release|press release|news release|media advisory|for further information media should contact)"
    r"\b.{0,80}$",
    r"(?:(?:media|press) )?contacts?\s*:\s.{2,120}$|disclaimer\s*[:(–—-].{0,280}$",
    r"(?:begin|end) (?:video|audio|film)(?: clip|tape)?s?\)?$|(?:cross-?talk|applause|laughter|inaudible)\.?\)$",
    r"ends\)?$|30\s?-$|[\W_]*$|\w$",
    r"[$€£¥]?1(?: [a-z.]{2,20}){0,3} ?= ?[$€£¥]?\d.{0,60}\)$",  # "($1 = 0.9047 euros)"
    r"(?:home|news)(?: ?[>»/|] ?[\w &'-]{2,30})+$|(?:https?://|www\.)\S+$",
)
_LINES = re.compile("|".join((*_LINKS, _NOTES, *_RIGHTS, *_CREDITS, *_CALLS, *_FURNITURE)), re.IGNORECASE)
_NOTE = re.compile(_NOTES, re.IGNORECASE)
_CASED = re.compile(
    r"Copyright [A-Z][\w ]{1,40} \d{4}|All About [A-Z][^.!?]{2,100}$|"
    r"[(\[]?(?:Photo|Image|Picture|Illustration|Photograph)s? (?:[Bb]y|courtesy of|via|credit) [A-Z][^.!?]{2,80}$"
)

_END = re.compile(
    "|".join(
        (
            r".{2,250} contributed (?:to|reporting to|reporting for) this (?:report|story|article|piece)\.?$",
            r"(?-i:[A-Z]).{2,200} contributed reporting\.?$|[^.!?]{0,200}\bclick ?here[.!]?$",
            r".{0,280}\((?-i:[A-Z])[\w .'’-]{1,40}/"
            r"(?:getty|reuters|ap|afp|epa|xinhua|bloomberg|pool|file|shutterstock).{0,60}\)$",
            r".{2,280} (?-i:Photograph|Photo|Image|Picture|Credit|Photo [Cc]redit): (?-i:[A-Z])[^.!?]{2,60}\.?$",
            r"[^.!?«‹]{2,160}[»›]$",  # the arrow of a link, not the end of a quotation
            r".{0,280}\((?-i:AP|Reuters|AFP) (?:photo|file)\b.{0,60}\)$",
            r"[^.!?]{0,80}(?:getty images|/reuters|/afp|via ap|via reuters|shutterstock|istock|alamy|epa-efe)"
            r"\s*[)\]]?\.?$",
        )
    ),
    re.IGNORECASE,
)
# "... he said. (Reporting by Jane Roe; Editing by John Doe)"
_TAIL = re.compile(
    r"[(\[](?:(?:additional |with )?(?:reporting|writing|editing|compiled)(?: and [\w ]{4,25})? by\b|"
    r"(?:photos?|images?|source|graphics?)(?: (?:by|courtesy)|:)|©|copyright\b)[^\n]{0,600}$",
    re.IGNORECASE,
)
# "... he said. Watch him say so »": the arrow of a link, not the end of a quotation
_LINK_TAIL = re.compile(r"[.!?][\"'”’)]*\s+([^.!?«‹»›]{2,160}[»›])$")


def is_boilerplate(line):
    """Tell whether a paragraph is a credit, a notice, a link, a call to the reader or page furniture."""
    if len(line) > _LONGEST_NOTE:
        return False
    rest = line.lstrip(_LEADING)
    if len(line) > LONGEST:
        return _NOTE.match(rest) is not None
    return any(pattern.match(part) for pattern, part in ((_LINES, rest), (_CASED, line), (_END, line)))


def is_link_header(line):
    """Tell whether a line announces links to other articles: "Read more:", "Related stories"."""
    return len(line) <= _LONGEST_HEADER and not line.islower() and _LINK_HEADER.match(line) is not None


def is_link(line):
    """Tell whether a line after such a header can be the headline of another article."""
    if len(line) > _LONGEST_LINK or line.endswith((".", '."', ".”", "。")):
        return line.endswith("...") and len(line) <= _LONGEST_LINK
    return not line[:1].islower()


def tail_start(text, start, end):
    """Return where the credits or the link at the end of a paragraph begin; `end` if there are none."""
    first = max(start, end - _LONGEST_TAIL)
    if end > start and text[end - 1] in "»›":
        link = _LINK_TAIL.search(text, first, end)
        return end if link is None else link.start(1)
    place = text.rfind("(", first, end)
    while place >= 0:
        if _TAIL.match(text, place, end):
            return place
        place = text.rfind("(", first, place)
    return end
