"""What a review asks of all exams, and in which order.

Topics are mixed. Who practises kinds of problems by turns learns to tell them apart, and does better on a later test
than who practises them in blocks (Rohrer & Taylor 2007, Instructional Science 35, 481-498); most of all where the kinds
are easily taken for each other (Brunmair & Richter 2019, Psychological Bulletin 145, 1029-1052). So no topic is asked
twice in a row where that can be helped, and after each comes the one that shares most terms with it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta

from core.domain.assessment.selection import urgency
from core.domain.assessment.typed import fold_answer
from core.domain.extra_data import checked, review_part
from core.models import Misconception, SessionOverview, Topic
from core.models.attempt import item_of
from core.models.days import day_of, is_night_later
from core.models.review import MixUpAsk, ReviewDue, ReviewItem, ReviewPart, ReviewQueue, TopicAsk

MOST, MOST_MIX_UPS = 12, 6
AIM = 8
"""Questions that a review has where enough is due for them."""
A_TOPIC, MOST_A_TOPIC = 2, 4
SHORT_TERM = 4
"""Words up to which an option is a term and not a statement."""


def review_queue(overviews: Sequence[SessionOverview], now: datetime, zone: str) -> ReviewQueue:
    """What is due at `now`, for a learner whose days begin at midnight in `zone`; what is completed or put away asks
    for nothing.

    A topic that was begun is due on the day of its review, where there is a text to ask on. A misconception is asked
    about on a later day than its last answer: on the same one the key is copied. There are as many questions as the aim
    says, more of each topic where few are due; of many the most overdue ones are asked, and the others the next time.
    """
    today = day_of(now, zone)
    going_on = [overview for overview in overviews if overview.is_open]
    mix_ups = _mix_ups(going_on, now, zone)
    ripe = [asked for asked in mix_ups if asked[2] <= today][:MOST_MIX_UPS]
    reviews = [(overview.id, topic, on) for overview in going_on for topic, on in _reviews(overview)]
    due = sorted(
        (review for review in reviews if review[2] <= today),
        key=lambda review: (review[2], review[1].mastery_score or 0, review[0], review[1].position),
    )
    each = min(max((AIM - len(ripe)) // max(len(due), 1), A_TOPIC), MOST_A_TOPIC)
    later = [on for _, _, on in reviews if on > today] + [on for _, _, on in mix_ups if on > today]
    return ReviewQueue(
        topics=tuple(
            TopicAsk(session_id=session_id, topic=topic.name, questions=each)
            for session_id, topic, _ in due[: (MOST - len(ripe)) // each]
        ),
        mix_ups=tuple(MixUpAsk(session_id=session_id, misconception_id=noted.id) for session_id, noted, _ in ripe),
        next_on=min(later, default=None),
    )


def review_due(overviews: Sequence[SessionOverview], now: datetime, zone: str) -> ReviewDue:
    """What a review asks at `now`; of one that is open, what is left of it."""
    queue = review_queue(overviews, now, zone)
    parts = [
        (part.asked, len(checked(overview.context, part.quiz_id)))
        for overview, part in open_parts(overviews)
        if not part.is_over(now)
    ]
    asked = sum(count for count, _ in parts) if parts else queue.questions
    left = asked - sum(answered for _, answered in parts)
    return ReviewDue(questions=asked, left=left, is_open=bool(parts), next_on=queue.next_on)


def open_parts(overviews: Iterable[SessionOverview]) -> list[tuple[SessionOverview, ReviewPart]]:
    """The open parts of a review, each with its session; what is put away waits until it is back."""
    parts = ((overview, review_part(overview.context)) for overview in overviews if not overview.is_put_away)
    return [(overview, part) for overview, part in parts if part and part.is_open]


def interleaved(items: Iterable[ReviewItem], first: str = "") -> tuple[ReviewItem, ...]:
    """The items in the order in which they are asked, the same in whatever order they come: no topic twice in a row
    where that can be helped, and topics that share terms after each other. The question `first` goes first."""
    in_order = sorted(
        items,
        key=lambda item: (
            item.question.id != first,
            item.question.topic,
            item.session_id,
            item.place,
            item.question.id,
        ),
    )
    ahead = [item for item in in_order[:1] if item.question.id == first]
    left, terms = defaultdict[str, list[ReviewItem]](list), defaultdict[str, set[str]](set)
    for item in in_order:
        terms[item.question.topic].update(_terms(item))
        if item not in ahead:
            left[item.question.topic].append(item)
    return (*ahead, *_by_turns(left, terms, ahead[0].question.topic if ahead else ""))


def _by_turns(
    left: Mapping[str, Sequence[ReviewItem]], terms: Mapping[str, set[str]], last: str
) -> Iterator[ReviewItem]:
    """The items of each topic in their order, by turns, after one on the topic that was asked `last`."""
    while left:
        total = sum(map(len, left.values()))
        others = [topic for topic in left if topic != last] or [*left]
        # A topic with more than half of what is left would else be asked twice in a row later.
        pressing = [topic for topic in others if 2 * len(left[topic]) > total]
        near = terms.get(last, set())
        last = min(pressing or others, key=lambda topic: (-len(terms[topic] & near), -len(left[topic]), topic))
        yield left[last][0]
        left = {topic: items[topic == last :] for topic, items in left.items() if items[topic == last :]}


def _terms(item: ReviewItem) -> Iterator[str]:
    question = item.question
    for text in (question.concept_tested, *question.accepted_answers, *question.options):
        if len(text.split()) <= SHORT_TERM:
            yield fold_answer(text)


def _reviews(overview: SessionOverview) -> Iterator[tuple[Topic, date]]:
    """The topics that can be reviewed without a lesson first, each with its day."""
    for topic in overview.topics:
        if topic.status in ("learning", "studied", "done") and topic.material_id and topic.review_on:
            yield topic, topic.review_on


def _mix_ups(overviews: Iterable[SessionOverview], now: datetime, zone: str) -> list[tuple[str, Misconception, date]]:
    """The open misconceptions, the most urgent first, each with the day from which on it is asked about."""
    found: dict[tuple[str, str], tuple[str, Misconception]] = {}
    for overview in overviews:
        names = {topic.name for topic in overview.topics if topic.status != "left_out"}
        noted = [noted for noted in overview.misconceptions if noted.topic in names and noted.is_open(now, zone)]
        for misconception in sorted(noted, key=lambda noted: urgency(noted, now, zone)):
            # One question may have shown several.
            found.setdefault((overview.id, misconception.question_id), (overview.id, misconception))
    ranked = sorted(found.values(), key=lambda asked: (*urgency(asked[1], now, zone), asked[0]))
    answered = _last_answers(overviews)
    return [
        (
            session_id,
            noted,
            _ripe_on(answered.get((session_id, item_of(noted.question_id)), noted.noticed_at), now, zone),
        )
        for session_id, noted in ranked
    ]


def _last_answers(overviews: Iterable[SessionOverview]) -> dict[tuple[str, str], datetime]:
    """When the questions that showed misconceptions were last answered, whatever that answer spoke for or against."""
    last: dict[tuple[str, str], datetime] = {}
    for overview in overviews:
        for noted in overview.misconceptions:
            for evidence in noted.evidence:
                question = overview.id, item_of(evidence.question_id)
                last[question] = max(evidence.at, last.get(question, evidence.at))
    return last


def _ripe_on(answered: datetime, now: datetime, zone: str) -> date:
    is_ripe = is_night_later(answered, now, zone)
    return day_of(now, zone) if is_ripe else max(day_of(answered, zone), day_of(now, zone)) + timedelta(days=1)
