"""Small tables for notebooks: results, figures, topics and terms."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence

from newsnlp.display.html import escape, wrap

__all__ = ["render_table"]

LONGEST = 160  # characters of a cell
LONG = 40  # from here on a cell is given room


def render_table(
    head: Sequence[str], rows: Iterable[Sequence[object]], *, title: str = "", notes: Iterable[str] = ()
) -> str:
    """Return a table that scrolls where it is wider than the page.

    Parameters
    ----------
    head : sequence of str
        The names of the columns.
    rows : iterable of sequences
        Of each row the cells: str, int, float (two decimals), tuple or list of str, None for an empty cell. A text of
        more than 160 characters is cut between words.
    title : str, default=''
        A line above the table.
    notes : iterable of str, default=()
        Lines below it.
    """
    columns = "".join(f"<th>{escape(name)}</th>" for name in head)
    body = "".join(f"<tr>{''.join(_cell(value) for value in row)}</tr>" for row in rows)
    return wrap(
        f'<h2 dir="auto">{escape(title)}</h2>' if title else "",
        f'<div class="scroll"><table><thead><tr>{columns}</tr></thead><tbody>{body}</tbody></table></div>',
        *(f'<div class="source" dir="auto">{escape(note)}</div>' for note in notes),
    )


def _cell(value: object) -> str:
    if isinstance(value, int | float):
        return (
            f'<td class="number">{value:.2f}</td>' if isinstance(value, float) else f'<td class="number">{value}</td>'
        )
    text = "" if value is None else ", ".join(value) if isinstance(value, list | tuple) else str(value)
    shown = textwrap.shorten(text, LONGEST, placeholder=" ...")
    return f'<td dir="auto"{" class=long" if len(shown) > LONG else ""}>{escape(shown)}</td>'
