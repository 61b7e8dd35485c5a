"""The account page's parts: classes made, joined and left, and what the database rejected. AppTest has no cookie, so
each part is drawn by itself, at the desk of somebody who has signed in."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest
import streamlit
from streamlit.testing.v1 import AppTest

from core.bootstrap import build_service
from core.errors import AccountError, NotSignedIn, StoreAway
from core.models import Action, Answer, Cohort, Member, Profile, Role
from core.models.outbox import OutboxEntry, OutboxState
from pages._ui.messages import account as say
from pages._ui.messages.actions import DONE
from tests.doubles import NOON, changes, event
from tests.journey import quiz_of, right_to, to_quiz
from tests.pages.app import downloads, errors, words

ME, TEACHER = "learner", "teacher"


@dataclass
class School:
    """People and their classes, in memory."""

    role: Role = "learner"
    error: Exception | None = None
    classes: list[Cohort] = field(default_factory=list)

    def profile(self) -> Profile:
        if self.error:
            raise self.error
        return Profile(id=ME, email="me@example.org", role=self.role)

    def cohorts(self) -> tuple[Cohort, ...]:
        return tuple(self.classes)

    def create(self, instructor_id: str, name: str) -> None:
        if not name:
            raise AccountError("Give the class a name.")
        member = Member(id="x", email="x@example.org")
        self.classes.append(
            Cohort(id="made", name=name, instructor_id=instructor_id, join_code="CODE", members=(member,))
        )

    def join(self, code: str) -> str:
        if code == "over":
            raise NotSignedIn("Sign in.")
        if code != "CODE":
            raise AccountError("No class has this code.")
        self.classes.append(Cohort(id="joined", name="Botany", instructor_id=TEACHER))
        return "Botany"

    def renew_code(self, cohort_id: str) -> None:
        self.classes = [cohort.model_copy(update={"join_code": f"{cohort.join_code}2"}) for cohort in self.classes]

    def leave(self, cohort_id: str, user_id: str) -> None:
        self.classes = [
            _moved(cohort, user_id, "members", "removed")
            for cohort in self.classes
            if (cohort.id, user_id) != (cohort_id, ME)
        ]

    def let_in(self, cohort_id: str, user_id: str) -> None:
        self.classes = [_moved(cohort, user_id, "removed", "members") for cohort in self.classes]


def _moved(cohort: Cohort, user_id: str, source: str, target: str) -> Cohort:
    """The class with that learner in the other of its lists."""
    here, there = getattr(cohort, source), getattr(cohort, target)
    gone = tuple(member for member in here if member.id == user_id)
    return cohort.model_copy(
        update={source: tuple(member for member in here if member not in gone), target: (*there, *gone)}
    )


@dataclass
class Waiting:
    """A queue of what was rejected."""

    entries: list[OutboxEntry] = field(default_factory=list)
    pending: int = 0
    error: Exception | None = None

    def state(self) -> OutboxState:
        return OutboxState(pending=self.pending, rejected=tuple(self.entries))

    def send(self) -> bool:
        return True

    def retry(self, session_id: str) -> None:
        if self.error:
            raise self.error
        self.entries = [entry for entry in self.entries if entry.session_id != session_id]

    def dismiss(self, entry_id: int) -> None:
        self.entries = [entry for entry in self.entries if entry.id != entry_id]


def _classes(service: object) -> None:
    from pages._ui.components.account.account import classes
    from pages._ui.desk import Desk

    classes(Desk(service, "account"))


def _rejected(service: object) -> None:
    from pages._ui.components.account.account import rejected, way_out
    from pages._ui.desk import Desk

    rejected(Desk(service, "account"))
    way_out(Desk(service, "account"))


def drawn(part: object, **parts: object) -> AppTest:
    service = build_service(user_id=ME, **parts)  # type: ignore[arg-type]
    app = AppTest.from_function(part, args=(service,), default_timeout=20).run()  # type: ignore[arg-type]
    assert not app.exception
    return app


def test_a_learner_joins_a_class_with_its_code_and_leaves_it() -> None:
    school = School()
    app = drawn(_classes, people=school)
    assert say.NO_CLASSES in words(app)
    assert say.LED not in words(app)
    app.text_input(key="class-code").input("WRONG")
    app.button(key="class-join").click().run()
    assert errors(app) == ["No class has this code\\."]
    app.text_input(key="class-code").input("CODE")
    app.button(key="class-join").click().run()
    assert errors(app) == []
    assert "Botany" in words(app)
    app.button(key="class-leave-joined").click().run()
    assert "Botany" not in words(app)
    assert school.classes == []


def test_an_instructor_makes_a_class_and_sees_its_code_and_its_learners() -> None:
    app = drawn(_classes, people=School(role="instructor"))
    assert say.NO_LED in words(app)
    app.button(key="class-create").click().run()
    assert errors(app) == ["Give the class a name\\."]
    app.text_input(key="class-name").input("Botany *A*")
    app.button(key="class-create").click().run()
    assert [heading.value for heading in app.subheader] == ["Botany \\*A\\*"]
    assert "Code CODE · 1 learner" in words(app).replace("\\", "")
    assert [text.value for text in app.text] == ["x@example.org"]


def test_an_instructor_takes_a_learner_out_lets_them_in_again_and_makes_the_code_anew() -> None:
    app = drawn(_classes, people=School(role="instructor"))
    app.text_input(key="class-name").input("Botany")
    app.button(key="class-create").click().run()
    app.button(key="class-out-made-x").click().run()
    assert [text.value for text in app.text] == [say.taken_out("x@example.org")]
    assert "Code CODE · 0 learners" in words(app).replace("\\", "")
    app.button(key="class-in-made-x").click().run()
    assert [text.value for text in app.text] == ["x@example.org"]
    app.button(key="class-renew-made").click().run()
    assert "Code CODE2 · 1 learner" in words(app).replace("\\", "")


def test_a_click_after_the_sign_in_has_ended_leads_to_the_way_in() -> None:
    app = drawn(_classes, people=School())
    app.text_input(key="class-code").input("over")
    app.button(key="class-join").click().run()
    assert errors(app) == []
    assert any("/signin" in html.body for html in app.get("html"))


def test_while_the_database_is_away_classes_are_said_to_come_later() -> None:
    app = drawn(_classes, people=School(error=StoreAway("Away.")))
    assert say.AWAY in [info.value for info in app.info]
    assert not app.text_input


def test_what_was_rejected_is_shown_with_what_was_typed_until_it_is_dismissed(monkeypatch: pytest.MonkeyPatch) -> None:
    # It takes no page that the script itself does not have.
    monkeypatch.setattr(streamlit, "page_link", lambda *_, **__: None)
    service = build_service()
    session = to_quiz(service)
    record = quiz_of(service, session)
    question = record.quiz.questions[0]
    answer = right_to(question)
    answered = event(
        session.id, action="answer_question", metadata={"quiz_id": record.id, **answer.model_dump(mode="json")}
    )
    typed = event(
        "gone", action="edit_intake", context_patch={"set_extra": {"intake_goal": "Pass *well*", "intake_exam": ""}}
    )
    lost = event(
        "gone", action="answer_question", metadata=Answer(question_id="q9", text="osmosis").model_dump(mode="json")
    )
    entries = [
        OutboxEntry(
            id=number,
            session_id=change.session_id,
            base_version=1,
            commit_id=f"c{number}",
            changes=changes(change.session_id, events=(change,), at=NOON),
            problem="The session went on elsewhere.",
        )
        for number, change in enumerate((answered, typed, lost), 1)
    ]
    queue = Waiting(entries)
    app = drawn(_rejected, queue=queue)
    text = words(app).replace("\\", "")
    assert f"**{DONE[Action.ANSWER_QUESTION]}** · Mon 2 Mar" in text
    assert f"**{say.REJECTED_QUESTION}:** {' '.join(question.text.split())}" in text
    assert f"**{say.REJECTED_ANSWER}:** {question.words_of(answer)}" in text
    assert f"**{say.FIELDS['intake_goal']}:** Pass *well*" in text
    assert f"**{say.FIELDS['intake_exam']}:**" not in text
    assert f"**{say.REJECTED_ANSWER}:** osmosis" in text, "of a session that never came to the database"
    assert downloads(app)[say.REJECTED_FILE]
    for entry in entries:
        app.button(key=f"kept-done-{entry.id}").click().run()
    assert say.REJECTED not in words(app)
    assert queue.entries == []


def test_what_was_rejected_of_a_session_is_tried_again_or_put_away_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streamlit, "page_link", lambda *_, **__: None)
    entries = [
        OutboxEntry(
            id=number, session_id=name, base_version=1, commit_id=f"c{number}", changes=changes(name), problem="No."
        )
        for number, name in enumerate(("s1", "s2", "s1"), 1)
    ]
    left = OutboxEntry(
        id=4, session_id="s2", base_version=2, commit_id="c4", changes=None, text="{", problem="Not readable."
    )
    queue = Waiting([*entries, left], error=AccountError("It went on elsewhere."))
    app = drawn(_rejected, queue=queue)
    assert "Not readable" in words(app)
    app.button(key="kept-again-s1").click().run()
    assert errors(app) == ["It went on elsewhere\\."]
    assert len(queue.entries) == 4
    queue.error = None
    app.button(key="kept-again-s1").click().run()
    assert errors(app) == []
    assert [entry.id for entry in queue.entries] == [2, 4]
    app.button(key="kept-all-s2").click().run()
    assert queue.entries == []


@pytest.mark.parametrize("pending", [0, 2])
def test_the_way_out_says_what_becomes_of_what_waits(pending: int) -> None:
    app = drawn(_rejected, queue=Waiting(pending=pending))
    captions = " ".join(caption.value for caption in app.caption)
    assert (say.SIGN_OUT_WAITING in captions) == bool(pending)
