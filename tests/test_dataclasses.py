"""Dataclasses: all are frozen, nearly all have slots; which fields are shown and compared."""

import dataclasses
import importlib
import inspect
import pkgutil

import pytest

import newsnlp

UNSLOTTED = {"Story", "TermTable"}  # they keep what they have computed
UNEQUAL = {"TermTable", "TopicLabels"}  # they hold arrays, which have no single truth
HIDDEN = {
    "GradedArticle": {"text", "sentences"},
    "DeskScore": {"table"},
    "TopicPrediction": {"evidence", "iptc", "text"},
}
UNCOMPARED = {
    "SummaryEvaluation": {"table"},
    "DeskScore": {"table"},
    "TopicPrediction": {"text"},
    "LabelledText": {"where"},
    "Summary": {"article", "reasons", "articles", "owners", "model"},
}


def found():
    """Return all dataclasses of the package by name."""
    names = [module.name for module in pkgutil.walk_packages(newsnlp.__path__, "newsnlp.")]
    modules = [importlib.import_module(name) for name in names if "__main__" not in name]
    classes = {each for module in modules for each in vars(module).values() if inspect.isclass(each)}
    return {k.__name__: k for k in classes if dataclasses.is_dataclass(k) and k.__module__.startswith("newsnlp.")}


CLASSES = found()


def test_dataclasses_are_found():
    assert {"Summary", "Recipe", "Span", *UNSLOTTED, *UNEQUAL, *HIDDEN, *UNCOMPARED} <= set(CLASSES)


@pytest.mark.parametrize("name", sorted(CLASSES))
def test_a_dataclass_is_frozen_has_slots_and_shows_and_compares_its_fields(name):
    each = CLASSES[name]
    assert each.__dataclass_params__.frozen
    assert ("__slots__" in vars(each)) == (name not in UNSLOTTED)
    assert each.__dataclass_params__.eq == (name not in UNEQUAL)
    fields = dataclasses.fields(each)
    assert {field.name for field in fields if not field.repr} == HIDDEN.get(name, set())
    assert {field.name for field in fields if not field.compare} == UNCOMPARED.get(name, set())
