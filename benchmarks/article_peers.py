"""Extract the articles of web pages with one rival; runs in the rival's own environment.

Usage: python article_peers.py NAME PAGES.jsonl.gz LIMIT > answer.json. The answer has {"title", "body", "authors",
"date", "seconds"} for each page, empty where the rival fails. Uses nothing but the standard library and the rival.
"""

import gzip
import json
import logging
import sys
import time
from itertools import islice

REQUIREMENTS = {
    "trafilatura": ["trafilatura>=2.0", "lxml_html_clean"],
    "newspaper4k": ["newspaper4k", "lxml_html_clean"],
}


def trafilatura():
    from trafilatura import bare_extraction

    def extract(page, url):
        found = bare_extraction(page, url=url, include_comments=False, include_tables=False, with_metadata=True)
        if found is None:
            return "", "", [], None
        authors = [name.strip() for name in (found.author or "").split(";") if name.strip()]
        return found.title or "", found.text or "", authors, found.date

    return extract


def newspaper4k():
    from newspaper import Article

    def extract(page, url):
        # It would look for the images of the page on the net, and wait for each.
        article = Article(url or "https://example.com/", fetch_images=False)
        article.download(input_html=page)
        article.parse()
        day = article.publish_date
        return article.title or "", article.text or "", list(article.authors), str(day)[:10] if day else None

    return extract


def main():
    name, path, limit = sys.argv[1:]
    logging.disable(logging.CRITICAL)
    extract = {"trafilatura": trafilatura, "newspaper4k": newspaper4k}[name]()
    answers = []
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in islice(lines, int(limit)):
            row = json.loads(line)
            start = time.perf_counter()
            try:
                title, body, authors, date = extract(row["html"], row["url"])
            except Exception as error:  # a rival that fails on a page has found nothing there
                print(f"{name} failed on {row['id']}: {error!r}", file=sys.stderr)
                title, body, authors, date = "", "", [], None
            seconds = time.perf_counter() - start
            answers.append({"title": title, "body": body, "authors": authors, "date": date, "seconds": seconds})
    json.dump(answers, sys.stdout)


if __name__ == "__main__":
    main()
