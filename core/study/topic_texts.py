"""Texts for one topic: a file or notes that are added at it make it one to learn and be asked about."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import partial

from core.content.outline.binding import bound_to, nearest
from core.content.readers.sandbox import read_in_sandbox
from core.domain.phases import require
from core.models import Action, Material, MaterialFile, Parts, Session
from core.study.lookups import topic_named
from core.study.ports import StudyStore
from core.study.recorder import Note, Recorder, retried

NOTES = "{topic}, notes.md"


class TopicTexts:
    """What a learner adds at a topic of the plan, at PLANNING. Each is one commit."""

    def __init__(self, store: StudyStore, recorder: Recorder, max_upload_bytes: int) -> None:
        self._store, self._recorder, self._max_upload_bytes = store, recorder, max_upload_bytes

    def paste(self, session: Session, topic_name: str, text: str) -> Session:
        """Keep pasted notes as what there is to read on a topic. Raises `MaterialError` where there is no text."""
        return self.add(session, topic_name, NOTES.format(topic=topic_name), text.encode())

    def add(
        self,
        session: Session,
        topic_name: str,
        name: str,
        data: bytes,
        progress: Callable[[float], None] | None = None,
    ) -> Session:
        """Read a file as what there is to read on a topic, whatever its headings say; a file that the session has
        already is not kept twice.

        `progress` is called with the share read, 0 to 1. Raises `MaterialError` for a file that cannot be used, and
        `InputError` for a topic that the plan does not have.
        """
        require(session, Action.ADD_MATERIAL)
        topic = topic_named(self._store, session.id, topic_name)
        digest = hashlib.sha256(data).hexdigest()
        present = next((summary for summary in self._store.materials(session.id) if summary.digest == digest), None)
        kept = self._store.material(session.id, present.id) if present else None
        if kept:
            material, section = kept, nearest(kept, topic.name)
        else:
            read = read_in_sandbox(name, data, progress=progress, max_bytes=self._max_upload_bytes)
            material, section = bound_to(read, topic.name)
        note = Note(
            Action.ADD_MATERIAL,
            "reader",
            f"{name}: what there is to read on {topic.name}.",
            {"material_id": material.id, "name": name, "topic": topic.name, "section": section},
        )

        def prepared(now: Session) -> Callable[[], Session]:
            require(now, Action.ADD_MATERIAL)
            parts = self._parts(now, topic.name, material, section)
            if not kept:
                parts = parts.model_copy(update={"material": material, "file": MaterialFile.of(material, data)})
            return partial(self._recorder.save, now, note, parts=parts, payload=f"{topic.name} {digest}")

        return retried(self._store, session, prepared)

    def _parts(self, session: Session, topic_name: str, material: Material, section: int) -> Parts:
        topic = topic_named(self._store, session.id, topic_name)
        return Parts(topics=(topic.model_copy(update={"material_id": material.id, "section": section}),))
