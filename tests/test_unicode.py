"""The native tables against the running interpreter."""

import re
import sys

from newsnlp import _core

WORD, SPACE, UPPER, LOWER, DIGIT, ALPHA = 1, 2, 4, 8, 16, 32


def test_classes_agree_with_str_and_re_on_every_code_point():
    word = re.compile(r"\w")
    for code in range(sys.maxunicode + 1):
        character, bits = chr(code), _core.character_classes(code)
        assert bool(bits & WORD) == bool(word.match(character)), hex(code)
        assert bool(bits & SPACE) == character.isspace(), hex(code)
        assert bool(bits & LOWER) == character.islower(), hex(code)
        assert bool(bits & DIGIT) == character.isdecimal(), hex(code)
        assert bool(bits & ALPHA) == character.isalpha(), hex(code)


def test_lower_agrees_with_str_but_for_dotted_i():
    for code in range(sys.maxunicode + 1):
        expected = chr(code).lower() if code != 0x130 else chr(code)
        assert chr(_core.lower_code(code)) == expected, hex(code)


def test_beyond_unicode_is_classless_and_unchanged():
    assert _core.character_classes(0x110000) == 0
    assert _core.lower_code(0xFFFFFFFF) == 0xFFFFFFFF
