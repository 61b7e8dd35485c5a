"""The page of a PDF beside what is quoted from it: opened, turned, closed, drawn once, and missed with a sentence."""

from __future__ import annotations

import hashlib

import pytest
from streamlit.testing.v1 import AppTest

from core.bootstrap import build_service, open_store
from core.models import Answer, Changes, Intake, PageImage, Session
from core.study import materials
from pages._ui.frame.text import plain
from pages._ui.messages import source as source_line
from pages._ui.messages import source_page as say
from tests.documents import SENTENCES, plain_pdf
from tests.pages.app import captions, open_at
from tests.textbook import textbook_pdf

BOOK = textbook_pdf()


def learning(name: str = "textbook.pdf", data: bytes = BOOK) -> Session:
    """A session at its first lesson, which is from this file."""
    service = build_service()
    session = service.add_material(service.start(), name, data)
    session = service.generate_plan(session, Intake(exam="Biology finals", days=9, hours=3))
    return service.start_topic(session)


def without_file(session: Session) -> Session:
    """The session as an older copy of the app left it: the material is there, and its file is not."""
    store = open_store()
    (known,) = store.materials(session.id)
    material = store.material(session.id, known.id)
    bare = Changes(at=session.updated_at, phase=session.phase, context=session.context, events=(), material=material)
    store.commit(session.id, session.version, "bare", bare)
    return store.load(session.id)


def openers(app: AppTest) -> list[str]:
    return [str(button.key) for button in app.button if str(button.key).startswith("open-")]


def pictures(app: AppTest) -> list[str]:
    """What the pictures say to those who do not see them."""
    return [image.alt for element in app.get("image") for image in element.proto.imgs]


def press(app: AppTest, key: str) -> AppTest:
    app.button(key=key).click().run()
    assert not app.exception, app.exception
    return app


def test_each_quotation_has_a_way_to_its_page_and_nothing_is_open_at_first() -> None:
    session = learning()
    lesson = build_service().read.lesson(session.id, session.context.current_topic or "")
    assert lesson
    app = open_at("learn", session.id)
    quoted = [part.source for part in (*lesson.steps, *lesson.definitions) if part.source]
    # Of these only the lesson's own list says where they stand.
    loose = [lesson.intuition, lesson.real_world_example, lesson.common_pitfall]
    sources = [source for text in loose for source in lesson.sources if source.quote in text]
    assert len(sources) > 2
    assert len(quoted) > 2
    labels = [button.label for button in app.button if str(button.key).startswith("open-")]
    assert sorted(labels) == sorted(f"Open page {source.page}" for source in (*quoted, *sources))
    assert pictures(app) == []
    assert not any(button.key == "page-close" for button in app.button)


def test_a_page_opens_with_its_words_marked_is_turned_and_closed() -> None:
    session = learning()
    app = open_at("learn", session.id)
    first = openers(app)[0]
    number = int(app.button(key=first).label.split()[-1])
    press(app, first)
    assert pictures(app) == [f"Page {number} of textbook.pdf, as a picture. The quoted words are marked."]
    assert plain("The quoted words are marked.") in captions(app)
    assert app.button(key=first).label == f"Close page {number}"
    press(app, "page-after")
    assert pictures(app) == [f"Page {number + 1} of textbook.pdf, as a picture."]
    press(app, "page-before")
    assert pictures(app) == [f"Page {number} of textbook.pdf, as a picture. The quoted words are marked."]
    press(app, "page-close")
    assert pictures(app) == []
    assert app.button(key=first).label == f"Open page {number}"
    press(press(app, first), first)
    assert pictures(app) == []


def test_one_page_is_open_at_a_time_and_none_after_a_look_elsewhere() -> None:
    app = open_at("learn", learning().id)
    first, second = openers(app)[:2]
    press(press(app, first), second)
    assert len(pictures(app)) == 1
    assert app.button(key=first).label.startswith("Open")
    app.switch_page("pages/history.py").run()
    app.switch_page("pages/learn.py").run()
    assert pictures(app) == []


def test_a_page_is_drawn_once_however_often_it_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    session = learning()
    drawn: list[int] = []
    draw = materials.page_in_sandbox

    def counted(name: str, data: bytes, page: int, quote: str) -> PageImage:
        drawn.append(page)
        return draw(name, data, page, quote)

    monkeypatch.setattr(materials, "page_in_sandbox", counted)
    app = open_at("learn", session.id)
    assert drawn == []
    press(app, openers(app)[0])
    app.run()
    press(press(app, "page-after"), "page-before")
    press(press(app, "page-close"), openers(app)[0])
    assert len(drawn) == 2


def test_the_first_page_has_none_before_it() -> None:
    paragraphs = [f"A cell is a small unit of life. {' '.join(SENTENCES)}"] * 3
    app = open_at("learn", learning("leaf.pdf", plain_pdf(paragraphs)).id)
    press(app, openers(app)[0])
    assert app.button(key="page-before").disabled
    assert app.button(key="page-after").disabled


def test_a_file_that_was_not_kept_is_said_once_and_the_lesson_is_whole() -> None:
    session = without_file(learning())
    app = open_at("learn", session.id)
    assert openers(app) == []
    assert captions(app).count(plain(say.not_kept(("textbook.pdf",)))) == 1
    assert [line for line in captions(app) if line.startswith(plain("textbook.pdf, page"))]


def test_a_page_that_cannot_be_drawn_has_its_sentence_and_is_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    session = learning()

    def damaged(session_id: str, material_id: str) -> bytes:
        return BOOK[:3000]

    monkeypatch.setattr(open_store(), "material_file", damaged)
    app = open_at("learn", session.id)
    press(app, openers(app)[0])
    assert any("damaged" in error.value for error in app.error)
    assert pictures(app) == []
    press(app, "page-close")
    assert not app.error


def test_what_the_material_answers_and_what_went_wrong_open_their_pages_too() -> None:
    service = build_service()
    session = service.tutoring.ask(learning(), "What is a membrane?")
    app = open_at("learn", session.id)
    keys = [key for key in openers(app) if key.startswith("open-said-")]
    assert keys
    assert len(pictures(press(app, keys[0]))) == 1
    session = service.take_quiz(session)
    record = service.quiz(session)
    assert record
    session = service.answer(session, record.id, Answer(question_id=record.quiz.questions[0].id, text="wrong"))
    app = open_at("analysis", service.submit_answers(session).id)
    wrong = [key for key in openers(app) if key.startswith("open-answer-")]
    assert wrong
    (picture,) = pictures(press(app, wrong[0]))
    assert picture.endswith("marked.")


def test_the_same_file_again_brings_its_pages_back() -> None:
    service = build_service()
    session = service.add_material(service.start(), "textbook.pdf", BOOK)
    session = without_file(session)
    again = service.add_material(session, "textbook.pdf", BOOK)
    (known,) = service.read.materials(again.id)
    assert (again.version, known.has_file) == (session.version + 1, True)
    assert known.digest == hashlib.sha256(BOOK).hexdigest()
    assert service.add_material(again, "textbook.pdf", BOOK) == again
    assert service.replay(again.id).is_same


def test_the_line_is_the_one_under_every_quotation() -> None:
    app = open_at("learn", learning().id)
    number = app.button(key=openers(app)[0]).label.split()[-1]
    assert plain(source_line("textbook.pdf", int(number))) in captions(app)
