"""The rules of datelines and bylines in plain Python, as regular expressions."""

import re

_LONGEST_DATELINE = 120
_LONGEST_BYLINE = 160

_AGENCIES = "|".join(
    (
        r"(?:Thomson )?Reuters(?: Health| Life!)?|AP|AP Photo|Associated Press|AFP|UPI|dpa|DPA|EFE|ANSA|APA|Agencies",
        r"CNN(?: Business| Student News)?|CNNMoney(?:\.com)?|BBC|VOA|RFE/RL|Bloomberg|UN News|IPS|Wikinews",
        r"IRNA|ISNA|FNA|MNA|YJC|Tasnim|Fars|Mehr|Iran Press|SANA|NINA|INA|WAM|SPA|QNA|KUNA|BNA|ONA|MENA|AA",
        r"Anadolu(?: Agency)?|TASS|RIA Novosti|Interfax|Xinhua|Yonhap|Kyodo(?: News)?|Bernama|ANI|PTI|IANS|UNI",
    )
)
_OUTLET = r"(?:Press|News|Agency|Times|Post|Radio|TV|Television|Media|Wire|Service|Online|Network|Today)"
_DASH = r"(?:--+|[-–—―_])"
_NAME = r"[A-Z][\w.'’\-]*"
_PLACE = rf"{_NAME}(?: (?:of |de |el |al-|upon |and )?{_NAME}){{0,4}}"
_CAPITALS = r"[A-Z][A-Z.'’\-]*[A-Z.](?: [A-Z][A-Z.'’\-]*){0,4}"
_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|"
    r"Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\.?"
)
_WEEKDAY = r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,? )"
_DATE = rf"(?:{_WEEKDAY}?(?:{_MONTH} \d{{1,2}}(?:, \d{{4}})?|\d{{1,2}} {_MONTH}(?:,? \d{{4}})?))"

# Cities that are given without a country, for reports that have lost the dash after them.
_CITIES = (
    r"ABU DHABI|ABUJA|ACCRA|ADDIS ABABA|ADEN|ALBANY|ALEPPO|ALGIERS|AMMAN|AMSTERDAM|ANKARA|ANTWERP|ASTANA|"
    r"ATHENS|ATLANTA|AUSTIN|BAGHDAD|BAKU|BALTIMORE|BANGKOK|BARCELONA|BASRA|BEIJING|BEIRUT|BELFAST|BELGRADE|"
    r"BENGALURU|BERGEN|BERLIN|BERNE?|BIRMINGHAM|BOGOTA|BOSTON|BRASILIA|BRATISLAVA|BRISBANE|BRUSSELS|BUCHAREST|"
    r"BUDAPEST|BUENOS AIRES|BUFFALO|CAIRO|CALGARY|CANBERRA|CAPE TOWN|CARACAS|CARDIFF|CHARLOTTE|CHENNAI|"
    r"CHICAGO|CINCINNATI|CLEVELAND|COLOMBO|COLUMBUS|COPENHAGEN|DAKAR|DALLAS|DAMASCUS|DENVER|DETROIT|DHAKA|"
    r"DOHA|DUBAI|DUBLIN|DURBAN|DUSHANBE|EDINBURGH|ERBIL|FRANKFURT|GAZA|GDANSK|GENEVA|GLASGOW|GOTHENBURG|"
    r"GUANGZHOU|HAMBURG|HANOI|HARARE|HARTFORD|HAVANA|HELSINKI|HO CHI MINH CITY|HONG KONG|HONOLULU|HOUSTON|"
    r"HYDERABAD|INDIANAPOLIS|ISLAMABAD|ISTANBUL|JACKSONVILLE|JAKARTA|JEDDAH|JERUSALEM|JOHANNESBURG|KABUL|"
    r"KAMPALA|KANSAS CITY|KARACHI|KATHMANDU|KHARKIV|KHARTOUM|KIEV|KIGALI|KINSHASA|KIRKUK|KOLKATA|KRAKOW|"
    r"KUALA LUMPUR|KUWAIT|KYIV|LAGOS|LAHORE|LAS VEGAS|LEEDS|LIMA|LISBON|LIVERPOOL|LJUBLJANA|LONDON|"
    r"LOS ANGELES|LOUISVILLE|LUANDA|LUSAKA|LVIV|LYON|MADRID|MANAMA|MANCHESTER|MANILA|MARSEILLE|MELBOURNE|"
    r"MEMPHIS|MEXICO CITY|MIAMI|MILAN|MILWAUKEE|MINNEAPOLIS|MINSK|MOGADISHU|MONTREAL|MOSCOW|MOSUL|MUMBAI|"
    r"MUNICH|MUSCAT|NAIROBI|NAPLES|NASHVILLE|NEW DELHI|NEW ORLEANS|NEW YORK|NICOSIA|ODESA|OKLAHOMA CITY|"
    r"ORLANDO|OSLO|OTTAWA|PARIS|PERTH|PESHAWAR|PHILADELPHIA|PHOENIX|PITTSBURGH|PORTLAND|PORTO|PRAGUE|PRETORIA|"
    r"PYONGYANG|QUETTA|QUITO|RABAT|RAMALLAH|RICHMOND|RIGA|RIYADH|ROME|ROTTERDAM|SACRAMENTO|SALT LAKE CITY|"
    r"SAN DIEGO|SAN FRANCISCO|SANAA|SANTIAGO|SAO PAULO|SARAJEVO|SEATTLE|SEOUL|SEVILLE|SHANGHAI|SHENZHEN|"
    r"SINGAPORE|SKOPJE|SOFIA|ST\. LOUIS|STOCKHOLM|STRASBOURG|STUTTGART|SYDNEY|TAIPEI|TALLINN|TAMPA|TASHKENT|"
    r"TBILISI|TEHRAN|TEL AVIV|THE HAGUE|TIRANA|TOKYO|TORONTO|TRIPOLI|TUNIS|UNITED NATIONS|VALENCIA|VANCOUVER|"
    r"VATICAN CITY|VIENNA|VILNIUS|WARSAW|WASHINGTON|WELLINGTON|YANGON|YEREVAN|ZAGREB|ZURICH"
)

_DATELINE = re.compile(
    "|".join(
        (
            # (CNN) --   BAGHDAD (Reuters) -   WASHINGTON, Nov 23 (AP) —   Ol Pejeta Conservancy, Kenya (CNN)At
            rf"(?:{_PLACE}(?:[,/] ?{_PLACE}){{0,3}}\.?,? {{0,2}})?(?:,? ?{_DATE},? ?)?\((?:{_AGENCIES})\)"
            rf"(?:\s{{0,3}}{_DASH}+)?",
            # (Some Magazine) --   Taipei, Taiwan — The   Thursday, May 7, 2015 On Tuesday
            rf"\([A-Z][\w .&'’]{{1,30}}\) {{0,2}}{_DASH}+(?=\s)",
            rf"{_PLACE}, {_PLACE} (?:--|[–—])(?= +[A-Z])",
            rf"{_WEEKDAY}{_MONTH} \d{{1,2}}, \d{{4}}(?= [A-Z])",
            # TEHRAN, Young Journalists Club (YJC) -   PARIS (Some Agency) —
            rf"{_CAPITALS}(?:, [^\n(]{{2,40}})? ?\([A-Z][\w ./&]{{1,30}}\) ?{_DASH}+",
            # MOSCOW, May 5. /TASS/.
            rf"{_CAPITALS}(?:, {_PLACE})?, {_DATE}\.? /[A-Z][\w ]{{1,20}}/\.?(?: ?{_DASH}+)?",
            # WASHINGTON, D.C. –   PARIS, June 5 -   MEXICO CITY —   LOS ANGELES/NEW YORK -   WHITE HOUSE—
            rf"{_CAPITALS}(?:[,/] ?(?:{_PLACE}|[A-Z.]{{2,6}})){{0,2}}(?:,? (?:{_DATE}|[A-Z]{{3,9}}\.? \d{{1,2}}))?,?"
            rf"(?: {_DASH}+(?=\s+[^a-z\s]|[A-Z\"“])|(?:--+|[–—])(?=\s+[^a-z\s]))",
            # VATICAN CITY—Six   CHICAGO—The
            r"[A-Z]{4,}(?: [A-Z]{3,}){0,2}(?:, [A-Z]\w+)?[–—](?=[A-Z“\"])",
            # Geneva, 3 May 2023 –
            rf"{_PLACE}(?:, {_PLACE})?, {_DATE},? ?{_DASH}+",
            # BRUSSELS Britain said   AMMAN/BEIRUT The talks   FLINT, Mich. Voters went   (the dash was lost)
            rf"(?:(?:{_CITIES})(?:/(?:{_CITIES}))*|"
            r"[A-Z]{4,}(?: [A-Z]{3,})?(?:(?:/[A-Z]{4,}){1,3}|, [A-Z][a-z]{1,6}\.|, [A-Z]{4,}))(?= [A-Z][a-z]| A )",
            # [State Department] More than
            r"\[[A-Z][\w.'’&-]*(?: [A-Z][\w.'’&-]*){1,4}\](?=\s*[A-Z0-9“\"]|$)",
            # Iran PressWest Asia:
            rf"(?:{_NAME} ){{0,3}}\w{{0,20}}{_OUTLET}{_PLACE} ?:",
            # 新华社巴格达11月23日电（记者李明）   بغداد (رويترز) -   تهران - ایرنا -
            r"(?:新华社|中新社|人民网)[^\s，。]{2,20}日?电(?:\s?[（(][^）)\n]{1,40}[）)])?",
            rf"[^\W\d_a-zA-Z]{{2,20}} \((?:رويترز|أ ف ب|د ب أ|وكالات|رویترز)\) ?{_DASH}",
            rf"[^\W\d_a-zA-Z]{{2,20}} ?{_DASH} ?(?:ایرنا|ایسنا|فارس|مهر|تسنیم|ایلنا) ?[-–—:]",
        )
    )
)
_CITY = re.compile(rf"(?:{_CITIES}) (?:--|[–—-])(?= (?-i:[A-Z“\"]))", re.IGNORECASE)
_LABEL = re.compile(rf"({_CAPITALS}(?:, {_PLACE})?) ?:(?=\s|$)")
_NO_PLACE = re.compile(
    r"(?:BREAKING|UPDATED?|WATCH|RELATED|CORRECTION|CLARIFICATION|NOTE[RS]?|READ|MORE|ALSO|LIVE|EXCLUSIVE|OPINION|ANALYSIS|"
    r"FACTBOX|SUMMARY|PHOTOS?|VIDEO|LISTEN|HOST|WARNING|SPOILER|IMPORTANT|MEDIA|CONTACT|FOR|TO|FROM|DATE|SUBJECT|RE|"
    r"BACKGROUND|INTRODUCTION|CONCLUSION|QUESTION|ANSWER|DEAR|HEADLINE|ABSTRACT|SOURCE|TAGS|UN|US|EU|UK|THE)\b"
)

_PERSON = r"[A-Z][\w.'’\-]*(?: (?:[a-z]{2,3} )?[A-Z][\w.'’\-]*){0,4}"
_BYLINE = re.compile(
    rf"(?:(?:Written |Reported |Posted |Story |Report |Analysis )?[Bb][Yy]:?|BY) {_PERSON}"
    rf"(?:(?:, and|,| and| &| \||;) {_PERSON})*(?:(?:,| \||[ ]?[-–—]| in| for| at| of| with) ?[^.!?\n]{{1,80}})?\.?$"
)
_CORRESPONDENT = re.compile(r"[A-Z][\w.'’\-]+(?: [A-Z][\w.'’\-]+){1,2} in [A-Z][\w.'’\-]+(?: [A-Z][\w.'’\-]+)?$")
_AGENCY_BYLINE = re.compile(rf"(?:From |[Bb]y )?{_PERSON}(?:(?:,| and|, and) {_PERSON}){{0,3}}, (?:{_AGENCIES})$")


def is_byline(line, *, before_body):
    """Tell whether a line names the writers: "By Jane Roe and John Doe", "Jane Roe, CNN", "Jane Roe in Bern".

    The last form can be a heading too: it counts only between the headline and the first sentence (`before_body`).
    """
    if len(line) > _LONGEST_BYLINE:
        return False
    if _BYLINE.match(line) or _AGENCY_BYLINE.match(line):
        return True
    return before_body and _CORRESPONDENT.match(line) is not None


def has_label(text, start, end):
    """Tell whether a paragraph starts with capitals and a colon: a place ("DUBAI:") or a speaker ("HOST:")."""
    limit = min(end, start + _LONGEST_DATELINE)
    return _LABEL.match(text, start, limit) is not None and _NO_PLACE.match(text, start, limit) is None


def dateline_end(text, start, end, *, labels):
    """Return where the dateline that a paragraph begins with ends; `start` for none.

    With `labels` several paragraphs of the text start with capitals and a colon: they name speakers, not places.
    """
    limit = min(end, start + _LONGEST_DATELINE)
    match = _DATELINE.match(text, start, limit)
    if match is None and start < end and (text[start].isupper() or text[start].istitle()):
        match = _CITY.match(text, start, limit)
    if match is None and not labels and has_label(text, start, end):
        match = _LABEL.match(text, start, limit)
    return start if match is None else match.end()
