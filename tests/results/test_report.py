"""A report has topics and probabilities at hand."""

import newsnlp


def test_topics_and_probabilities_of_a_report_are_those_of_its_prediction():
    report = newsnlp.analyze("Foreign ministers signed a treaty after talks in Geneva.")
    assert report.topics == report.prediction.topics == ("diplomacy",)
    assert report.probabilities == report.prediction.probabilities
