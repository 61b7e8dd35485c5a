"""The journey that tests take on the bundled course: to a phase, through a quiz, with right answers or wrong ones."""

from __future__ import annotations

from collections.abc import Callable

from core.models import Answer, Intake, Question, QuizRecord, Session, StudyPhase
from core.study.service import StudyService

COURSE = Intake(exam="Cell biology", days=7, hours=3)
LONG_COURSE = Intake(exam="Cell biology", days=20, hours=2.0)
EVERY = 1000
NOTES = """# Soil

## Layers of soil

Humus is the dark organic matter that forms in soil when dead plants decay. Topsoil is the upper layer of soil, where
most roots grow. Subsoil is the layer under the topsoil that holds clay and minerals. Bedrock is the solid rock that
lies under all layers of soil. Farmers value topsoil because it holds water and nutrients for their crops. Earthworms
carry dead leaves from the surface into the topsoil, and bacteria break the leaves down.

## Life in soil

Bacteria are single-celled organisms that break down dead matter in soil. Fungi are organisms that feed on dead wood
and send fine threads through the soil. Mycorrhiza is a partnership between fungi and roots in which both sides gain
food. Nitrogen fixation is the process by which bacteria turn nitrogen gas into ammonia. Legumes such as clover, peas
and beans house these bacteria in nodules on their roots. Earthworms mix the soil and let air reach the roots.
"""


def at_phase(study: StudyService, phase: StudyPhase, intake: Intake = COURSE) -> Session:
    """A new session of the course, taken to `phase`."""
    session = study.start()
    steps: list[Callable[[Session], Session]] = [
        lambda session: study.generate_plan(session, intake),
        study.start_topic,
        study.take_quiz,
        study.submit_answers,
        study.complete,
    ]
    for step in steps:
        if session.phase is phase:
            return session
        session = step(session)
    assert session.phase is phase
    return session


def to_quiz(study: StudyService, intake: Intake = COURSE, **options: int) -> Session:
    """A new session with an open quiz on the course's first topic."""
    return study.take_quiz(study.start_topic(study.generate_plan(study.start(), intake)), **options)


def quiz_of(study: StudyService, session: Session) -> QuizRecord:
    """The quiz that the session has."""
    record = study.quiz(session)
    assert record
    return record


def answers_of(study: StudyService, session: Session) -> dict[str, Answer]:
    """The answers that are stored of the session's quiz, by question."""
    return {answer.question_id: answer for answer in quiz_of(study, session).answers}


def telling_first(record: QuizRecord) -> list[Question]:
    """The questions, those first whose wrong options stand for a mix-up."""
    return sorted(record.quiz.questions, key=lambda question: not question.option_notes)


def right_to(question: Question) -> Answer:
    """A right answer."""
    return Answer(question_id=question.id, chosen=question.key, text=(*question.accepted_answers, "")[0])


def wrong_to(question: Question) -> Answer:
    """A wrong answer, one that stands for a mix-up where there is one."""
    noted = [note.option_index for note in question.option_notes]
    wrong = noted or [index for index in range(len(question.options)) if index not in question.key]
    return Answer(question_id=question.id, chosen=tuple(wrong[:1]), text="" if question.options else "zzz")


def reply(question: Question, *, right: bool) -> Answer:
    """An answer that is right, or wrong."""
    return right_to(question) if right else wrong_to(question)


def give(study: StudyService, session: Session, *, wrong: int = 0) -> Session:
    """Answer every question of the open quiz, `wrong` of them wrong: the telling ones first."""
    record = quiz_of(study, session)
    for number, question in enumerate(telling_first(record)):
        session = study.answer(session, record.id, reply(question, right=number >= wrong))
    return session


def hand_in(study: StudyService, session: Session, *, wrong: int = 0) -> Session:
    """Answer the open quiz and hand it in."""
    return study.submit_answers(give(study, session, wrong=wrong))


def once_more(study: StudyService, session: Session) -> Session:
    """The next quiz on the same topic."""
    name = session.context.current_topic or ""
    return study.take_quiz(study.start_topic(study.next_topic(session, name), name))
