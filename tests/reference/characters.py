"""Characters that the rules of sentences and line breaks use."""

WIDE = "。！？｡．"
STRONG = "!?\u0589؟۔।॥።‼⁇⁈⁉"
TERMINATORS = ".…" + STRONG + WIDE
QUOTE_CLOSERS = "\"'”’»›"
CLOSERS = QUOTE_CLOSERS + ")]}」』）】〉》｣〕"
OPENERS = "\"'`([{“‘„‚«‹¿¡「『（【〈《"
DASHES = "-\u2012\u2013\u2014\u2015"
BULLETS = "•⁃‣▪◦●"
LINE_BREAKS = "\n\x0b\x0c\r\x85\u2028\u2029"
APOSTROPHES = "'’"


def upper(c):
    return c.isupper() or c.istitle()


def caseless(c):
    return c.isalpha() and not upper(c) and not c.islower()


def word(c):
    return c.isalnum() or c == "_"


# Thai to Khmer, kana and Han: scripts without blanks between words.
UNSPACED = [(0xE00, 0xF00), (0x1000, 0x10A0), (0x1780, 0x1800), (0x3040, 0x3100), (0x3400, 0xA000), (0xF900, 0xFB00),
            (0x20000, 0x32000)]  # fmt: skip


def is_unspaced(character):
    """Tell whether a character is of a script without blanks between words."""
    return any(first <= ord(character) < last for first, last in UNSPACED)
