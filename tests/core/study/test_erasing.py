"""What a process remembers of texts goes with what is erased."""

from __future__ import annotations

import gc

import pytest

from core.content.text.memo import MEMO
from core.models import ContextPatch, Evidence, HistoryQuery, Material, Misconception
from core.stores.memory.store import MemoryStudyStore
from tests.contract.test_erasing import NOTES, studied
from tests.doubles import NOON, begin, context, event, service, topic


def remembered() -> int:
    """How many caches of functions hold anything of what was read."""
    caches = (thing for thing in gc.get_objects() if type(thing).__name__ == "_lru_cache_wrapper")
    names = ("core.content.text", "core.agents.builtin.items", "core.domain.item_gate", "core.domain.plurals")
    return sum(
        cache.cache_info().currsize > 0
        for cache in caches
        if cache.__module__.startswith(names) and cache.cache_info().maxsize
    )


@pytest.mark.parametrize("what", ["file", "session", "everything"])
def test_a_process_forgets_what_it_worked_out_of_texts(what: str) -> None:
    study = service(MemoryStudyStore())
    session = studied(study, NOTES)
    assert MEMO.bytes > 0
    assert remembered() > 5
    if what == "file":
        study.erasing.file(session, study.materials.summaries(session)[0].id)
    elif what == "session":
        study.erasing.session(session.id)
    else:
        study.erasing.everything()
    assert MEMO.bytes == 0
    assert remembered() == 0


def test_the_events_give_the_context_back_also_where_a_mix_up_stays_open() -> None:
    store = MemoryStudyStore()
    material = Material(id="m1", name="notes.md", kind="markdown", page_count=None, digest="d", sections=())
    shown = Evidence(at=NOON, question_id="q1", quiz_id="other", question="Which gas?", shows_it=True)
    noted = Misconception(
        id="x", topic="Leaves", concept="gas", confusion="Leaves take oxygen", counter_example="They give it off.",
        question_id="q1", noticed_at=NOON, evidence=(shown,),
    )  # fmt: skip
    after = context("s1", misconceptions=[noted.confusion])
    told = event(
        "s1", metadata={"name": "notes.md"}, context_patch=ContextPatch(set={"misconceptions": [noted.confusion]})
    )
    begin(
        store,
        "s1",
        events=(told,),
        context=after,
        topics=(topic("Leaves"),),
        misconceptions=(noted,),
        material=material,
    )
    study = service(store)
    erased = study.erasing.file(study.open("s1"), "m1")
    assert erased.context.misconceptions == [noted.confusion]
    assert study.replay("s1").is_same
    assert "notes.md" not in "".join(e.model_dump_json() for e in store.history(HistoryQuery(session_id="s1")).events)
