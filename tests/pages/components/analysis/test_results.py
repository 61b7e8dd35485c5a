"""What a quiz showed: the score and what it means, what it has earned, and the concepts as a chart with its table."""

from __future__ import annotations

from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from core.models.feedback import Milestone, TopicStanding
from core.models.proof import TopicProof
from core.study.service import StudyService
from pages._ui.messages import analysis as say
from tests.doubles import topic
from tests.journey import LONG_COURSE, hand_in, quiz_of, to_quiz
from tests.pages.app import captions, html, open_at, words


def test_the_score_comes_first_and_the_concepts_have_a_table(service: StudyService) -> None:
    session = hand_in(service, to_quiz(service, LONG_COURSE), wrong=3)
    analysis = quiz_of(service, session).analysis
    assert analysis
    app = open_at("analysis", session.id)
    assert [title.value for title in app.title] == ["Results"]
    score = _score(app)
    assert ">70 %<" in score
    assert "✓ 7 right" in score
    assert "✗ 3 wrong<" in score
    assert analysis.topic_mastery.keys() == {quiz_of(service, session).quiz.topic}
    assert quiz_of(service, session).quiz.topic in score
    table = app.dataframe[0].value
    assert list(table[say.CONCEPT_COLUMNS["concept"]]) == [concept.concept for concept in analysis.concepts]
    right = [f"{concept.right} of {concept.asked}" for concept in analysis.concepts]
    assert list(table[say.CONCEPT_COLUMNS["right"]]) == right
    assert all(0 <= share <= 1 for share in table[say.CONCEPT_COLUMNS["share"]])
    assert all(line.split(".")[0] in words(app).replace("\\", "") for line in analysis.recommendations)
    assert app.get("vega_lite_chart") or app.get("arrow_vega_lite_chart")


def test_the_score_says_what_it_means_and_what_to_do(service: StudyService) -> None:
    low = _score(open_at("analysis", hand_in(service, to_quiz(service, LONG_COURSE), wrong=8).id))
    assert "This topic is still shaky. Read it again or try the missed ones, then go on." in low
    high = _score(open_at("analysis", hand_in(service, to_quiz(service, LONG_COURSE)).id))
    assert "You know this topic fairly well. Go on with the next topic." in high
    assert "wrong" not in high


def test_what_was_left_blank_is_said(service: StudyService) -> None:
    score = _score(open_at("analysis", service.submit_answers(to_quiz(service, LONG_COURSE)).id))
    assert "✗ 10 wrong (10 without an answer)" in score
    assert "right<" not in score


def test_more_right_than_expected_is_praised_and_less_is_said_last(service: StudyService) -> None:
    better = open_at("analysis", hand_in(service, to_quiz(service, LONG_COURSE)).id)
    assert "Better than expected: 10 right, where about" in html(better)
    assert not [caption for caption in captions(better) if "were expected of you" in caption]
    worse = open_at("analysis", hand_in(service, to_quiz(service, LONG_COURSE), wrong=6).id)
    assert "Better than expected" not in html(worse)
    assert "were expected of you" in captions(worse)[-1]


def test_the_first_quiz_and_a_high_score_have_a_line_each_on_that_quizs_results(service: StudyService) -> None:
    session = hand_in(service, to_quiz(service, LONG_COURSE), wrong=1)
    page = html(open_at("analysis", session.id))
    assert say.MILESTONES[Milestone.FIRST_QUIZ] in page
    assert say.MILESTONES[Milestone.HIGH_SCORE] in page
    session = hand_in(service, service.take_quiz(service.start_topic(service.next_topic(session))), wrong=5)
    page = html(open_at("analysis", session.id))
    assert say.MILESTONES[Milestone.FIRST_QUIZ] not in page
    assert say.MILESTONES[Milestone.HIGH_SCORE] not in page


def test_without_a_quiz_the_page_says_what_will_be_there(service: StudyService) -> None:
    app = open_at("analysis", service.start().id)
    assert say.NONE in words(app)
    assert "em-percent" not in html(app)


@pytest.mark.parametrize(
    ("status", "proof", "sentence"),
    [
        (
            "learning",
            {"score": 55, "right": 4, "concepts": 1},
            "Roots still needs a score of 70 % (now 55 %), 2 more right answers without help"
            " and a right answer on another concept.",
        ),
        ("learning", {"right": 5}, "Roots still needs 1 more right answer without help."),
        (
            "learning",
            {"right": 0, "concepts": 0},
            "Roots still needs 6 more right answers without help and right answers on two concepts.",
        ),
        ("learning", {}, "Roots still needs another quiz."),
        ("studied", {}, "What builds on Roots is open. One right answer on a later day makes it firm."),
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
    assert "still needs a score of 70 %" in words(open_at("analysis", session.id))


def _score(app: AppTest) -> str:
    (score,) = [element.body for element in app.get("html") if 'class="em-score"' in element.body]
    return str(score)
