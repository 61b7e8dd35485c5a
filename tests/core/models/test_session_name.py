"""What sessions are called side by side."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from core.models import SessionSummary, StudyPhase
from core.models.session_name import SessionName, session_names
from pages._ui.messages import NO_EXAM, session_labels
from tests.doubles import NOON


def session(session_id: str, exam: str = "", *, title: str = "", begun: datetime = NOON) -> SessionSummary:
    return SessionSummary(
        id=session_id,
        user_id="u1",
        exam_type=exam,
        title=title,
        phase=StudyPhase.PLANNING,
        current_topic=None,
        topics_total=0,
        topics_done=0,
        topics_studied=0,
        version=1,
        created_at=begun,
        updated_at=begun,
    )


def test_a_session_is_called_by_its_title_else_its_exam_and_dated_where_another_is_called_the_same() -> None:
    later = NOON + timedelta(days=3)
    names = session_names(
        [
            session("s1", "Botany"),
            session("s2", "Biology", begun=later),
            session("s3", "Biology"),
            session("s4", "Biology", title="Botany again"),
        ]
    )
    assert names == {
        "s1": SessionName(name="Botany"),
        "s2": SessionName(name="Biology", began_on=later.date()),
        "s3": SessionName(name="Biology", began_on=NOON.date()),
        "s4": SessionName(name="Botany again"),
    }


def test_of_one_day_they_are_counted_by_when_they_began_and_the_day_is_the_learners() -> None:
    evening = datetime.fromisoformat("2026-03-02T20:00:00Z")
    two = [session("s2", begun=evening + timedelta(minutes=5)), session("s1", begun=evening)]
    assert [name.number for _, name in sorted(session_names(two).items())] == [1, 2]
    assert {name.began_on for name in session_names(two, "Asia/Tokyo").values()} == {date(2026, 3, 3)}
    assert sorted(session_labels(two, "UTC").values()) == [
        f"{NO_EXAM} · begun Mon 2 Mar · no. 1",
        f"{NO_EXAM} · begun Mon 2 Mar · no. 2",
    ]


NAMES = st.sampled_from(["", "Botany", "Biology"])
BEGUN = st.integers(0, 100).map(lambda hours: NOON + timedelta(hours=hours))


@given(st.lists(st.tuples(NAMES, NAMES, BEGUN), max_size=12), st.sampled_from(["UTC", "Pacific/Kiritimati"]))
def test_no_two_sessions_are_called_alike(drawn: list[tuple[str, str, datetime]], zone: str) -> None:
    sessions = [session(str(place), exam, title=title, begun=begun) for place, (exam, title, begun) in enumerate(drawn)]
    labels = session_labels(sessions, zone)
    assert labels.keys() == {session.id for session in sessions}
    assert len(set(labels.values())) == len(sessions)
    # Whoever is alone needs no date.
    alone = [session for session in sessions if list(labels.values()).count(labels[session.id].split(" · ")[0]) == 1]
    assert all(session_names(sessions, zone)[session.id].began_on is None for session in alone)
