"""Defaults of parameters are those that the documentation states."""

import inspect
import re

import numpy
import pytest

import newsnlp
from newsnlp.topics.terms import Reading

SECTION = re.compile(r"Parameters\n-{10}\n(.*?)(?:\n\n?[A-Z][a-z]+\n-{4,}\n|\Z)", re.DOTALL)
STATED = re.compile(r"^\*{0,2}(\w[\w, ]*) : .*\bdefault=(.+)$", re.MULTILINE)
NAMES = {"numpy": numpy, "Reading": Reading}


def documented():
    """Yield every public class, function and method with its name."""
    for name in newsnlp.__all__:
        each = getattr(newsnlp, name)
        yield name, each
        if inspect.isclass(each):
            yield from ((f"{name}.{k}", v) for k, v in vars(each).items() if inspect.isfunction(v) and k[0] != "_")


def stated(each):
    """Return the default of each parameter as the documentation states it, where it is a value."""
    section = SECTION.search(inspect.getdoc(each) or "")
    found = {}
    for names, default in STATED.findall(section[1]) if section else ():
        try:
            found |= dict.fromkeys(re.split(", ", names), eval(default, dict(NAMES)))
        except SyntaxError:  # words, such as "1.0 and 1"
            continue
    return found


CASES = {name: (each, values) for name, each in documented() if callable(each) and (values := stated(each))}


@pytest.mark.parametrize("name", CASES)
def test_defaults_are_those_of_the_documentation(name):
    each, values = CASES[name]
    parameters = inspect.signature(each).parameters
    for parameter, value in values.items():
        if parameter == "token_pattern":  # a docstring doubles its backslashes
            value = value.replace("\\\\", "\\")
        assert parameters[parameter].default in ([None, {}] if value == {} else [value]), parameter  # {} may be None


def test_most_parameters_are_documented_so():
    assert sum(len(values) for _, values in CASES.values()) > 150
