"""A page of stories: headlines, summaries and topics, with a filter, in one self-contained file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from newsnlp.display.html import escape, topic_colours

__all__ = ["render_digest"]

_STYLE = """<style>
:root{color-scheme:light dark;--line:rgba(128,128,128,.35);--soft:rgba(128,128,128,.14)}
*{box-sizing:border-box}
body{font:16px/1.5 system-ui,sans-serif;max-width:46em;margin:0 auto;padding:1em;overflow-wrap:anywhere}
h1{font-size:1.5em;line-height:1.2;margin:.3em 0}
h2{font-size:1.15em;line-height:1.3;margin:0 0 .2em}
p{margin:.4em 0}
.about,.when,footer{font-size:.85em;opacity:.7}
form{display:flex;flex-wrap:wrap;gap:.5em;margin:1em 0}
form input[type=search]{flex:1 1 12em;min-width:0;font:inherit;padding:.45em .7em;border:1px solid var(--line);
border-radius:.5em;background:transparent;color:inherit}
form label{display:flex;align-items:center;gap:.4em;padding:.35em .7em;border:1px solid var(--line);border-radius:.5em;
cursor:pointer}
article{border-top:1px solid var(--line);padding:1em 0}
.topic{display:inline-block;font-size:.8em;padding:.05em .6em;border-radius:1em;border:2px solid;
margin:.1em .3em .1em 0}
details{margin:.4em 0 0;font-size:.92em}
summary{cursor:pointer}
details ul{margin:.4em 0;padding-left:1.2em}
a{color:inherit}
[hidden]{display:none!important}
</style>"""

_SCRIPT = """<script>
const form = document.querySelector("form"), stories = [...document.querySelectorAll("article")];
const shown = document.querySelector("#shown");
function filter() {
  const words = form.words.value.toLowerCase().split(/\\s+/).filter(Boolean);
  const topics = [...form.querySelectorAll("input:checked")].map(box => box.value);
  let count = 0;
  for (const story of stories) {
    const text = story.textContent.toLowerCase(), own = JSON.parse(story.dataset.topics);
    const fits = words.every(word => text.includes(word)) && topics.every(topic => own.includes(topic));
    story.hidden = !fits;
    count += fits;
  }
  shown.textContent = count + " of " + stories.length + " stories";
}
form.addEventListener("input", filter);
form.addEventListener("submit", event => event.preventDefault());
</script>"""


def render_digest(stories: Sequence[Mapping[str, Any]], title: str, topics: Sequence[str]) -> str:
    """Return one self-contained page.

    Parameters
    ----------
    stories : sequence of mappings
        Each with `headline`, `summary`, `topics` (list of str), `first` and `last` (str), and `articles`: mappings with
        `headline`, `url`, `site` and `date`, None where unknown.
    title : str
    topics : sequence of str
        The topics that can be filtered by.
    """
    colours = topic_colours(topics)
    count = sum(len(story["articles"]) for story in stories)
    boxes = "".join(
        f'<label><input type="checkbox" value="{escape(topic)}">{escape(topic)}</label>' for topic in topics
    )
    body = "\n".join(_story(story, colours) for story in stories)
    return (
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<title>{escape(title)}</title>{_STYLE}</head>\n<body>\n<h1>{escape(title)}</h1>\n"
        f'<p class="about"><span id="shown" aria-live="polite">{len(stories):,} stories</span>, '
        f"{count:,} articles</p>\n"
        '<form><input type="search" name="words" placeholder="Find words" aria-label="Words that a story has">'
        f"{boxes}</form>\n<main>\n{body}\n</main>\n{_SCRIPT}\n</body></html>\n"
    )


def _story(story: Mapping[str, Any], colours: Mapping[str, str]) -> str:
    names = ", ".join(f'"{escape(topic)}"' for topic in story["topics"]).replace('"', "&quot;")
    chips = "".join(
        f'<span class="topic" style="border-color:{colours[topic]}">{escape(topic)}</span>' for topic in story["topics"]
    )
    articles = story["articles"]
    told = " – ".join(dict.fromkeys(escape(each) for each in (story["first"], story["last"]) if each))
    items = "".join(_article(article) for article in articles)
    label = "1 article" if len(articles) == 1 else f"{len(articles)} articles"
    return (
        f'<article data-topics="[{names}]"><h2 dir="auto">{escape(story["headline"])}</h2>'
        f'<p class="when">{" · ".join(filter(None, [told, label]))}</p>'
        f'<p dir="auto">{escape(story["summary"])}</p>{chips}'
        f"<details><summary>{label}</summary><ul>{items}</ul></details></article>"
    )


def _article(article: Mapping[str, Any]) -> str:
    name = escape(article["headline"] or "without a headline")
    url = article["url"] or ""
    if url.startswith(("https://", "http://")):  # only links that cannot run a script
        name = f'<a href="{escape(url)}" rel="noopener noreferrer">{name}</a>'
    told = ", ".join(escape(each) for each in (article["site"], article["date"]) if each)
    return f"<li dir=auto>{name}{f' <span class=when>{told}</span>' if told else ''}</li>"
