"""The quiz part of the study service: set, answered, handed in, and asked again where something went wrong."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import replace
from functools import partial

from pydantic import JsonValue

from core.domain.assessment.answers import borne_on, check_answer, noted_topic, retries
from core.domain.assessment.grading import mark
from core.domain.assessment.handing_in import handed_in
from core.domain.assessment.marking import still_locked
from core.domain.assessment.selection import fitted, forecasts, spare, time_needed, to_ask_again
from core.domain.extra_data import (
    AGAIN_KEY,
    answered_again,
    checked,
    disputed,
    is_disputed,
    with_extra,
    without_checked,
)
from core.domain.mastery import Ability, rate
from core.domain.phases import require
from core.errors import Conflict, InputError, NothingToStudy
from core.models import Action, Answer, GivenAnswer, Misconception, Parts, Question, Quiz, QuizRecord, Session, Topic
from core.models.attempt import item_of
from core.models.feedback import AnsweredAgain
from core.models.limits import LONGEST_REASON
from core.models.misconception import judged, open_misconceptions, with_evidence
from core.study.inputs import AnalysisInputs
from core.study.lookups import latest_quiz, open_quiz, quiz_of, results, seen_questions, texts
from core.study.plan_state import named_exam_on
from core.study.ports import Clock, StudyAgents, StudyStore
from core.study.recorder import Note, Recorder, retried
from core.words import Said, in_turn

QUESTIONS_A_QUIZ = 10
POOL = 2
"""How many times as many questions are drawn as are asked: what a quiz is fitted from, and what is kept back."""
LONGEST_MINUTES = 600


class Quizzes:
    """What a learner can do with a quiz. Each action is one commit on the version that was seen.

    Raises what `StudyService` names.
    """

    def __init__(self, store: StudyStore, agents: StudyAgents, recorder: Recorder, clock: Clock) -> None:
        self._store, self._agents, self._recorder, self._clock = store, agents, recorder, clock

    def latest(self, session: Session) -> QuizRecord | None:
        """The session's latest quiz with its answers; None before the first. A placement is none."""
        return latest_quiz(self._store, session.id)

    def seconds_left(self, record: QuizRecord) -> float:
        """How much of the time that was chosen for a quiz is left; less than 0 where it is over."""
        given = 60 * (record.quiz.minutes_allowed or 0)
        return given - (self._clock.now() - record.created_at).total_seconds()

    def ability(self, session: Session) -> Ability:
        """The learner's ratings as the session's answer log gives them."""
        return rate(self._store.attempts(session.id))

    def take(self, session: Session, topic: Topic, count: int, minutes: int | None) -> Session:
        """Set a quiz on the topic that fits the learner, with a clock of so many minutes where one is wanted."""
        if minutes is not None and not 1 <= minutes <= LONGEST_MINUTES:
            raise InputError("quiz.minutes", most=LONGEST_MINUTES)
        # What is mixed up of this topic may have been asked in another one's quiz.
        past = self._store.quizzes(session.id)
        asked = {question.id: question for record in reversed(past) for question in record.quiz.questions}
        avoid = seen_questions(self._store, session.id, topic.name)
        began, now, seed = self._clock.monotonic(), self._clock.now(), self._recorder.seed(session, Action.TAKE_QUIZ)
        decision = self._agents.quiz(topic, texts(self._store, session.id), count=POOL * count, seed=seed, avoid=avoid)
        again = to_ask_again(self._store.misconceptions(session.id), topic.name, asked, now, session.zone)
        picked, why = self._fit(session, decision.value, again[:count], count, avoid)
        quiz_id = self._recorder.commit_id(session, "quiz")[:32]
        decision = replace(decision, reasoning=in_turn(decision.reasoning, why))
        names: list[JsonValue] = [question.id for question in picked.questions]
        return self._recorder.save(
            session,
            self._recorder.decided(Action.TAKE_QUIZ, decision, seed, began, picked=names),
            payload=str(count) if minutes is None else f"{count} {minutes}",
            context=with_extra(session.context, {"quiz_id": quiz_id, AGAIN_KEY: {}}),
            parts=Parts(
                quiz=QuizRecord(
                    id=quiz_id,
                    quiz=picked.model_copy(update={"minutes_allowed": minutes}),
                    seed=seed,
                    created_at=now,
                )
            ),
        )

    def _fit(
        self, session: Session, pool: Quiz, again: tuple[Question, ...], count: int, seen: Collection[str]
    ) -> tuple[Quiz, Said]:
        """The quiz out of the pool that fits the learner, with what is asked again, and why it is this one."""
        ability, names = self.ability(session), {question.id for question in again}
        everything = (*again, *(question for question in pool.questions if question.id not in names))
        evidence = self._store.item_evidence([question.id for question in everything])
        out = {item.question_id for item in evidence if item.is_void}
        out |= {question.id for question in everything if is_disputed(session.context, question.id)}
        predictions = {
            item.question_id: item for item in forecasts(ability, pool.topic, everything, evidence, self._clock.now())
        }
        repeats = tuple(question for question in again if question.id not in out)
        rest = [question for question in everything if question.id not in names | out]
        expected = {name: item.forecast for name, item in predictions.items()}
        questions = repeats + fitted(rest, expected, count - len(repeats), seen=seen)
        if not questions:
            raise NothingToStudy("quiz.all_out")
        right = sum(expected[question.id] for question in questions)
        why = in_turn(
            Said("decision.picked", questions=len(questions), right=right),
            Said("decision.mixed_up_again", questions=len(repeats)) if repeats else None,
        )
        return pool.model_copy(
            update={
                "questions": questions,
                "spare": spare(rest, questions),
                "time_estimate_minutes": time_needed(questions),
                "forecasts": tuple(predictions[question.id] for question in questions),
            }
        ), why

    def answer(
        self, session: Session, quiz_id: str, answer: Answer, seen: Answer | None, sent: Collection[Answer]
    ) -> Session:
        """Keep one answer, its flag, or how sure the learner is of it, as it was given. `seen` is the answer that the
        caller showed before, `sent` what it has given since without hearing whether it was kept.

        Another tab that answered another question is no conflict; one that answered this question is. One that said how
        sure the learner is has said it for both, unless `answer` says something else than `seen`. Of an answer that was
        checked nothing changes but the flag.
        """
        before = seen or Answer(question_id=answer.question_id)

        def prepared(now: Session) -> Callable[[], Session]:
            require(now, Action.ANSWER_QUESTION)
            record = open_quiz(self._store, now.id, quiz_id)
            check_answer(record.quiz.questions, answer)
            stored = next((stored for stored in record.answers if stored.question_id == answer.question_id), None)
            is_unchanged = answer.sureness == before.sureness
            sureness = stored.sureness if stored and is_unchanged else answer.sureness
            given = answer.model_copy(update={"sureness": sureness})
            if stored and answer.question_id in checked(now.context, quiz_id):
                given = still_locked(stored, given)
            if stored and stored.says(given) and (stored.is_flagged, stored.sureness) == (given.is_flagged, sureness):
                return partial(self._store.load, now.id)
            if stored and not any(stored.is_but_for_sureness(known) for known in (before, *sent)):
                raise Conflict("quiz.answered_elsewhere")
            note = Note(Action.ANSWER_QUESTION, metadata={"quiz_id": quiz_id, **given.model_dump(mode="json")})
            parts = Parts(answer=GivenAnswer(quiz_id=quiz_id, answer=given))
            return partial(self._recorder.save, now, note, payload=given.model_dump_json(), parts=parts)

        return retried(self._store, session, prepared)

    def submit(self, session: Session) -> Session:
        """Grade the quiz, say what went wrong, and work out ratings, scores and review dates anew.

        A question that was declared void meanwhile counts for nothing.
        """
        record = open_quiz(self._store, session.id, str(session.context.extra_data.get("quiz_id", "")))
        began, now = self._clock.monotonic(), self._clock.now()
        evidence = self._store.item_evidence([question.id for question in record.quiz.questions])
        void = tuple(item.question_id for item in evidence if item.is_void)
        before = results(self._store, session.id)

        exam = named_exam_on(self._store, session)
        out = disputed(session.context)
        outcome = handed_in(session.id, record, before, now, void=void, disputed=out, exam_on=exam, zone=session.zone)
        decision = self._agents.analyse(outcome.marked.quiz, outcome.marked.marks)

        inputs = AnalysisInputs(quiz_id=record.id, answers=record.answers, void=void)
        decision = replace(decision, inputs=inputs)
        notes = [self._recorder.decided(Action.SUBMIT_ANSWERS, decision, 0, began, scores=outcome.scores)]
        if outcome.misconceptions:
            about: dict[str, JsonValue] = {"quiz_id": record.id}
            notes.append(Note(Action.NOTE_MISCONCEPTIONS, "misconception", outcome.noticed, about))
        return self._recorder.save(
            session,
            *notes,
            context=without_checked(session.context, record.id).model_copy(
                update={"last_quiz_score": outcome.marked.score, "misconceptions": [*outcome.open_misconceptions]}
            ),
            parts=Parts(
                quiz=record.model_copy(update={"submitted_at": now, "analysis": decision.value}),
                topics=outcome.topics,
                misconceptions=outcome.misconceptions,
                attempts=outcome.attempts,
            ),
        )

    def retry(self, session: Session, answer: Answer) -> tuple[Session, bool]:
        """Answer a question that is asked again after the analysis; True where it is right.

        It bears on the misconception, not on the score. The same again changes nothing. ANALYZING only.
        """
        require(session, Action.ANSWER_AGAIN)
        record = self.latest(session)
        asked = retries(record) if record else {}
        again = {name: question for name, question in asked.items() if not is_disputed(session.context, name)}
        question = check_answer(again.values(), answer)
        if answer.is_blank:
            raise InputError("quiz.no_answer")
        answered = answered_again(session)
        if question.id in answered:
            return session, answered[question.id].is_right
        first = next(name for name, asked in again.items() if asked.id == question.id)
        given, before = mark(question, answer), self._store.misconceptions(session.id)
        names = {topic.name for topic in self._store.topics(session.id)}
        topic = noted_topic(record.quiz, question, before, names) if record else ""
        noticed = borne_on(session.id, topic, before, question, given, self._clock.now(), instead_of=first)
        out = {item_of(item.question_id) for item in self._store.item_evidence(_shown(noticed, before)) if item.is_void}
        words = question.words_of(answer)
        note = Note(
            Action.ANSWER_AGAIN,
            reasoning=Said("decision.again_right" if given.is_right else "decision.again_wrong"),
            metadata={"question_id": question.id, "of": first, "is_right": given.is_right, "said": words},
        )
        answered[question.id] = AnsweredAgain(said=words, is_right=given.is_right)
        recorded: dict[str, JsonValue] = {name: past.model_dump() for name, past in answered.items()}
        changed = judged(with_evidence(before, noticed), out)
        still_open = open_misconceptions((*before, *changed), self._clock.now(), session.zone)
        saved = self._recorder.save(
            session,
            note,
            payload=answer.model_dump_json(),
            context=with_extra(session.context, {AGAIN_KEY: recorded}).model_copy(
                update={"misconceptions": still_open}
            ),
            parts=Parts(misconceptions=changed),
        )
        return saved, given.is_right

    def report(self, session: Session, quiz_id: str, question_id: str, reason: str) -> Session:
        """Tell the instructor that something is wrong with a question. While its quiz is open, or after."""
        sentence = " ".join(reason.split())
        if not sentence:
            raise InputError("quiz.report_missing")
        if len(sentence) > LONGEST_REASON:
            raise InputError("quiz.report_long", most=LONGEST_REASON)
        record = quiz_of(self._store, session.id, quiz_id)
        asked = record.quiz.questions if record else ()
        question = next((question for question in asked if question.id == question_id), None)
        if question is None:
            raise InputError("quiz.no_question")
        metadata: dict[str, JsonValue] = {"quiz_id": quiz_id, "question_id": question_id, "question": question.text}
        note = Note(Action.REPORT_QUESTION, reasoning=sentence, metadata=metadata)
        payload = f"{question_id}\n{sentence}"
        return self._recorder.add(session, note, payload=payload)


def _shown(*misconceptions: Iterable[Misconception]) -> set[str]:
    """The questions whose answers bear on these."""
    return {evidence.question_id for noted in misconceptions for known in noted for evidence in known.evidence}
