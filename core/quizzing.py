"""What a quiz asks for, what an answer must be, and what is left behind when it is handed in."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime

from core.attempts import Attempt, ItemEvidence
from core.errors import InputError
from core.grading import grade, is_right
from core.mastery import Ability, guess_chance, item_rating
from core.misconceptions import Evidence, Misconception, misconception_id
from core.models import Answer, ItemForecast, Question, Quiz
from core.records import QuizRecord

LONGEST_ANSWER = 500
AGAIN = 3
TARGET = 0.7
NEAR = 0.12
LEVELS = ("easy", "medium", "hard")
MINUTES_A_QUESTION = {"multiple_choice": 1.0, "true_false": 0.5, "fill_blank": 1.0, "multi_select": 1.5}


def fitted(
    pool: Sequence[Question], expected: Mapping[str, float], count: int, *, seen: Collection[str] = ()
) -> tuple[Question, ...]:
    """`count` questions of the pool, easy before hard: those whose chance of a right answer is nearest to 70 %.

    About that share keeps learners going and still says much about them (Pelánek 2016, section 4.2, works with 65 to
    75 %). Chances that differ by little count as one, so that the pool's own order, best first, decides between them;
    what was `seen` before comes last. Each kind of question has a place; at most a third are true-false while others
    last.
    """

    def misfit(question: Question) -> tuple[bool, int]:
        return question.id in seen, int(abs(expected[question.id] - TARGET) / NEAR)

    ranked = sorted(pool, key=misfit)
    statements = [question for question in ranked if question.question_type == "true_false"]
    beyond = {question.id for question in statements[max(count // 3, 1) :]}
    # A quiz has something of each kind: what somebody can choose, they need not be able to type.
    first_of_kind = {kind: one.id for one in reversed(ranked) for kind in [one.question_type]}
    firsts = set(first_of_kind.values()) if count >= len(first_of_kind) else set()
    chosen = sorted(ranked, key=lambda question: (question.id not in firsts, question.id in beyond))[:count]
    return tuple(sorted(chosen, key=lambda question: LEVELS.index(question.difficulty)))


def to_ask_again(
    known: Iterable[Misconception], topic: str, asked: Mapping[str, Question], at: datetime
) -> tuple[Question, ...]:
    """Up to three questions, of those `asked` before, that showed a misconception on the topic that is still open.

    Those that were confirmed come first, then those that were not asked about for longest.
    """
    doubted = [one for one in known if one.topic == topic and one.is_open(at)]
    ranked = sorted(doubted, key=lambda one: (one.stage(at) != "confirmed", one.evidence[-1].at, one.id))
    found = dict.fromkeys(one.question_id for one in ranked if one.question_id in asked)
    return tuple(asked[name] for name in [*found][:AGAIN])


def time_needed(questions: Iterable[Question]) -> int:
    """How long the questions take, in whole minutes: a rule of thumb by kind."""
    return round(sum(MINUTES_A_QUESTION[question.question_type] for question in questions) + 0.5)


def spare(pool: Iterable[Question], chosen: Sequence[Question]) -> tuple[Question, ...]:
    """Questions of the pool that were not chosen, at most two on each concept that the chosen ones ask about."""
    left: dict[str, list[Question]] = {question.concept_tested: [] for question in chosen}
    ids = {question.id for question in chosen}
    for question in pool:
        if question.id not in ids and question.concept_tested in left:
            left[question.concept_tested].append(question)
    return tuple(question for questions in left.values() for question in questions[:2])


def forecasts(
    ability: Ability, topic: str, questions: Iterable[Question], evidence: Iterable[ItemEvidence], at: datetime
) -> tuple[ItemForecast, ...]:
    """What is expected of each question before it is answered; of those that name no topic, as of one on `topic`."""
    known = {one.question_id: one for one in evidence}
    return tuple(
        ItemForecast(
            question_id=question.id,
            item_rating=(rating := item_rating(question.difficulty, known.get(question.id))),
            forecast=ability.expected(question.topic or topic, at, rating=rating, chance=guess_chance(question)),
        )
        for question in questions
    )


def topic_of(quiz: Quiz, question: Question) -> str:
    """The topic that a question of a quiz is on."""
    return question.topic or quiz.topic


def attempts(record: QuizRecord, at: datetime, void: Collection[str] = ()) -> tuple[Attempt, ...]:
    """The lines of the answer log that a quiz gives, handed in `at`; a question without an answer is wrong."""
    known = {one.question_id: one for one in _forecasts(record, at)}
    questions = {question.id: question for question in record.quiz.questions}
    return tuple(
        Attempt(
            quiz_id=record.id,
            question_id=mark.question_id,
            topic=topic_of(record.quiz, questions[mark.question_id]),
            at=at,
            is_right=mark.is_right,
            is_blank=mark.answer.is_blank,
            chance=guess_chance(questions[mark.question_id]),
            item_rating=known[mark.question_id].item_rating,
            forecast=known[mark.question_id].forecast,
            is_void=mark.question_id in void,
        )
        for mark in grade(record.quiz, record.answers)
    )


def noticed(
    session_id: str, known: Sequence[Misconception], record: QuizRecord, at: datetime
) -> tuple[Misconception, ...]:
    """What the answers of a quiz say for or against misconceptions: each with the answers that bear on it."""
    answers = {answer.question_id: answer for answer in record.answers}
    return tuple(
        found
        for question in record.quiz.questions
        if (answer := answers.get(question.id))
        for found in borne_on(
            session_id, topic_of(record.quiz, question), known, question, answer, at, quiz_id=record.id
        )
    )


def borne_on(
    session_id: str,
    topic: str,
    known: Sequence[Misconception],
    question: Question,
    answer: Answer,
    at: datetime,
    *,
    quiz_id: str = "",
    instead_of: str = "",
) -> tuple[Misconception, ...]:
    """The misconceptions on which one answer bears; a blank one says nothing.

    A wrong choice speaks for the misconception that its note names. A right answer speaks against those `known` that
    this question (or the one that it is asked `instead_of`) showed, or that its other options stand for.
    """
    if answer.is_blank:
        return ()
    right = is_right(question, answer)
    evidence = Evidence(at=at, question_id=question.id, quiz_id=quiz_id, question=question.text, shows_it=not right)
    named = {
        misconception_id(session_id, topic, question.concept_tested, note.misconception): note
        for note in question.option_notes
        if note.misconception and (right or note.option_index in answer.chosen)
    }
    if right:
        against = evidence.model_copy(update={"chosen": question.right_answer})
        shown_by = {question.id, instead_of}
        return tuple(
            one.model_copy(update={"evidence": (against,)})
            for one in known
            if one.id in named or any(each.question_id in shown_by for each in one.evidence)
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
    return f"{question_id}-again"


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
        raise InputError("That question is not in this quiz.")
    if any(not 0 <= index < len(question.options) for index in answer.chosen):
        raise InputError("That option is not on this question.")
    if len(answer.text) > LONGEST_ANSWER:
        raise InputError(
            f"That answer is longer than {LONGEST_ANSWER} characters. Shorten it to the words that matter."
        )
    return question


def _forecasts(record: QuizRecord, at: datetime) -> tuple[ItemForecast, ...]:
    if record.quiz.forecasts:
        return record.quiz.forecasts
    # A quiz set by an earlier version has none; they are made as for somebody unknown.
    return forecasts(Ability(), record.quiz.topic, record.quiz.questions, (), at)
