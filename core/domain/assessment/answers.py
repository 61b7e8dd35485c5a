"""What an answer must be, and what the answers of a quiz leave behind."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from core.domain.assessment.grading import Mark
from core.domain.assessment.selection import forecasts
from core.domain.mastery import Ability, guess_chance
from core.errors import InputError
from core.models import Answer, Attempt, Evidence, ItemForecast, Misconception, Question, Quiz, QuizRecord
from core.models.attempt import TURNED, item_of
from core.models.limits import LONGEST_ANSWER
from core.models.misconception import misconception_id

GUESSED = 0.9
"""The least chance of being right by guessing of a right answer that the learner called a guess.

What somebody calls a guess is one at times and half a memory at others, so it says a little and not nothing: at 0.9 a
right answer moves a medium rating about a twentieth as far as one that was typed. A wrong guess counts as any wrong
answer.
"""


def topic_of(quiz: Quiz, question: Question) -> str:
    """The topic that a question of a quiz is on: a borrowed one is on that of the neighbour that it is from."""
    return question.topic or quiz.borrowed.get(question.id) or quiz.topic


def attempts(
    record: QuizRecord, marks: Iterable[Mark], at: datetime, void: Collection[str] = ()
) -> tuple[Attempt, ...]:
    """The lines of the answer log that the marks of a quiz give, handed in `at`."""
    forecast_of = {forecast.question_id: forecast for forecast in _forecasts(record, at)}
    questions = {question.id: question for question in record.quiz.questions}
    return tuple(
        Attempt(
            quiz_id=record.id,
            question_id=mark.question_id,
            topic=topic_of(record.quiz, questions[mark.question_id]),
            at=at,
            is_right=mark.is_right,
            is_blank=mark.answer.is_blank,
            chance=_chance(questions[mark.question_id], mark),
            item_rating=forecast_of[mark.question_id].item_rating,
            forecast=forecast_of[mark.question_id].forecast,
            is_void=mark.question_id in void,
            chosen=_words(questions[mark.question_id], mark.answer),
            seconds=mark.answer.seconds,
            hint_opened=mark.answer.hint_opened,
            is_helped=mark.answer.hint_opened,
            concept=questions[mark.question_id].concept_tested,
            sureness=mark.answer.sureness,
        )
        for mark in marks
    )


def noted_topic(
    quiz: Quiz, question: Question, misconceptions: Iterable[Misconception], topics: Collection[str]
) -> str:
    """The topic under which it is noted what a question of a quiz shows: its own one, as far as that is among the
    plan's `topics`; else that of the quiz, and so where it was noted there before."""
    own, item = topic_of(quiz, question), item_of(question.id)
    if item not in quiz.borrowed:
        return own
    shown = (noted for noted in misconceptions if any(item_of(known.question_id) == item for known in noted.evidence))
    return quiz.topic if own not in topics or quiz.topic in {noted.topic for noted in shown} else own


def noticed(
    session_id: str,
    misconceptions: Sequence[Misconception],
    record: QuizRecord,
    marks: Iterable[Mark],
    at: datetime,
    topics: Collection[str] = (),
) -> tuple[Misconception, ...]:
    """What the marks of a quiz say for or against misconceptions: each with the answers that bear on it. `topics` are
    the plan's."""
    questions = {question.id: question for question in record.quiz.questions}
    return tuple(
        misconception
        for mark in marks
        for question in [questions[mark.question_id]]
        for topic in [noted_topic(record.quiz, question, misconceptions, topics)]
        for misconception in borne_on(session_id, topic, misconceptions, question, mark, at, quiz_id=record.id)
    )


def borne_on(
    session_id: str,
    topic: str,
    misconceptions: Sequence[Misconception],
    question: Question,
    mark: Mark,
    at: datetime,
    *,
    quiz_id: str = "",
    instead_of: str = "",
) -> tuple[Misconception, ...]:
    """The misconceptions on which one answer bears; a blank one says nothing.

    A wrong choice speaks for the misconception that its note names. A right answer speaks against those of the
    `misconceptions` that this question (or the one that it is asked `instead_of`) showed, or that its other options
    stand for.
    """
    answer, right = mark.answer, mark.is_right
    if answer.is_blank:
        return ()
    evidence = Evidence(
        at=at,
        question_id=question.id,
        quiz_id=quiz_id,
        question=question.text,
        shows_it=not right,
        is_sure=answer.sureness == "sure" and not right,
    )
    named = {
        misconception_id(session_id, topic, question.concept_tested, note.misconception): note
        for note in question.option_notes
        if note.misconception and (right or note.option_index in answer.chosen)
    }
    if right:
        against = evidence.model_copy(update={"chosen": question.right_answer})
        shown_by = {question.id, instead_of}
        return tuple(
            misconception.model_copy(update={"evidence": (against,)})
            for misconception in misconceptions
            if misconception.id in named or any(shown.question_id in shown_by for shown in misconception.evidence)
        )
    return tuple(
        Misconception(
            id=name,
            topic=topic,
            concept=question.concept_tested,
            confusion=note.misconception,
            counter_example=note.counter_example,
            question_id=question.id,
            noticed_at=at,
            evidence=(evidence.model_copy(update={"chosen": question.options[note.option_index]}),),
        )
        for name, note in named.items()
    )


def again_id(question_id: str) -> str:
    """The id under which a question is asked anew."""
    return f"{question_id}{TURNED}"


def asked_anew(question: Question) -> Question:
    """The same question to be asked once more, its options in reverse: where there is no other on its concept."""
    last = len(question.options) - 1
    turned = question.question_type in ("multiple_choice", "multi_select")
    if not turned:
        return question.model_copy(update={"id": again_id(question.id)})
    return question.model_copy(
        update={
            "id": again_id(question.id),
            "options": question.options[::-1],
            "correct_option_index": None
            if question.correct_option_index is None
            else last - question.correct_option_index,
            "correct_indexes": tuple(sorted(last - index for index in question.correct_indexes)),
            "option_notes": tuple(
                note.model_copy(update={"option_index": last - note.option_index}) for note in question.option_notes
            ),
        }
    )


def check_answer(questions: Iterable[Question], answer: Answer) -> Question:
    """The question that an answer is to. Raises `InputError` where it does not fit: an unknown question or option, or a
    text too long."""
    question = next((question for question in questions if question.id == answer.question_id), None)
    if question is None:
        raise InputError("quiz.no_question")
    if any(not 0 <= index < len(question.options) for index in answer.chosen):
        raise InputError("quiz.no_option")
    if len(answer.text) > LONGEST_ANSWER:
        raise InputError("quiz.long_answer", most=LONGEST_ANSWER)
    return question


def _chance(question: Question, mark: Mark) -> float:
    chance = guess_chance(question)
    return max(chance, GUESSED) if mark.is_right and mark.answer.sureness == "guess" else chance


def _words(question: Question, answer: Answer) -> str:
    """An answer as the log keeps it: the options in words, in one order, or what was typed without case and spacing."""
    if question.question_type == "fill_blank":
        return " ".join(answer.text.casefold().split())
    return "; ".join(sorted(question.options[index] for index in answer.chosen))


def _forecasts(record: QuizRecord, at: datetime) -> tuple[ItemForecast, ...]:
    if record.quiz.forecasts:
        return record.quiz.forecasts
    # A quiz set by an earlier version has none; they are made as for somebody unknown.
    return forecasts(Ability(), record.quiz.topic, record.quiz.questions, (), at)


def retries(record: QuizRecord) -> dict[str, Question]:
    """The questions that a quiz's results ask again, each under the id of the one that went wrong or was left blank.

    What was left blank shows no mix-up, so that the analysis says nothing of it; it is asked again in the same way.
    """
    if record.analysis is None:
        return {}
    again = {
        wrong.question_id: wrong.redemption_question
        for wrong in record.analysis.misconceptions
        if wrong.redemption_question
    }
    answered = {answer.question_id for answer in record.answers if not answer.is_blank}
    for question in record.quiz.questions:
        if question.id not in answered:
            again[question.id] = asked_again(question, record.quiz.spare, again.values())
    return again


def asked_again(question: Question, spare: Iterable[Question], taken: Iterable[Question]) -> Question:
    """One of the spare questions on the same concept that is not taken, else the same question asked anew."""
    used = {other.id for other in taken}
    on_concept = (other for other in spare if other.concept_tested == question.concept_tested and other.id not in used)
    return next(on_concept, None) or asked_anew(question)
