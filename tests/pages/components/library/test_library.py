"""The library: notes on lessons, and words looked up."""

from __future__ import annotations

from core.models import StudyPhase
from core.study.service import StudyService
from pages._ui.messages import notes as say
from tests.journey import at_phase
from tests.pages.app import open_at, words


def test_a_note_is_written_beside_a_step_and_found_in_the_library(service: StudyService) -> None:
    session = at_phase(service, StudyPhase.LEARNING)
    app = open_at("learn", session.id)
    app.button(key="note-open-1").click().run()
    app.checkbox(key="note-mark-1-0").check()
    app.text_area(key="note-text-1").input("Draw this *twice*")
    app.button(key="note-keep-1").click().run()
    assert not app.exception
    (note,) = service.library.notes(service.open(session.id))
    assert (note.step, note.text) == (1, "Draw this *twice*")
    assert ":orange-background[" in words(app)
    library = open_at("library", session.id)
    assert r"Draw this \*twice\*" in words(library)
    app.button(key="note-open-1").click().run()
    app.checkbox(key="note-mark-1-0").uncheck()
    app.text_area(key="note-text-1").input("")
    app.button(key="note-keep-1").click().run()
    assert service.library.notes(service.open(session.id)) == ()


def test_words_are_looked_up_when_that_is_asked_for(service: StudyService) -> None:
    app = open_at("library", at_phase(service, StudyPhase.ANALYZING).id)
    app.text_input(key="library-words").input("osmosis")
    app.button(key="library-find").click().run()
    assert any("Term ·" in caption.value for caption in app.caption)
    app.text_input(key="library-words").input("zeppelin")
    app.button(key="library-find").click().run()
    assert [info.value for info in app.info] == [say.NOTHING_FOUND]


def test_a_link_opens_the_lesson_that_it_names_and_leads_back_to_the_one_that_is_open(service: StudyService) -> None:
    session = service.next_topic(at_phase(service, StudyPhase.ANALYZING))
    first = service.library.lessons(session)[0].topic
    other = next(topic.name for topic in service.topics(session) if topic.name != first)
    second = service.start_topic(session, other)
    app = open_at("learn", second.id)
    assert app.title[0].value == other
    app.query_params["topic"] = first
    app.run()
    assert app.title[0].value == first
    assert [button.key for button in app.button if str(button.key).startswith("action-")] == []
    assert any("Back to your lesson" in link.proto.label for link in app.get("page_link"))
