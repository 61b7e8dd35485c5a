"""What a quiz showed, in plain words: only what the answers and the material bear out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from core.domain.assessment.answers import asked_again
from core.domain.assessment.grading import Mark, score
from core.models import ConceptMastery, MisconceptionAnalysis, PerformanceAnalysis, Question, Quiz
from core.words import Said, in_turn

MAX_RECOMMENDATIONS = 4


FIRM_FROM = 3
"""Right answers on a concept, and no wrong one, before it is called firm."""


def analyse(quiz: Quiz, marks: Sequence[Mark]) -> PerformanceAnalysis:
    """The analysis of a quiz that was marked. A blank counts as wrong in the score, but is no misconception.

    What the learner was sure of comes first. The `redemption_question` is one of the quiz's spare ones on the same
    concept, else the same question asked anew.
    """
    by_question = {mark.question_id: mark for mark in marks}
    total = round(score(marks), 1) if marks else None
    concepts = _concepts(quiz, by_question)
    unused = [spare for spare in quiz.spare if spare.id not in by_question]
    misconceptions: list[MisconceptionAnalysis] = []
    for question in sorted(quiz.questions, key=lambda question: by_question[question.id].answer.sureness != "sure"):
        mark = by_question[question.id]
        if mark.is_right or mark.answer.is_blank:
            continue
        taken = [noted.redemption_question for noted in misconceptions if noted.redemption_question]
        misconceptions.append(_misconception(question, mark, asked_again(question, unused, taken)))
    summary, advice = _summary(quiz, marks, concepts), _advice(quiz, by_question)
    encouragement = _encouragement(total, len(marks), sum(mark.answer.is_blank for mark in marks))
    return PerformanceAnalysis(
        overall_score=total,
        summary=str(summary),
        topic_mastery={} if total is None else {quiz.topic: total},
        concepts=concepts,
        misconceptions=tuple(misconceptions),
        recommendations=tuple(map(str, advice)),
        encouragement=str(encouragement),
        said=in_turn(summary, encouragement),
        advice=advice,
    )


def _concepts(quiz: Quiz, marks: dict[str, Mark]) -> tuple[ConceptMastery, ...]:
    asked = Counter(question.concept_tested for question in quiz.questions)
    right = Counter(question.concept_tested for question in quiz.questions if marks[question.id].is_right)
    return tuple(ConceptMastery(concept=concept, right=right[concept], asked=count) for concept, count in asked.items())


def _misconception(question: Question, mark: Mark, again: Question) -> MisconceptionAnalysis:
    answer = mark.answer
    if question.question_type == "fill_blank":
        typed = answer.text.strip()
        return MisconceptionAnalysis(
            question_id=question.id,
            wrong_option_chosen=typed,
            inferred_confusion=(
                f"You typed “{typed}”; the answer is “{question.right_answer}”. One typed word does not show "
                f"where the mix-up lies."
            ),
            counter_example=_quote(question),
            explanation=_explanation(question),
            redemption_question=again,
        )
    chosen = [index for index in sorted(set(answer.chosen)) if 0 <= index < len(question.options)]
    wrong = [index for index in chosen if index not in question.key]
    missed = [index for index in question.key if index not in chosen]
    notes = [note for note in question.option_notes if note.option_index in wrong]
    confusions = [note.misconception for note in notes]
    if question.question_type == "multi_select" and missed:
        confusions.append("You left out " + _listed([question.options[index] for index in missed]) + ".")
    return MisconceptionAnalysis(
        question_id=question.id,
        wrong_option_chosen="; ".join(question.options[index] for index in (wrong or chosen)),
        inferred_confusion=" ".join(confusions)
        or "The choice does not fit what the material says; it does not show why.",
        counter_example=" ".join(note.counter_example for note in notes) or _quote(question),
        explanation=_explanation(question),
        redemption_question=again,
    )


def _quote(question: Question) -> str:
    source = next((source for source in question.sources if source.quote), None)
    if source is None:
        return ""
    return f"“{source.quote}”" + (f" (page {source.page})" if source.page else "")


def _explanation(question: Question) -> str:
    return f"Right answer: {question.right_answer}. {question.explanation}"


def _listed(names: Sequence[str]) -> str:
    quoted = [f"“{name}”" for name in names]
    return quoted[0] if len(quoted) == 1 else ", ".join(quoted[:-1]) + " and " + quoted[-1]


def _summary(quiz: Quiz, marks: Sequence[Mark], concepts: Sequence[ConceptMastery]) -> Said:
    right = sum(mark.is_right for mark in marks)
    blank = sum(mark.answer.is_blank for mark in marks)
    if not marks:
        return Said("analysis.nothing_counted", topic=quiz.topic)
    parts = [Said("analysis.right", right=right, asked=len(marks), topic=quiz.topic)]
    if blank:
        parts.append(Said("analysis.one_blank") if blank == 1 else Said("analysis.blank", questions=blank))
    firm = [concept.concept for concept in concepts if concept.right == concept.asked >= FIRM_FROM]
    shaky = [concept.concept for concept in concepts if concept.right < concept.asked]
    if firm:
        parts.append(Said("analysis.firm_and_more" if len(firm) > 4 else "analysis.firm", concepts=firm[:4]))
    if shaky:
        parts.append(Said("analysis.shaky_and_more" if len(shaky) > 4 else "analysis.shaky", concepts=shaky[:4]))
    return in_turn(*parts)


def _advice(quiz: Quiz, marks: dict[str, Mark]) -> tuple[Said, ...]:
    missed: dict[str, list[Question]] = {}
    for question in quiz.questions:
        if not marks[question.id].is_right:
            missed.setdefault(question.concept_tested, []).append(question)
    ranked = sorted(missed.items(), key=lambda entry: -len(entry[1]))
    return tuple(_reread(concept, questions) for concept, questions in ranked[:MAX_RECOMMENDATIONS])


def _reread(concept: str, questions: Sequence[Question]) -> Said:
    sources = [source for question in questions for source in question.sources]
    pages = sorted({source.page for source in sources if source.page})
    document = next((source.document for source in sources if source.document), "")
    if pages and document:
        return Said("analysis.read_pages_of", concept=concept, count=len(pages), pages=pages, document=document)
    if pages:
        return Said("analysis.read_pages", concept=concept, count=len(pages), pages=pages)
    if document:
        return Said("analysis.read_document", concept=concept, document=document)
    return Said("analysis.read", concept=concept)


def _encouragement(total: float | None, asked: int, blank: int) -> Said:
    if total is None:
        return Said("analysis.nothing_to_answer")
    if blank == asked:
        return Said("analysis.nothing_answered")
    if total >= 90:
        return Said("analysis.sits_well")
    if total >= 70:
        return Said("analysis.good_base")
    if total >= 40:
        return Said("analysis.part_holds")
    return Said("analysis.not_there")
