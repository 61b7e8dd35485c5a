"""A click does not wait for the run before it: what that one is still saving is this tab's own, and not another's."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from streamlit.runtime.scriptrunner_utils.exceptions import RerunException
from streamlit.runtime.scriptrunner_utils.script_requests import RerunData
from streamlit.runtime.scriptrunner_utils.script_run_context import get_script_run_ctx
from streamlit.testing.v1 import AppTest

from core.stores.sqlite.store import SqliteStudyStore
from core.study.service import StudyService
from pages._ui.messages import CONFLICT
from pages._ui.messages.quiz import ELSEWHERE
from tests.journey import answers_of, quiz_of, to_quiz
from tests.pages.app import open_at


class Overtaken:
    """A run whose commit lands only when the run after it, with what the browser has by then, is about to commit."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, browser: AppTest) -> None:
        self._commit: Callable[..., int] = SqliteStudyStore.commit
        self._fields = browser._tree.get_widget_states()
        self._late: tuple[object, ...] | None = None
        self.happened = False
        monkeypatch.setattr(SqliteStudyStore, "commit", lambda *arguments: self._in_turn(arguments))

    def _in_turn(self, arguments: tuple[object, ...]) -> int:
        if not self.happened:
            self.happened, self._late = True, arguments
            run = get_script_run_ctx()
            assert run
            raise RerunException(RerunData(run.query_string, self._fields, run.page_script_hash))
        late, self._late = self._late, None
        if late:
            self._commit(*late)
        return self._commit(*arguments)


def test_two_quick_ticks_are_both_kept(monkeypatch: pytest.MonkeyPatch, service: StudyService) -> None:
    session = to_quiz(service)
    record = quiz_of(service, session)
    question = next(question for question in record.quiz.questions if question.question_type == "multi_select")
    app = open_at("quiz", session.id)
    app.toggle(key="quiz-all").set_value(True).run()
    app.checkbox(key=f"answer-{question.id}-1").check().run()
    app.checkbox(key=f"answer-{question.id}-0").check()
    app.checkbox(key=f"answer-{question.id}-2").check()
    run = Overtaken(monkeypatch, app)
    app.checkbox(key=f"answer-{question.id}-2").uncheck()
    app.run()
    assert run.happened
    assert [app.checkbox(key=f"answer-{question.id}-{place}").value for place in range(3)] == [True] * 3
    assert answers_of(service, session)[question.id].chosen == (0, 1, 2)
    assert not {CONFLICT, ELSEWHERE} & {warning.value for warning in app.warning}
    app.checkbox(key=f"answer-{question.id}-0").uncheck().run()
    assert answers_of(service, session)[question.id].chosen == (1, 2)


def test_a_tick_that_is_taken_back_at_once_is_taken_back(
    monkeypatch: pytest.MonkeyPatch, service: StudyService
) -> None:
    session = to_quiz(service)
    question = next(
        question for question in quiz_of(service, session).quiz.questions if question.question_type == "multi_select"
    )
    app = open_at("quiz", session.id)
    app.toggle(key="quiz-all").set_value(True).run()
    app.checkbox(key=f"answer-{question.id}-1").check().run()
    app.checkbox(key=f"flag-{question.id}").check()
    run = Overtaken(monkeypatch, app)
    app.checkbox(key=f"flag-{question.id}").uncheck()
    app.checkbox(key=f"answer-{question.id}-0").check()
    app.run()
    assert run.happened
    (answer,) = answers_of(service, session).values()
    assert (answer.chosen, answer.is_flagged) == ((1,), True)
