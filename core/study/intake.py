"""What a learner says at intake: a sentence routed into the fields, the topics that these give, and what they lack."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from core.content.courses import find_course
from core.content.courses.exams import exam_titles, find_exam, topics_in
from core.content.outline.syllabus import syllabus_topics
from core.domain.planning.looked_over import own_names, unlike
from core.errors import InputError
from core.models import Intake, MaterialSummary, RouteDecision, StudyWindow
from core.models.limits import DAYS, HOURS, LONGEST_SAID
from core.words import Said


def routed(intake: Intake, sentence: str, decision: RouteDecision) -> Intake:
    """The intake with what the router read out of the learner's sentence; what that does not say stays.

    A sentence that names no known exam gives one that has no name yet its words. Otherwise, where the router has to
    ask, or nothing but what the exam does not have was named, only the sentence is kept.
    """
    scope = decision.scope
    own = "" if decision.exam or decision.exams or not scope.topics else own_words(sentence, scope.topics[0])
    with_sentence = intake.model_copy(update={"said": sentence})
    if decision.needs_clarification or decision.refusal:
        return with_sentence.model_copy(update={"exam": intake.exam or own})
    fields: dict[str, object] = {}
    if decision.exam:
        fields["exam"] = decision.exam
        named = scope.topics or tuple(part for part in (scope.sub_subject or scope.subject,) if part)
        fields["scope"] = () if decision.scope_is_weak else named
    elif own:
        fields |= {"exam": own, "scope": ()}
    if decision.days or decision.exam_date:
        fields |= {
            "exam_date": decision.exam_date or intake.exam_date,
            "days": decision.days or intake.days,
            "by_days": not decision.exam_date,
        }
    if decision.hours:
        fields["hours"] = decision.hours
    if decision.weak_in:
        fields["goal"] = f"Weak in {' and '.join(decision.weak_in)}"
    if decision.weekdays_off:
        fields["weekdays_off"] = decision.weekdays_off
    filled = with_sentence.model_copy(update=fields)
    return filled.model_copy(update={"known": _known_topics(filled, decision.knows)}) if decision.knows else filled


def own_words(sentence: str, topic: str) -> str:
    """The words of a topic as the sentence has them, with the little ones between, up to where others come between."""
    wanted = topic.split()
    words = [word.strip('.,;:!?"“”()') for line in sentence.splitlines()[::-1] for word in line.split()]
    places = [place for place, word in enumerate(words) if word.casefold() == wanted[0].casefold()]
    if not places:
        return topic[:1].upper() + topic[1:]
    start = end = places[0]
    for word in wanted[1:]:
        near = [place for place in range(end + 1, min(end + 4, len(words))) if words[place].casefold() == word]
        if not near or any(len(between) > 3 for between in words[end + 1 : near[0]]):
            break
        end = near[0]
    said = " ".join(words[start : end + 1])
    return said[:1].upper() + said[1:]


def heard_so_far(earlier: str, text: str, decide: Callable[[str], RouteDecision]) -> str:
    """The sentence to route: `text`, below `earlier` where that still waits for an answer.

    What waits is found by deciding on `earlier` again, so that a refresh or another tab changes nothing.
    """
    joined = f"{earlier}\n{text}"
    is_answer = bool(earlier) and text != earlier and len(joined) <= LONGEST_SAID and decide(earlier).is_open
    return joined if is_answer else text


def _known_topics(intake: Intake, knows: Sequence[str]) -> tuple[str, ...]:
    """The topics known so far, and those of the scope that are meant by `knows`."""
    exam = find_exam(intake.exam)
    if exam is None:
        return intake.known
    meant = {topic.name for topic in topics_in(exam, knows)}
    within = topics_in(exam, intake.scope)
    return tuple(dict.fromkeys((*intake.known, *(topic.name for topic in within if topic.name in meant))))


def found_topics(intake: Intake, materials: Sequence[MaterialSummary]) -> tuple[str, ...]:
    """The topics that there are to look over, by the name that each is found under; none where there is nothing yet."""
    if intake.syllabus.strip():
        try:
            return tuple(section.title for section in syllabus_topics(intake.syllabus, exam_titles()))
        except InputError:
            return ()
    if materials:
        return unlike((title, material.name) for material in materials for title in material.section_titles)
    if course := find_course(intake.exam):
        return tuple(topic.name for topic in course.topics)
    exam = find_exam(intake.exam)
    try:
        return tuple(topic.name for topic in topics_in(exam, intake.scope)) if exam else ()
    except InputError:
        return ()


def topic_names(intake: Intake, materials: Sequence[MaterialSummary]) -> tuple[str, ...]:
    """The topics that a plan for this intake would have, by the names that the learner gave them."""
    return tuple(own_names(found_topics(intake, materials), intake.left_out, intake.renamed).values())


def gaps(intake: Intake, today: date, *, has_material: bool) -> dict[str, Said]:
    """What keeps an intake from being planned: for each field what is missing."""
    missing: dict[str, Said] = {}
    if not intake.exam.strip():
        missing["exam"] = Said("intake.name_exam")
    elif not (has_material or intake.syllabus.strip() or find_course(intake.exam) or find_exam(intake.exam)):
        missing["syllabus"] = Said("intake.no_syllabus")
    if intake.by_days is False and intake.exam_date is None:
        missing["exam_date"] = Said("intake.no_date")
    if intake.dated and not 1 <= (intake.dated - today).days <= DAYS[-1]:
        missing["exam_date"] = Said("intake.date_outside")
    if not intake.dated and intake.days not in DAYS:
        missing["days"] = Said("intake.days_outside")
    if not HOURS[0] <= intake.hours <= HOURS[1]:
        missing["hours"] = Said("intake.hours_outside")
    days = (intake.dated - today).days if intake.dated else intake.days
    window = StudyWindow(start=today, days=days, hours=0, weekdays_off=intake.weekdays_off, dates_off=intake.dates_off)
    if days in DAYS and not window.study_dates:
        missing["weekdays_off"] = Said("intake.no_day")
    return missing
