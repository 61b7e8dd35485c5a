"""What a quiz showed: the score in numbers, and the concepts as a chart with its table."""

from __future__ import annotations

from typing import Any

import pytest

from core.models.feedback import TopicStanding
from core.models.proof import TopicProof
from core.study.service import StudyService
from pages._ui.messages import analysis as say
from tests.doubles import topic
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


@pytest.mark.parametrize(
    ("status", "proof", "sentence"),
    [
        (
            "learning",
            {"score": 55, "right": 4, "concepts": 1},
            "Roots still takes an expected score of 70 % (now 55 %), 2 more right answers without help"
            " and a right answer on another concept.",
        ),
        ("learning", {"right": 5}, "Roots still takes 1 more right answer without help."),
        (
            "learning",
            {"right": 0, "concepts": 0},
            "Roots still takes 6 more right answers without help and right answers on two concepts.",
        ),
        ("learning", {}, "Roots still takes another quiz."),
        ("studied", {}, "What builds on Roots is open. One right answer on a later day makes it done."),
        ("studied", {"right": 0}, "What builds on Roots is open."),
        ("done", {"is_lasting": True}, "You have shown that you know Roots."),
    ],
)
def test_how_the_topic_stands_is_said_with_what_it_still_takes(
    status: str, proof: dict[str, Any], sentence: str
) -> None:
    enough = {"score": 80, "right": 6, "concepts": 2, "concepts_asked": 2, "is_lasting": False}
    proven = TopicProof.model_validate({**enough, **proof})
    assert say.standing(TopicStanding(topic=topic("Roots", status=status), proof=proven)) == sentence


def test_the_page_says_how_the_topic_stands(service: StudyService) -> None:
    session = hand_in(service, to_quiz(service, LONG_COURSE), wrong=9)
    assert "still takes an expected score of 70 %" in words(open_at("analysis", session.id))
