"""Files to study from: what is kept of them, and which page a quotation opens."""

from __future__ import annotations

import pytest

from core.errors import ActionNotAllowed, MaterialError
from core.models import HistoryQuery, Intake, Source
from core.models import document as document_values
from core.models.document import MOST_FILE_BYTES
from core.stores.memory.store import MemoryStudyStore
from core.study.service import StudyService
from tests.documents import SENTENCES, plain_pdf, word_document
from tests.doubles import service
from tests.journey import NOTES
from tests.textbook import textbook_pdf

LEAF = plain_pdf([" ".join(SENTENCES)] * 3)


@pytest.fixture
def study() -> StudyService:
    return service(MemoryStudyStore())


def test_a_pdf_is_kept_with_its_text_and_other_kinds_are_not(study: StudyService) -> None:
    session = study.add_material(study.start(), "leaf.pdf", LEAF)
    session = study.add_material(session, "notes.docx", word_document())
    leaf, notes = study.read.materials(session.id)
    assert (leaf.has_file, notes.has_file) == (True, False)
    assert study.read.material_file(session.id, leaf.id) == LEAF
    assert study.read.material_file(session.id, notes.id) is None
    session = study.remove_material(session, leaf.id)
    assert study.read.material_file(session.id, leaf.id) is None


def test_a_large_file_is_studied_without_its_pages(study: StudyService, monkeypatch: pytest.MonkeyPatch) -> None:
    assert MOST_FILE_BYTES == 2**25
    monkeypatch.setattr(document_values, "MOST_FILE_BYTES", len(LEAF) - 1)
    session = study.add_material(study.start(), "leaf.pdf", LEAF)
    (leaf,) = study.read.materials(session.id)
    assert not leaf.has_file
    # The same again has no better chance and writes nothing.
    assert study.add_material(session, "leaf.pdf", LEAF) == session


def test_a_file_added_again_is_kept_once_and_noted(study: StudyService) -> None:
    session = study.add_material(study.start(), "leaf.pdf", LEAF)
    assert study.add_material(session, "copy.pdf", LEAF) == session
    actions = [event.action for event in study.read.history(HistoryQuery(session_id=session.id)).events]
    assert actions == ["add_material", "start_session"]


def test_a_quotation_opens_its_page_and_another_page_has_no_mark(study: StudyService) -> None:
    session = study.add_material(study.start(), "book.pdf", textbook_pdf())
    (book,) = study.read.materials(session.id)
    material = study.read.material(session.id, book.id)
    assert material
    block = next(block for block in material.sections[0].blocks if block.kind == "paragraph" and block.page)
    source = Source(document="book.pdf", page=block.page, quote=block.text.split(".")[0])
    shown = study.materials.page(session.id, source)
    assert (shown.document, shown.page, shown.page_count, shown.marked) == (
        "book.pdf",
        block.page,
        book.page_count,
        "all",
    )
    assert 0 < shown.mark_at < 1
    assert study.materials.page(session.id, source, 2).marked == "none"
    with pytest.raises(MaterialError, match="has no page 999"):
        study.materials.page(session.id, source, 999)


def test_of_two_files_of_one_name_the_one_that_says_it_is_opened(study: StudyService) -> None:
    other = plain_pdf(["Grass is a plant that grows in most of the world. " * 3] * 3)
    session = study.start()
    for data in (other, LEAF):
        session = study.add_material(session, "a.pdf", data)
    assert study.materials.page(session.id, Source(document="a.pdf", page=1, quote=SENTENCES[0])).marked == "all"
    grass = "Grass is a plant that grows in most of the world."
    assert study.materials.page(session.id, Source(document="a.pdf", page=1, quote=grass)).marked == "all"


def test_what_is_not_kept_has_its_sentence(study: StudyService) -> None:
    session = study.add_material(study.start(), "notes.docx", word_document())
    for document in ("notes.docx", "nowhere.pdf"):
        with pytest.raises(MaterialError, match="is not kept here"):
            study.materials.page(session.id, Source(document=document, page=1))


def test_no_file_is_added_once_a_lesson_is_open(study: StudyService) -> None:
    session = study.generate_plan(study.start(), Intake(exam="Cell biology", days=7, hours=3))
    session = study.start_topic(session)
    with pytest.raises(ActionNotAllowed, match="can no longer be changed"):
        study.add_material(session, "leaf.pdf", LEAF)


def test_an_exam_without_a_name_is_called_what_the_file_is(study: StudyService) -> None:
    session = study.add_material(study.start(), "document.md", NOTES.encode())
    assert (session.exam_type, study.intake(session).exam) == ("Soil", "Soil")
    assert study.read.sessions()[0].exam_type == "Soil"
    assert study.replay(session.id).is_same
    assert study.add_material(session, "document.md", NOTES.encode()) == session
    renamed = study.save_intake(session, study.intake(session).model_copy(update={"exam": "Gardening"}))
    other = study.add_material(renamed, "x.md", NOTES.replace("# Soil", "# Sand").encode())
    assert study.intake(other).exam == "Gardening", "a name that was given stays"


def test_a_file_that_is_called_nothing_leaves_the_exam_without_a_name(study: StudyService) -> None:
    text = "Humus is the dark organic matter that forms in soil when dead plants decay. " * 20
    session = study.add_material(study.start(), "document.txt", text.encode())
    assert (session.exam_type, study.intake(session).exam) == ("", "")
