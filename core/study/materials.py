"""The material part of the study service: files to study from, added and taken out, and their pages to look at."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import partial

from core.content.readers.sandbox import page_in_sandbox, read_in_sandbox
from core.domain.extra_data import named_exam, with_exam
from core.domain.phases import require
from core.errors import MaterialError
from core.models import (
    Action,
    MaterialFile,
    MaterialSummary,
    PageImage,
    Parts,
    Session,
    Source,
    StudyPhase,
)
from core.study.ports import Clock, StudyStore
from core.study.recorder import Note, Recorder, retried
from core.words import Said


class Materials:
    """What a session studies from. A PDF of up to `MOST_FILE_BYTES` is kept beside its text, to show its pages."""

    def __init__(self, store: StudyStore, recorder: Recorder, clock: Clock, max_upload_bytes: int) -> None:
        self._store, self._recorder, self._clock = store, recorder, clock
        self._max_upload_bytes = max_upload_bytes

    def summaries(self, session: Session) -> tuple[MaterialSummary, ...]:
        """What the session studies from, in the order it was added."""
        return self._store.materials(session.id)

    def add(self, session: Session, name: str, data: bytes, progress: Callable[[float], None] | None = None) -> Session:
        """Read a file and keep it for this session; the same file twice is kept once. At INTAKE and PLANNING.

        An exam that has no name yet is called what the file is. A PDF whose text is there, and whose file is not, is
        kept as a file alone: its pages can be opened from then on.
        `progress` is called with the share read, 0 to 1. Raises `MaterialError` for a file that cannot be used.
        """
        require(session, Action.ADD_MATERIAL)
        began = self._clock.monotonic()
        digest = hashlib.sha256(data).hexdigest()
        present = next((summary for summary in self._store.materials(session.id) if summary.digest == digest), None)
        if present:
            file = None if present.has_file else MaterialFile.of(present, data)
            reasoning = Said("decision.pages_open", name=name)
            note = Note(Action.ADD_FILE, reasoning=reasoning, metadata={"material_id": present.id})
            return self._save(session, note, digest, Parts(file=file)) if file else session
        titles: list[str] = []
        material = read_in_sandbox(
            name, data, progress=progress, titled=titles.append, max_bytes=self._max_upload_bytes
        )
        words = sum(section.words for section in material.sections)
        note = Note(
            Action.ADD_MATERIAL,
            "reader",
            Said("decision.file_read", name=name, units=len(material.sections), words=words),
            {"material_id": material.id, "name": name, "pages": material.page_count, "kind": material.kind},
            duration_ms=self._recorder.since(began),
        )
        parts = Parts(material=material, file=MaterialFile.of(material, data))
        return self._save(session, note, digest, parts, "".join(titles))

    def remove(self, session: Session, material_id: str) -> Session:
        """Take a file out again. Only at INTAKE."""
        require(session, Action.REMOVE_MATERIAL)
        note = Note(Action.REMOVE_MATERIAL, metadata={"material_id": material_id})
        return self._recorder.save(session, note, parts=Parts(removed_material=material_id), payload=material_id)

    def page(self, session_id: str, source: Source, page: int | None = None) -> PageImage:
        """The page of a PDF that `source` names, with its words marked; or another `page` of it, with nothing marked.

        Where the words stand on the next page alone, that one is shown. Raises `MaterialError` where the file is not
        kept, has no such page or cannot be drawn, and what the store raises.
        """
        summary = self._behind(session_id, source)
        data = self._store.material_file(session_id, summary.id) if summary else None
        if summary is None or data is None:
            raise MaterialError("material.not_kept", name=source.document)
        if page is None:
            return page_in_sandbox(summary.name, data, source.page or 1, source.quote)
        return page_in_sandbox(summary.name, data, page, "")

    def _behind(self, session_id: str, source: Source) -> MaterialSummary | None:
        """The material that a source quotes: by its name, and where several have it by the words."""
        summaries = self._store.materials(session_id)
        named = [summary for summary in summaries if summary.name == source.document and summary.has_file]
        if len(named) > 1:
            named.sort(key=lambda summary: not self._says(session_id, summary.id, source))
        return named[0] if named else None

    def _says(self, session_id: str, material_id: str, source: Source) -> bool:
        material = self._store.material(session_id, material_id)
        blocks = (block for section in material.sections for block in section.blocks) if material else ()
        return any(block.page == source.page and source.quote in " ".join(block.text.split()) for block in blocks)

    def _save(self, session: Session, note: Note, digest: str, parts: Parts, title: str = "") -> Session:
        def prepared(now: Session) -> Callable[[], Session]:
            require(now, note.action)
            save = partial(self._recorder.save, now, note, parts=parts, payload=digest)
            if not title or now.phase is not StudyPhase.INTAKE or named_exam(now.context):
                return save
            return partial(save, context=with_exam(now.context, title), exam_type=title)

        # Reading it again because something else has changed would cost more than looking again.
        return retried(self._store, session, prepared)
