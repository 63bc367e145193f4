"""Find topic models by name."""

from __future__ import annotations

import os

from newsnlp._validation import check_path
from newsnlp.modelfile import MODELS
from newsnlp.topics.model import TopicModel

__all__ = ["SHIPPED", "load_topics"]

SHIPPED = {"en": "topics-en.model", "en-5": "topics-en.model"}  # by language the newest, and by version


def load_topics(source: str | os.PathLike[str] = "en") -> TopicModel:
    """Load a topic model.

    Parameters
    ----------
    source : str or path, default='en'
        'en' for the newest shipped model (diplomacy, ict, security; English), 'en-5' for that version of it and no
        other, or a file that `TopicModel.save` has written.

    Returns
    -------
    TopicModel

    Raises
    ------
    TypeError
        If `source` is not a path.
    OSError
        If the file cannot be read.
    ValueError
        If the file is not a topic model, is damaged, or is of a version that this newsnlp does not know.

    Examples
    --------
    >>> from newsnlp import load_topics
    >>> model = load_topics("en")
    >>> model.topics
    ('diplomacy', 'ict', 'security')
    >>> model.version
    'en-5'
    >>> model.classify("Foreign ministers of both states signed a treaty after talks in Geneva.").topics
    ('diplomacy',)
    """
    shipped = SHIPPED.get(source) if isinstance(source, str) else None
    path = str(MODELS / shipped) if shipped else check_path(source, "source")
    try:
        return TopicModel.load(path)
    except FileNotFoundError as error:
        known = ", ".join(map(repr, SHIPPED))
        raise FileNotFoundError(
            error.errno, f"{error.strerror}, and no shipped model has this name ({known})", path
        ) from None
