"""What a review came to, out of the answer log: so it is right too where a question was taken out since."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime

from core.models import Attempt, SessionOverview
from core.models.review import ReviewEnd, TopicReviewed


def review_end(parts: Iterable[tuple[SessionOverview, str, Iterable[Attempt]]], now: datetime, zone: str) -> ReviewEnd:
    """What the parts of a review came to: each a session as it stands, its quiz, and the session's answer log."""
    topics: list[TopicReviewed] = []
    cleared: list[str] = []
    expected = 0.0
    for overview, quiz_id, log in parts:
        answers = [attempt for attempt in log if attempt.quiz_id == quiz_id and attempt.counts]
        expected += sum(attempt.forecast for attempt in answers)
        by_topic: dict[str, list[Attempt]] = defaultdict(list)
        for attempt in answers:
            by_topic[attempt.topic].append(attempt)
        review_on = {topic.name: topic.review_on for topic in overview.topics if topic.status != "left_out"}
        topics += [
            TopicReviewed(
                exam=overview.called,
                topic=name,
                right=sum(attempt.is_right for attempt in on_topic),
                asked=len(on_topic),
                review_on=review_on.get(name),
            )
            for name, on_topic in by_topic.items()
        ]
        cleared += [
            noted.idea
            for noted in overview.misconceptions
            if noted.stage(now, zone) == "cleared"
            and any(evidence.quiz_id == quiz_id and not evidence.shows_it for evidence in noted.evidence)
        ]
    by_day = sorted(topics, key=lambda topic: (topic.review_on or date.max, topic.exam, topic.topic))
    return ReviewEnd(topics=tuple(by_day), cleared=tuple(dict.fromkeys(cleared)), expected=expected)
