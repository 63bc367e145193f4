"""The article of a web page; needs the extra ``html`` (``pip install newsnlp[html]``)."""

from __future__ import annotations

__all__ = ["extract_parts"]


def extract_parts(page: str) -> tuple[str, str]:
    """Return the title and the body of the article in a web page, both empty where it has none.

    Raises
    ------
    ImportError
        If the extra is not installed.
    """
    try:
        import trafilatura
    except ImportError as error:
        message = "Article.from_html needs trafilatura; install it with: pip install 'newsnlp[html]'"
        raise ImportError(message) from error
    document = trafilatura.bare_extraction(page, include_comments=False, include_tables=False, with_metadata=True)
    if document is None:
        return "", ""
    title = (document.title or "").strip()
    return title, document.text.removeprefix(title).lstrip("\n") if document.text else ""
