"""The practice part of the study service: an answer is checked at once, and stays as it is from then on."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from core.domain.assessment.answers import check_answer
from core.domain.assessment.grading import mark
from core.domain.assessment.marking import marked
from core.domain.extra_data import checked, is_disputed, with_checked
from core.domain.phases import require
from core.errors import Conflict, InputError
from core.models import Action, Answer, GivenAnswer, Parts, QuizRecord, Session
from core.models.feedback import MarkedAnswer
from core.study.lookups import open_quiz
from core.study.ports import StudyStore
from core.study.recorder import Note, Recorder, retried
from core.words import Said


class Practice:
    """What a learner can do with the answers of an open quiz, one by one. Raises what `StudyService` names."""

    def __init__(self, store: StudyStore, recorder: Recorder) -> None:
        self._store, self._recorder = store, recorder

    def check(self, session: Session, quiz_id: str, answer: Answer) -> Session:
        """Mark an answer and lock it: it is what counts when the quiz is handed in. The same again changes nothing.

        It is kept with the check where it was not kept before. Raises `InputError` for a blank one, and `Conflict`
        where another answer to the question is kept, or was checked.
        """

        def prepared(now: Session) -> Callable[[], Session]:
            require(now, Action.CHECK_ANSWER)
            record = open_quiz(self._store, now.id, quiz_id)
            question = check_answer(record.quiz.questions, answer)
            if answer.is_blank:
                raise InputError("quiz.no_answer")
            stored = next((stored for stored in record.answers if stored.question_id == answer.question_id), None)
            is_same = stored is None or stored.is_blank or stored.says(answer)
            if answer.question_id in checked(now.context, quiz_id):
                if not is_same:
                    raise Conflict("quiz.answer_locked")
                return partial(self._store.load, now.id)
            if not is_same:
                raise Conflict("quiz.answered_elsewhere")
            kept = answer if stored is None or stored.is_blank else stored
            is_right = mark(question, kept).is_right
            note = Note(
                Action.CHECK_ANSWER,
                reasoning=Said("decision.checked_right" if is_right else "decision.checked_wrong"),
                metadata={"quiz_id": quiz_id, "is_right": is_right, **kept.model_dump(mode="json")},
            )
            return partial(
                self._recorder.save,
                now,
                note,
                payload=kept.model_dump_json(),
                context=with_checked(now.context, quiz_id, answer.question_id),
                parts=Parts(answer=GivenAnswer(quiz_id=quiz_id, answer=kept)),
            )

        return retried(self._store, session, prepared)

    def marked(self, session: Session, record: QuizRecord) -> dict[str, MarkedAnswer]:
        """The answers of an open quiz that were checked, with their marks, by question."""
        names, context = checked(session.context, record.id), session.context
        answers = {answer.question_id: answer for answer in record.answers}
        return {
            question.id: marked(question, answers[question.id], is_disputed=is_disputed(context, question.id))
            for question in record.quiz.questions
            if question.id in names and question.id in answers
        }
