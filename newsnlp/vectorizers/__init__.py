"""Scikit-learn's text vectorizers on the native core: same names, meanings and numbers, but much faster."""

from newsnlp.vectorizers.count import CountVectorizer
from newsnlp.vectorizers.hashing import HashingVectorizer
from newsnlp.vectorizers.tfidf import TfidfVectorizer

__all__ = ["CountVectorizer", "HashingVectorizer", "TfidfVectorizer"]
