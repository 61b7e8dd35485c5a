"""The library part of the study service: what was read, what was noted beside it, and words looked up in both."""

from __future__ import annotations

from collections.abc import Collection

from core.content.text.sentences import split_sentences
from core.domain.notes import read_notes, with_note
from core.domain.search import found
from core.domain.wording import readable
from core.errors import InputError
from core.models import Action, Lesson, Session
from core.models.limits import LONGEST_NOTE
from core.models.note import Hit, LessonNote
from core.study.ports import Clock, StudyReads
from core.study.recorder import Note, Recorder


class Library:
    """A learner's lessons and notes."""

    def __init__(self, store: StudyReads, recorder: Recorder, clock: Clock) -> None:
        self._store, self._recorder, self._clock = store, recorder, clock

    def lessons(self, session: Session) -> tuple[Lesson, ...]:
        """The lessons that were given, in the plan's order; one on a topic that the plan no longer has comes last."""
        places = {topic.name: topic.position for topic in self._store.topics(session.id)}
        lessons = self._store.lessons(session.id)
        return tuple(sorted(lessons, key=lambda lesson: (places.get(lesson.topic, len(places)), lesson.topic)))

    def notes(self, session: Session, topic: str = "") -> tuple[LessonNote, ...]:
        """The notes of a session, or those on one topic, by topic and step."""
        return tuple(note for note in read_notes(session.context) if topic in ("", note.topic))

    def sentences(self, lesson: Lesson, step: int) -> tuple[str, ...]:
        """What can be marked at a step of a lesson, sentence by sentence; at 0 in its idea."""
        return split_sentences(_text(lesson, step))

    def keep_note(self, session: Session, topic: str, step: int, highlights: Collection[str], text: str) -> Session:
        """Keep what a learner marked and wrote at a step of a lesson, in place of what was there; without either, the
        note is gone. In every phase.

        Raises `InputError` where there is no such step, a highlight is none of its sentences, or the text is too long.
        """
        lesson = self._store.lesson(session.id, topic)
        if lesson is None or not 0 <= step <= len(lesson.steps):
            raise InputError("lesson.no_place")
        sentences = self.sentences(lesson, step)
        if not set(highlights) <= set(sentences):
            raise InputError("lesson.changed")
        if len(text) > LONGEST_NOTE:
            raise InputError("lesson.note_long", most=LONGEST_NOTE)
        note = LessonNote(
            topic=topic,
            step=step,
            title=lesson.steps[step - 1].title if step else "",
            highlights=tuple(sentence for sentence in sentences if sentence in highlights),
            text=readable(text).strip(),
            at=self._clock.now(),
        )
        action = Note(Action.KEEP_NOTE, metadata={"topic": topic, "step": step})
        payload = "\n".join((topic, str(step), *note.highlights, note.text))
        return self._recorder.save(session, action, payload=payload, context=with_note(session.context, note))

    def search(self, session: Session, words: str) -> tuple[Hit, ...]:
        """Where the words stand in the session's lessons, notes and answered questions."""
        records = self._store.quizzes(session.id)
        return found(words, self.lessons(session), self.notes(session), records)


def _text(lesson: Lesson, step: int) -> str:
    return lesson.steps[step - 1].content if step else lesson.intuition
