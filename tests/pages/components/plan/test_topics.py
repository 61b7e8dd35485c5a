"""The topics of a plan, one under the other."""

from __future__ import annotations

from core.study.service import StudyService
from pages._ui.messages import plan as say
from pages._ui.messages import plan_topics as topic_words
from tests.pages.app import open_at, words
from tests.pages.plans import BOTANY, planned


def test_each_topic_is_there_with_its_state_in_words_and_its_day(service: StudyService) -> None:
    _, session = planned()
    text = words(open_at("plan", session.id)).replace("\\", "")
    for row in service.read.topics(session.id):
        assert f"**{row.name}**  \n:small[{topic_words.TOPIC_STATUS['planned']} · {say.day(row.planned_on)}]" in text


def test_a_topic_that_was_left_out_has_no_day_and_is_not_for_the_learner_to_mark(service: StudyService) -> None:
    _, session = planned(BOTANY.model_copy(update={"days": 2, "hours": 0.5}))
    out = service.plans.state(session).proposal
    assert out
    assert out.plan.left_out
    app = open_at("plan", session.id)
    text = words(app).replace("\\", "")
    for left in out.plan.left_out:
        assert f"**{left.name}**" in text
    assert text.count(topic_words.NO_DAY) == len(out.plan.left_out)


def test_a_long_list_opens_at_a_press(service: StudyService) -> None:
    _, session = planned(BOTANY.model_copy(update={"syllabus": "\n".join(f"Topic {n}" for n in range(1, 61))}))
    app = open_at("plan", session.id)
    assert "topic-known-41" not in {button.key for button in app.button}
    app.button(key="topic-more").click().run()
    assert "topic-known-60" in {button.key for button in app.button}
