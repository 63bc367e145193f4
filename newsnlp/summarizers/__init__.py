"""Extractive summarizers: one method a file, all with one interface.

`METHODS` names them all; `load_summarizer` imports one on use.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any, Literal, get_args

from newsnlp._validation import check_choice

if TYPE_CHECKING:
    from newsnlp.summarizers.base import Summarizer

__all__ = ["METHODS", "Method", "load_summarizer"]

Method = Literal[
    "lead",
    "luhn",
    "edmundson",
    "textrank",
    "lexrank",
    "lsa",
    "sumbasic",
    "kl",
    "centroid",
    "submodular",
    "coverage",
    "ranker",
]
METHODS: tuple[Method, ...] = get_args(Method)


def load_summarizer(method: Method, **parameters: Any) -> "Summarizer":
    """Return the summarizer of a name, made with `parameters`.

    Parameters
    ----------
    method : str
        One of `METHODS`: the file of this folder whose only public name is the class.
    **parameters
        Those of the class.

    Returns
    -------
    Summarizer

    Raises
    ------
    ValueError
        If there is no such method.

    Examples
    --------
    >>> from newsnlp import load_summarizer
    >>> load_summarizer("lexrank", threshold=0.1)
    LexRankSummarizer(threshold=0.1)
    """
    module = import_module(f"newsnlp.summarizers.{check_choice(method, 'method', METHODS)}")
    summarizer: Summarizer = getattr(module, module.__all__[0])(**parameters)
    return summarizer
