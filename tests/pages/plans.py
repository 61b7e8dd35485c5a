"""A plan made some days ago, for the pages that show it."""

from __future__ import annotations

from core.bootstrap import build_service
from core.models import Intake, Session
from core.study.service import StudyService
from tests.reviewed import DaysAgo

SYLLABUS = "\n".join(f"Topic {number}" for number in range(1, 13))
BOTANY = Intake(exam="Botany", days=20, hours=2, syllabus=SYLLABUS)


def planned(intake: Intake = BOTANY, *, days_ago: int = 0) -> tuple[StudyService, Session]:
    """The service as it is today, and a session that was planned so many days ago."""
    real = build_service()
    then = StudyService(
        real.read,  # type: ignore[arg-type]
        real._agents,
        DaysAgo(days_ago),
        iter(["session-1"]).__next__,
        real.user_id,
        real.max_upload_bytes,
    )
    return real, then.generate_plan(then.start(), intake)
