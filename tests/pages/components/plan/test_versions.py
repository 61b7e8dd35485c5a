"""How a plan came to be: each version with what it changed, read only when asked for."""

from __future__ import annotations

from core.models import PlanEdit
from tests.pages.app import open_at, words
from tests.pages.plans import planned


def test_every_version_is_told_with_what_it_changed() -> None:
    service, session = planned()
    session = service.plans.edit(service.open(session.id), PlanEdit(kind="leave_out", topic="Topic 12"))
    session = service.plans.edit(session, PlanEdit(kind="add", topic="Whole day", hours=2.5))
    app = open_at("plan", session.id)
    assert "Version 1" not in words(app)
    app.toggle(key="plan-versions").set_value(True).run()
    text = words(app).replace("\\", "")
    steps = service.overview.plan_steps(session)
    assert [step.version.version for step in steps] == list(range(1, len(steps) + 1))
    assert text.index("Version 1") < text.index("Version 2") < text.index("Version 3")
    assert "Version 2" in text
    assert ": accepted." in text
    assert "- Topic 12: left out" in text
    assert text.count(": proposed.") == sum(step.is_proposed for step in steps) == 1
