"""What a quiz showed: the score in numbers, and the concepts as a chart with its table."""

from __future__ import annotations

from core.study.service import StudyService
from pages._ui.messages import analysis as say
from tests.journey import LONG_COURSE, hand_in, quiz_of, to_quiz
from tests.pages.app import open_at, words


def test_the_score_comes_first_and_the_concepts_have_a_table(service: StudyService) -> None:
    session = hand_in(service, to_quiz(service, LONG_COURSE), wrong=3)
    analysis = quiz_of(service, session).analysis
    assert analysis
    app = open_at("analysis", session.id)
    assert {metric.label: metric.value for metric in app.metric} == {say.SCORE: "70 %", say.RIGHT_ANSWERS: "7 of 10"}
    table = app.dataframe[0].value
    assert list(table[say.CONCEPT_COLUMNS["concept"]]) == [concept.concept for concept in analysis.concepts]
    assert sum(table[say.CONCEPT_COLUMNS["right"]]) == 7
    assert all(0 <= share <= 1 for share in table[say.CONCEPT_COLUMNS["share"]])
    assert all(line.split(".")[0] in words(app).replace("\\", "") for line in analysis.recommendations)
    assert app.get("vega_lite_chart") or app.get("arrow_vega_lite_chart")


def test_without_a_quiz_the_page_says_what_will_be_there(service: StudyService) -> None:
    app = open_at("analysis", service.start().id)
    assert say.NONE in words(app)
    assert not app.metric
