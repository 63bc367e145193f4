"""Characters that the rules of sentences and line breaks speak of."""

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
