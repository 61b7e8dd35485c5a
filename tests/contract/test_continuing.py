"""A completed course is studied on, on every store: whole, with its file, and once."""

from __future__ import annotations

from collections.abc import Iterable

from core.models import Filing, Misconception
from core.study.lookups import all_parts
from core.study.ports import StudyStore
from tests.core.study.test_continuing import completed
from tests.doubles import MIRA, service


def test_a_course_that_is_studied_on_has_all_that_was_learned_and_is_begun_once(store: StudyStore) -> None:
    study = service(store)
    before = completed(study)
    before = study.filings.rename(before.id, "Cells")
    after = study.continuing.study_on(before)
    assert after.filing == Filing(title="Cells")
    old, new = all_parts(store, before.id), all_parts(store, after.id)
    assert new.model_copy(update={"chat": old.chat, "misconceptions": old.misconceptions}) == old
    # Their ids are of the new session.
    assert sorted(_noted(new.misconceptions)) == sorted(_noted(old.misconceptions))
    (material,) = store.materials(after.id)
    assert store.material_file(after.id, material.id) == store.material_file(before.id, material.id) is not None
    assert study.replay(after.id).context == after.context
    further = study.start_topic(after)
    assert study.continuing.study_on(before) == further
    assert study.open(before.id) == before
    assert {summary.id for summary in store.sessions(MIRA)} == {before.id, after.id}


def _noted(misconceptions: Iterable[Misconception]) -> list[str]:
    """What misconceptions say, without their ids."""
    return [noted.model_copy(update={"id": ""}).model_dump_json() for noted in misconceptions]
