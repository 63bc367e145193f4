"""One article with the shipped models, or with the user's."""

import pytest

import newsnlp
from newsnlp import load_topics

TEXT = "Foreign ministers signed a treaty after talks in Geneva."


def test_a_model_file_is_read_again_when_it_has_changed(tmp_path):
    path, model = tmp_path / "own.model", load_topics("en")
    model.save(path)
    assert newsnlp.classify(TEXT, model=path) == newsnlp.classify(TEXT)
    model.with_threshold(1.0).save(path)
    assert newsnlp.classify(TEXT, model=path).topics == newsnlp.analyze(TEXT, model=path).prediction.topics == ()
    path.unlink()
    with pytest.raises(FileNotFoundError):
        newsnlp.classify(TEXT, model=path)
