"""An Anki deck. The only module that knows genanki; it is imported when a deck is asked for."""

from __future__ import annotations

import hashlib
import html
import re
import tempfile
from base64 import b64encode
from collections.abc import Collection, Iterable
from pathlib import Path

import genanki  # type: ignore[import-untyped]

from core.errors import NothingToStudy
from core.models import Attempt, Diagram, Question, QuizKind, QuizRecord
from core.models.note import LessonNote

# Fixed for ever: Anki knows our cards again by them, and a deck that is imported twice adds nothing.
_MODEL_ID = 1718040611
_CSS = """
.card { font-family: "Source Sans 3", sans-serif; font-size: 19px; line-height: 1.45; text-align: left; }
.card > * { max-width: 38em; margin-left: auto; margin-right: auto; }
.options { padding-left: 1.4em; } .key { font-weight: 600; } .source { font-size: 15px; opacity: 0.8; }
"""
_FRONT = '{{Question}}{{#Options}}<div class="options">{{Options}}</div>{{/Options}}'
_BACK = (
    '{{FrontSide}}<hr id="answer"><p class="key">{{Answer}}</p><p>{{Explanation}}</p>'
    '{{#Source}}<p class="source">{{Source}}</p>{{/Source}}'
)
_FIELDS = ("Question", "Options", "Answer", "Explanation", "Source", "Id")
_MATH = re.compile(r"(\$[^$\n]+\$)")


def deck_apkg(
    exam: str, records: Iterable[QuizRecord], log: Collection[Attempt] = (), notes: Iterable[LessonNote] = ()
) -> bytes:
    """The questions of quizzes that were handed in, newest first, as a deck (.apkg) with their sources on the card, and
    after them the learner's notes, each with what was marked as its answer.

    What the answer `log` has as wrong is tagged `went_wrong`, each card with its topic; what it has as void is left
    out. Raises `NothingToStudy` where there is none.
    """
    deck = genanki.Deck(int(hashlib.sha256(exam.encode()).hexdigest()[:8], 16), f"ExamMentor::{exam or 'Study'}")
    model = genanki.Model(
        _MODEL_ID,
        "ExamMentor question",
        fields=[{"name": name} for name in _FIELDS],
        templates=[{"name": "Card", "qfmt": _FRONT, "afmt": _BACK}],
        css=_CSS,
    )
    right = {(attempt.quiz_id, attempt.question_id) for attempt in log if attempt.is_right}
    seen = {attempt.question_id for attempt in log if attempt.is_void}
    handed_in = [(record, record.submitted_at) for record in records if record.submitted_at]
    last = max((at for _, at in handed_in), default=None)
    for record, _ in handed_in:
        answered = {answer.question_id for answer in record.answers}
        for question in record.quiz.questions:
            # Of a placement or a review what was not asked is no card.
            if question.id in seen or (record.kind is not QuizKind.QUIZ and question.id not in answered):
                continue
            seen.add(question.id)
            topic = question.topic or record.quiz.topic
            tags = ["ExamMentor", _tag(topic), *([] if (record.id, question.id) in right else ["went_wrong"])]
            deck.add_note(
                genanki.Note(
                    model=model, fields=_fields(question), guid=genanki.guid_for("ExamMentor", question.id), tags=tags
                )
            )
    for note in notes:
        last = max(last, note.at) if last else note.at
        guid = genanki.guid_for("ExamMentor note", note.topic, note.step)
        tags = ["ExamMentor", _tag(note.topic), "note"]
        deck.add_note(genanki.Note(model=model, fields=_note_fields(note), guid=guid, tags=tags))
    if not deck.notes or last is None:
        raise NothingToStudy("quiz.deck_empty")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "deck.apkg"
        # Anki's ids are times: that of the last quiz, so that the same deck is the same file.
        genanki.Package(deck).write_to_file(path, timestamp=last.timestamp())
        return path.read_bytes()


def _fields(question: Question) -> list[str]:
    def text(words: str) -> str:
        return _escaped(words, has_math=question.has_math)

    options = "".join(f"<li>{text(option)}</li>" for option in question.options)
    sources = [
        f"{html.escape(source.document)}"
        + (f", page {source.page}" if source.page else "")
        + (f": “{html.escape(source.quote)}”" if source.quote else "")
        for source in question.sources
    ]
    answer = " / ".join(question.accepted_answers) if question.question_type == "fill_blank" else question.right_answer
    return [
        f"<p>{text(question.text)}</p>{_picture(question.figure) if question.figure else ''}",
        f"<ul>{options}</ul>" if options else "",
        text(answer),
        text(question.explanation),
        "<br>".join(sources),
        html.escape(question.id),
    ]


def _note_fields(note: LessonNote) -> list[str]:
    heading = f"{note.topic}: {note.title}" if note.title else note.topic
    marked = "<br>".join(html.escape(sentence) for sentence in note.highlights)
    text = html.escape(note.text).replace("\n", "<br>")
    question, answer = f"<p>{html.escape(heading)}</p>", marked or text
    return [question, "", answer, text if marked else "", "", html.escape(f"note {note.topic} {note.step}")]


def _escaped(words: str, *, has_math: bool) -> str:
    if not has_math:
        return html.escape(words)
    # Anki draws LaTeX between \\( and \\) by MathJax.
    parts = _MATH.split(words)
    return "".join(
        f"\\({html.escape(part[1:-1])}\\)" if place % 2 else html.escape(part) for place, part in enumerate(parts)
    )


def _picture(figure: Diagram) -> str:
    # As a picture, so that nothing in it runs.
    data = b64encode(figure.svg.encode()).decode()
    return f'<img src="data:image/svg+xml;base64,{data}" alt="{html.escape(figure.alt)}">'


def _tag(topic: str) -> str:
    # A tag of Anki's has no spaces.
    return re.sub(r"\s+", "_", topic.strip()) or "topic"
