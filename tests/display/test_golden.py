"""Every view gives what is stored of it."""

import pytest

from tests.display import golden


@pytest.mark.parametrize("name", golden.VIEWS)
def test_views_are_those_that_are_stored(name):
    assert golden.view(name) == (golden.FOLDER / name).read_text(encoding="utf-8")
