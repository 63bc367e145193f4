r"""Write the Unicode tables of the running interpreter as C++ arrays.

Run at build time with the very Python that the module is built for, so that the native `lower` equals `str.lower`
and the native word class equals `\w` of `re` for that version's Unicode data.

Two-level tables: the code point's high bits choose a block, its low 7 bits an index within it; equal blocks are stored
once. `str.lower` of one code point is one code point but for U+0130 (handled by the core), so an int32 delta is enough.
"""

import sys
import unicodedata
from pathlib import Path

BLOCK = 128
FLAGS = ("word", "space", "upper", "lower", "digit", "alpha", "mark", "cased", "case_ignorable")


def flags(character: str) -> int:
    r"""Return the class bits of one character; word is what `\w` matches, digit what `str.isdecimal` accepts."""
    category = unicodedata.category(character)
    # A cased or case-ignorable character is found by how str.lower treats the final sigma after it: CPython keeps
    # both properties to itself. 'A' + c + sigma: the sigma is final unless c hides the letter before it.
    final = "\u03c2"
    ignorable = ("A" + character + "\u03a3").lower()[-1] == final and (character + "\u03a3").lower()[-1] != final
    cased = (character + "\u03a3").lower()[-1] == final
    bits = (
        character.isalnum() or character == "_",
        character.isspace(),
        character.isupper() or category == "Lt",
        character.islower(),
        character.isdecimal(),
        character.isalpha(),
        category in ("Mn", "Mc", "Me"),
        cased,
        ignorable,
    )
    return sum(1 << i for i, bit in enumerate(bits) if bit)


def lower_delta(character: str) -> int:
    """Return how far the lower-case form lies from the character; U+0130 has two code points and stays at 0."""
    lowered = character.lower()
    return ord(lowered) - ord(character) if len(lowered) == 1 else 0


def bare_offsets(characters: list[str]) -> tuple[list[int], list[int]]:
    """Return (offset of each character's bare form, the forms laid end to end as count, codes...); 0 is itself.

    The bare form is NFKD without combining marks. Marks are all that canonical ordering moves, so the form of a text is
    that of its characters put together. Hangul syllables are left to arithmetic.
    """
    offsets, codes, known = [], [0], {}
    for character in characters:
        form = "".join(c for c in unicodedata.normalize("NFKD", character) if not unicodedata.combining(c))
        if form == character or 0xAC00 <= ord(character) < 0xAC00 + 11172:
            offsets.append(0)
            continue
        if form not in known:
            known[form] = len(codes)
            codes += [len(form), *map(ord, form)]
        offsets.append(known[form])
    return offsets, codes


def two_level(values: list[int]) -> tuple[list[int], list[int]]:
    """Return (block number of each block of code points, the distinct blocks laid end to end)."""
    numbers: dict[tuple[int, ...], int] = {}
    index = []
    for start in range(0, len(values), BLOCK):
        block = tuple(values[start : start + BLOCK])
        index.append(numbers.setdefault(block, len(numbers)))
    return index, [value for block in numbers for value in block]


def array(kind: str, name: str, values: list[int]) -> str:
    """Return one C++ array definition."""
    rows = [", ".join(map(str, values[i : i + 24])) for i in range(0, len(values), 24)]
    return f"constexpr {kind} {name}[] = {{\n    " + ",\n    ".join(rows) + "};\n"


def main(path: str) -> None:
    """Write the tables to `path`."""
    characters = [chr(code) for code in range(sys.maxunicode + 1)]
    flag_index, flag_blocks = two_level([flags(character) for character in characters])
    lower_index, lower_blocks = two_level([lower_delta(character) for character in characters])
    bare, bare_codes = bare_offsets(characters)
    bare_index, bare_blocks = two_level(bare)
    text = [f"// Unicode {unicodedata.unidata_version}, written at build time.\n"]
    text += [f"constexpr std::uint16_t k_{name} = {1 << i};\n" for i, name in enumerate(FLAGS)]
    text += [
        array("std::uint16_t", "flag_index", flag_index),
        array("std::uint16_t", "flag_blocks", flag_blocks),
        array("std::uint16_t", "lower_index", lower_index),
        array("std::int32_t", "lower_blocks", lower_blocks),
        array("std::uint16_t", "bare_index", bare_index),
        array("std::uint16_t", "bare_blocks", bare_blocks),
        array("std::uint32_t", "bare_codes", bare_codes),
    ]
    target = Path(path)
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text("".join(text), encoding="ascii")


if __name__ == "__main__":
    main(sys.argv[1])
