"""Plots: well-formed, self-contained, and with every point at its position."""

import math
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsnlp.display.plots import BOTTOM, HEIGHT, LEFT, RIGHT, TOP, WIDTH, Curve, draw_curves, ticks

SVG = "{http://www.w3.org/2000/svg}"


def test_corners_of_the_frame():
    root = ElementTree.fromstring(draw_curves([Curve("a", [0, 1], [0, 1], dots=[1, 0])]))
    line = [path for path in root.iter(f"{SVG}path") if path.get("fill") == "none"]
    assert [path.get("d") for path in line] == [f"M{LEFT}.0 {HEIGHT - BOTTOM}.0L{WIDTH - RIGHT}.0 {TOP}.0"]
    dots = [(float(c.get("cx")), float(c.get("cy")), float(c.get("r"))) for c in root.iter(f"{SVG}circle")]
    assert dots == [(LEFT, HEIGHT - BOTTOM, 8.0), (WIDTH - RIGHT, TOP, 2.0)]


def test_labels_of_the_axes_stand_in_their_middles():
    root = ElementTree.fromstring(draw_curves([Curve("a", [0, 1], [0, 1])], x_label="across", y_label="up"))
    placed = {text.text: text.attrib for text in root.iter(f"{SVG}text")}
    assert float(placed["across"]["x"]) == (LEFT + WIDTH - RIGHT) / 2
    assert placed["up"]["transform"] == f"translate(15 {(TOP + HEIGHT - BOTTOM) / 2})rotate(-90)"


def test_points_that_are_no_numbers_are_left_out():
    root = ElementTree.fromstring(draw_curves([Curve("a", [0, 0.5, 1], [0, math.nan, 1], dots=[1, 1, 1])]))
    assert len(list(root.iter(f"{SVG}circle"))) == 2
    assert "nan" not in ElementTree.tostring(root, encoding="unicode")


def test_many_points_stay_small_and_keep_their_ends():
    n = 100_001
    text = draw_curves([Curve("a", [i / (n - 1) for i in range(n)], [0.5] * n)])
    assert len(text) < 12_000
    assert f"L{WIDTH - RIGHT}.0" in text


@pytest.mark.parametrize(("count", "drawn"), [(250, 250), (251, 126), (252, 127)])
def test_every_other_point_and_the_last_are_drawn_of_more_than_250(count, drawn):
    root = ElementTree.fromstring(draw_curves([Curve("a", [i / 1000 for i in range(count)], [0.5] * count)]))
    (line,) = [path.get("d") for path in root.iter(f"{SVG}path") if path.get("fill") == "none"]
    assert len(line.split("L")) == drawn


@pytest.mark.parametrize("given", [{"y": [1, 2]}, {"dots": [1, 1]}, {"counts": []}])
def test_every_point_has_one_of_each_value(given):
    with pytest.raises(ValueError, match="zip"):
        draw_curves([Curve("a", [0], [0])._replace(**given)])


def test_one_legend_line_and_colour_a_label():
    text = draw_curves([Curve("a", [0, 1], [0, 1]), Curve("b", [0, 1], [1, 0]), Curve("a", [0.5], [0.5], dots=[1])])
    assert text.count(">a</text>") == 1
    assert text.count("#0072b2") == 3  # legend, line, dot


MARKUP = st.one_of(st.sampled_from(["<script>alert(1)</script>", '"/><a href="x">', "a & b < c", "&lt;"]), st.text())


@given(label=MARKUP, title=MARKUP)
def test_any_text_is_shown_as_it_is_and_is_no_markup(label, title):
    root = ElementTree.fromstring(draw_curves([Curve(label, [0], [0])], title=title, x_label=title, y_label=label))
    assert {element.tag for element in root.iter()} <= {SVG + name for name in ("svg", "path", "text", "circle")}
    shown = [element.text or "" for element in root.iter(f"{SVG}text")]
    for text in (label, title):
        if text.isprintable():
            assert shown.count(text) >= 2
            assert root.get("aria-label") == title or text is label


def test_the_legend_lies_below_the_frame_and_plots_share_a_height():
    few = draw_curves([Curve("a", [0, 1], [0, 1])])
    many = draw_curves([Curve(f"a rather long label {i}", [0, 1], [0, 1]) for i in range(3)])
    for text in (few, many):
        root = ElementTree.fromstring(text)
        assert root.get("height") == str(HEIGHT)
        labels = [t for t in root.iter(f"{SVG}text") if (t.text or "").startswith("a")]
        assert labels
        assert all(HEIGHT - BOTTOM < float(t.get("y")) <= HEIGHT for t in labels)


def test_counts_are_written_above_their_points():
    root = ElementTree.fromstring(draw_curves([Curve("a", [0.5, math.nan], [0.5, 1], counts=[12, 3])]))
    (count,) = [t for t in root.iter(f"{SVG}text") if t.text == "12"]
    assert float(count.get("y")) < (TOP + HEIGHT - BOTTOM) / 2
    assert not [t for t in root.iter(f"{SVG}text") if t.text == "3"]


@given(low=st.floats(-1e6, 1e6), span=st.floats(1e-3, 1e6))
def test_ticks_are_few_and_within(low, span):
    found = ticks((low, low + span))
    assert 1 <= len(found) <= 7
    assert all(low - 1e-6 * span - 1e-9 <= tick <= low + span * (1 + 1e-6) + 1e-9 for tick in found)


@pytest.mark.parametrize(
    ("ends", "expected"),
    [
        ((0, 1), [0, 0.2, 0.4, 0.6, 0.8, 1]),
        ((0, 300), [0, 100, 200, 300]),
        ((0, 5), [0, 1, 2, 3, 4, 5]),
        ((0, 6), [0, 2, 4, 6]),
        ((-0.1, 0.1), [-0.1, -0.05, 0, 0.05, 0.1]),
    ],
)
def test_ticks_by_hand(ends, expected):
    assert ticks(ends) == expected


def test_nothing_to_draw():
    ElementTree.fromstring(draw_curves([], x_range=(1, 1)))
