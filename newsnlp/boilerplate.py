# ruff: noqa: E501
"""What surrounds the body of a news article: datelines, bylines, credits, link blocks, notices.

Every pattern is anchored at the start of a paragraph and looks at a bounded stretch, so that parsing stays linear.
"""

from __future__ import annotations

import re

__all__ = [
    "byline",
    "dateline_end",
    "is_boilerplate",
    "is_link_header",
    "is_link_line",
    "is_sentence_like",
    "tail_start",
]

# Longer paragraphs are prose, whatever they begin with.
LONGEST_LINE = 300
LONGEST_DATELINE = 120

_AGENCIES = (
    r"(?:Thomson )?Reuters(?: Health)?|AP|AFP|UPI|CNN(?: Business| Student News)?|CNNMoney(?:\.com)?|BBC|dpa|DPA|IRNA|"
    r"ISNA|FNA|MNA|YJC|TASS|RIA Novosti|Interfax|Xinhua|Yonhap|Kyodo(?: News)?|Bernama|ANI|PTI|IANS|UNI|Bloomberg|"
    r"Anadolu(?: Agency)?|AA|WAM|SPA|QNA|KUNA|EFE|ANSA|APA|Tasnim|Fars|Mehr|SANA|NINA|INA|UN News|IPS|VOA|RFE/RL|"
    r"AP Photo|Agencies|Wikinews"
)
_DASH = r"(?:--+|[-–—―_])"
_CAPITALS = r"[A-Z][A-Z.'’\-]+(?: [A-Z][A-Z.'’\-]*){0,4}"
_NAME = r"[A-Z][\w.'’\-]+"
_PLACE = rf"{_NAME}(?: {_NAME}){{0,4}}"
_MONTH = r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\.?"
_WEEKDAY = r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,? )"
_DATE = rf"(?:{_WEEKDAY}?(?:{_MONTH} \d{{1,2}}(?:, \d{{4}})?|\d{{1,2}} {_MONTH}(?: \d{{4}})?))"
_OUTLET = r"(?:Press|News|Agency|Times|Post|Radio|TV|Television|Media|Wire|Service|Online|Network|Today)"

_DATELINES = re.compile(
    "|".join(
        (
            # (CNN) -- ; BAGHDAD (Reuters) - ; WASHINGTON, Nov 23 (AP) — ; Ol Pejeta Conservancy, Kenya (CNN)At
            rf"(?:{_PLACE}(?:, {_PLACE}){{0,2}},? ?)?(?:,? ?{_DATE},? ?)?\((?:{_AGENCIES})\)(?:\s?{_DASH}+)?",
            # TEHRAN, Some News Agency (SNA) -
            rf"{_CAPITALS}(?:, [^\n(]{{2,40}})? ?\([A-Z][\w ./&]{{1,30}}\) ?{_DASH}+",
            # MOSCOW, May 5. /TASS/.
            rf"{_CAPITALS}(?:, {_PLACE})?, {_DATE}\.? /[A-Z][\w ]{{1,20}}/\.?(?: ?{_DASH}+)?",
            # WASHINGTON, D.C. – ; PARIS, June 5 - ; WASHINGTON —
            rf"{_CAPITALS}(?:, (?:{_PLACE}|[A-Z.]{{2,6}}))?(?:,? {_DATE})?,? ?{_DASH}+(?=\s|[A-Z\"“])",
            # Geneva, 3 May 2023 –
            rf"{_PLACE}(?:, {_PLACE})?, {_DATE},? ?{_DASH}+",
            # Iran PressWest Asia:
            rf"(?:{_NAME} ){{0,3}}[A-Z]?[\w]*{_OUTLET}(?=[A-Z]){_PLACE} ?:",
        )
    )
)
_CAPITALS_COLON = re.compile(rf"({_CAPITALS}(?:, {_PLACE})?) ?:(?=\s)")
_NO_PLACE = re.compile(
    r"(?:BREAKING|UPDATED?|WATCH|RELATED|CORRECTION|CLARIFICATION|NOTE|READ|MORE|ALSO|LIVE|EXCLUSIVE|OPINION|ANALYSIS|"
    r"FACTBOX|SUMMARY|PHOTOS?|VIDEO|LISTEN|HOST|Q|A|WARNING|SPOILER|IMPORTANT|MEDIA CONTACT|CONTACT|FOR IMMEDIATE)\b"
)

_PERSON = r"[A-Z][\w.'’\-]*(?: (?:[a-z]{2,3} )?[A-Z][\w.'’\-]*){0,4}"
_BYLINE = re.compile(
    rf"(?:(?:Written |Reported |Posted |Story |Report |Analysis )?[Bb][Yy]:?|BY|From) {_PERSON}(?:(?:,| and| &|, and| \||;) {_PERSON})*"
    r"(?:(?:,| \||[ ]?[-–—]| in| for| at| of| with) ?[^.!?\n]{1,80})?\.?$"
)
_BYLINE_END = re.compile(rf"{_PERSON}(?: and {_PERSON})?, (?:{_AGENCIES})$|{_PERSON}(?: and {_PERSON})? in {_PLACE}$")

_LINK_HEADER = re.compile(
    r"[>»•*\-–—\[(]*\s*(?:read (?:more|also|next|this|the full story)|more (?:on this(?: story)?|from .{1,30}|stories|news|to read|like this|"
    r"coverage|reading)|related(?: (?:articles?|stories|story|content|news|links?|topics?|coverage|posts?|reading|videos?))?|also read|"
    r"also see|also on .{1,30}|see also|see more|recommended(?: (?:stories|for you|articles|reading))?|most (?:read|popular|viewed|shared)|"
    r"you (?:may|might) also (?:like|be interested in)|trending(?: now)?|don['’]t miss|top stories|latest (?:news|stories)|further reading|"
    r"editor['’]?s['’]? (?:picks?|choice)|up next|next (?:story|article|up)|previous (?:story|article)|in case you missed it|"
    r"external links?|sources?|lire aussi|lea tamb[ié]n|lesen sie auch|leggi anche|بیشتر بخوانید|اقرأ أيضا[ًَ]?|阅读更多|相关阅读|相关新闻|関連記事)"
    r"\s*[:：\])>»…]*\s*$",
    re.IGNORECASE,
)
_LINK_LINE = re.compile(
    r"[>»•*\-–—\[(]*\s*(?:read (?:more|also|next)|related(?: (?:article|story|stories|coverage))?|also read|see also|more|watch(?: (?:more|now|this|live|the video))?|listen|"
    r"see more|gallery|in pictures|photos|video|lire aussi|lea también|بیشتر بخوانید|اقرأ أيضا[ًَ]?)\s*[:：|»>]\s*\S",
    re.IGNORECASE,
)

_NOTICE = re.compile(
    "|".join(
        (
            # rights
            r"(?:copyright\b|©|\(c\)\s?(?:copyright|\d{4})|all rights reserved|this material may not be (?:published|reproduced))",
            r"(?:our standards: |the thomson reuters trust)",
            # who wrote and edited
            r"[(\[]?(?:additional |with )?(?:reporting|writing|editing|compiled|edited|photography|graphics|research|production) by[: ]\s*[A-Z]",
            r"[(\[]?(?:reporting|writing|editing)(?: and (?:reporting|writing|editing|additional reporting))? by ",
            r"(?:the )?(?:associated press|reuters|afp|agence france-presse|cnn|cnn['’]s .{2,120}|.{2,80})(?: also)? contributed to this (?:report|story|article)\.?$",
            # pictures
            r"[(\[]?(?:photo|photos|photograph|photographs|image|images|picture|pictures|video|illustration|graphic|cover|file photo|ap photo|"
            r"featured image|image credit|photo credit|credits?|source|picture credit|caption|reuters photo)(?:s? (?:by|credit|courtesy)(?: of)?)?\s*[:/|]\s*\S.{0,150}$",
            r"[(\[]?(?:photos?|images?|pictures?|illustrations?|photographs?) (?:by|courtesy of|from|via|credit) .{2,100}$",
            r".{0,80}(?:getty images|/reuters|/ap|/afp|via ap|via reuters|shutterstock|istock|alamy|epa-efe)\s*[)\]]?\.?$",
            # subscribe, share, follow
            r"(?:subscribe|sign up|register|log in|sign in)(?: now| here| today| free)?(?:$|[:!]| (?:to|for|with|at|and get|our|your|via|on) )",
            r"(?:get|receive) (?:our|the|your) (?:free )?(?:daily |weekly |morning |latest |best )*(?:newsletters?|briefing|news alerts?|headlines|stories|updates|app)\b",
            r"(?:share|tweet|e-?mail|print|save|comments?|bookmark|pin|whatsapp|facebook|twitter|linkedin|reddit|telegram|pinterest|copy link|share this(?: (?:story|article|post|page))?|"
            r"share (?:on|via) .{2,30}|e-?mail to a friend|print this(?: (?:story|article|page))?|back to top|\d+ comments?|leave a comment|add a comment|view comments|show comments)"
            r"(?:\s*[|/·•,]?\s*(?:share|tweet|e-?mail|print|save|comments?|facebook|twitter|linkedin|reddit|telegram|whatsapp|pinterest|copy link))*\s*[.:!|]*$",
            r"(?:follow|like|join|find) (?:us|me|him|her|them|@\w+|[A-Z][\w ]{1,40})(?: on| at| via)? (?:twitter|facebook|instagram|telegram|whatsapp|google|linkedin|youtube|@)",
            r"(?:follow|tweet|contact|e-?mail|reach) .{2,60}(?: at| on twitter| on facebook)?[: ]\s*@?[\w.]+@?[\w.]*$",
            r"(?:click|tap) (?:here|on|the|below|through)\b.{0,150}$",
            r"(?:download|install) (?:the|our) .{0,40}\bapp\b",
            r"for (?:more|the latest|all the latest) (?:news|information|stories|updates|on this|headlines|coverage|details)\b.{0,150}$",
            r"(?:to )?(?:support|donate to|become a (?:member|subscriber|supporter)) (?:our|us|independent|the)\b.{0,120}$",
            r"have (?:a (?:tip|story|question|news tip)|you got a)\b.{0,120}$",
            # page furniture
            r"advertisements?$|ads? by .{2,30}$|sponsored(?: content| by .{2,40})?$|story continues(?: below)?.{0,30}$|article continues (?:below|after).{0,40}$",
            r"(?:skip (?:to|past) |continue reading|read the full (?:story|article)|view (?:original|gallery|all)|show more|load more|see full|loading)\b.{0,60}$",
            r"(?:published|posted|updated|last (?:updated|modified|edited)|first published|modified|date|time)(?: (?:on|at))?\s*:?\s+(?:.{0,12}\d{1,2}[:/. ].{0,60}|.{0,30}\b(?:19|20)\d\d\b.{0,40})$",
            r"\d{1,2} (?:min(?:ute)?s?|hours?|days?)(?: ago| read)$|\d+ min read\b.{0,20}$",
            r"(?:tags?|topics?|filed under|categor(?:y|ies)|keywords?|section)\s*:\s.{1,200}$",
            r"(?:editor['’]?s['’]? note|note to (?:editors|readers)|editor's note|correction|clarification|disclaimer|disclosure)\b\s*[:(–—-]",
            r"(?:###|#\s?#\s?#|-\s?30\s?-|\(?ends\)?|\*\s?\*\s?\*|_{3,}|-{3,}|={3,})$",
            r"all about .{2,100}$",
            r"(?:home|news)(?: ?[>»/|] ?[\w &'-]{2,30})+$",
            r"(?:https?://|www\.)\S+$",
        )
    ),
    re.IGNORECASE,
)

# "... he said. (Reporting by Jane Roe; Editing by John Doe)"
_TAIL = re.compile(
    r"[(\[](?:(?:additional |with )?(?:reporting|writing|editing|compiled|photo|photos|image|source|graphic)s? (?:and \w+ )?(?:by|courtesy)\b|©|copyright\b)[^\n]{0,600}$",
    re.IGNORECASE,
)
_END_MARK = re.compile(r"[.!?…。！？؟۔][\"'”’»)\]]*$")


def is_sentence_like(line: str) -> bool:
    """Tell whether a line ends as a sentence does."""
    return _END_MARK.search(line[-8:]) is not None


def is_boilerplate(line: str) -> bool:
    """Tell whether a paragraph is a credit, a notice, a link or page furniture."""
    if len(line) > LONGEST_LINE:
        return False
    return _NOTICE.match(line) is not None or _LINK_LINE.match(line) is not None


def is_link_header(line: str) -> bool:
    """Tell whether a line announces links to other articles: "Read more:", "Related stories"."""
    return len(line) <= 60 and _LINK_HEADER.match(line) is not None


def is_link_line(line: str) -> bool:
    """Tell whether a line after such a header can be a headline."""
    return len(line) <= 200 and not (line.endswith(".") and not line.endswith("..."))


def byline(line: str) -> bool:
    """Tell whether a line names the writers."""
    return len(line) <= 160 and (_BYLINE.match(line) is not None or _BYLINE_END.match(line) is not None)


def dateline_end(text: str, start: int, end: int, *, labels: bool) -> int:
    """Return where the dateline that begins at `start` ends; `start` for none.

    With `labels` true the text has several paragraphs that start with capitals and a colon: they name speakers.
    """
    limit = min(end, start + LONGEST_DATELINE)
    match = _DATELINES.match(text, start, limit)
    if match is None and not labels and not _NO_PLACE.match(text, start, limit):
        match = _CAPITALS_COLON.match(text, start, limit)
    return start if match is None else match.end()


def capitals_label(text: str, start: int, end: int) -> bool:
    """Tell whether a paragraph starts with capitals and a colon."""
    return _CAPITALS_COLON.match(text, start, min(end, start + LONGEST_DATELINE)) is not None


def tail_start(text: str, start: int, end: int) -> int:
    """Return where credits at the end of a paragraph begin; `end` for none."""
    place = text.rfind("(", max(start, end - 640), end)
    while place > start:
        if _TAIL.match(text, place, end):
            return place
        place = text.rfind("(", max(start, end - 640), place)
    return end
