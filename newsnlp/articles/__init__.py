"""Articles: raw news text with its parts and sentences, as offsets into the text."""

from newsnlp.articles.article import Article
from newsnlp.articles.live_blog import iter_live_blog
from newsnlp.articles.sentences import SentenceSplitter, split_sentences
from newsnlp.articles.spans import Sentence, Span
from newsnlp.articles.splitting import split_sentences_many

__all__ = [
    "Article",
    "Sentence",
    "SentenceSplitter",
    "Span",
    "iter_live_blog",
    "split_sentences",
    "split_sentences_many",
]
