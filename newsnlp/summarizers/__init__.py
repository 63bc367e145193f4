"""Extractive summarizers: each scores sentences, chooses within a budget and restores their order.

`METHODS` names them all; `load_summarizer` imports one on use.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from newsnlp._validation import check_choice

if TYPE_CHECKING:
    from newsnlp.summarizers._base import Summarizer

__all__ = ["METHODS", "load_summarizer"]

# Method name -> the class that has it.
METHODS = {
    "lead": "newsnlp.summarizers.lead.LeadSummarizer",
    "luhn": "newsnlp.summarizers.luhn.LuhnSummarizer",
    "edmundson": "newsnlp.summarizers.edmundson.EdmundsonSummarizer",
    "textrank": "newsnlp.summarizers.textrank.TextRankSummarizer",
    "lexrank": "newsnlp.summarizers.lexrank.LexRankSummarizer",
    "lsa": "newsnlp.summarizers.lsa.LsaSummarizer",
    "sumbasic": "newsnlp.summarizers.sumbasic.SumBasicSummarizer",
    "kl": "newsnlp.summarizers.kl.KLSummarizer",
    "centroid": "newsnlp.summarizers.centroid.CentroidSummarizer",
    "submodular": "newsnlp.summarizers.submodular.SubmodularSummarizer",
    "coverage": "newsnlp.summarizers.coverage.CoverageSummarizer",
    "ranker": "newsnlp.summarizers.ranker.RankerSummarizer",
}


def load_summarizer(method: str, **parameters: Any) -> "Summarizer":
    """Return the summarizer of that name, made with `parameters`.

    Examples
    --------
    >>> from newsnlp.summarizers import load_summarizer
    >>> load_summarizer("lead")
    LeadSummarizer()
    """
    module, _, name = METHODS[check_choice(method, "method", METHODS)].rpartition(".")
    summarizer: Summarizer = getattr(import_module(module), name)(**parameters)
    return summarizer
