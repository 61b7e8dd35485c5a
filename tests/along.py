"""A learner's study as a file: taken along as it is today, in the shape of before, and brought in."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Mapping
from typing import Any

from core.models import MaterialFile
from core.study.backup.archive import unpack
from core.study.backup.backup import Backup, BroughtIn
from core.study.backup.files import LearnerFile
from tests.doubles import NOON


def taken(backup: Backup) -> bytes:
    """The archive, whole."""
    return b"".join(backup.archive())


def in_the_shape_of_before(archive: bytes) -> bytes:
    """What an archive holds as the one JSON that was written before there were archives."""
    sessions = []
    for arriving in unpack(io.BytesIO(archive)):
        files = tuple(MaterialFile(material_id=name, data=arriving.file(name)) for name in arriving.digests)
        sessions.append(arriving.read().model_copy(update={"files": files}))
    return LearnerFile(made_at=NOON, sessions=tuple(sessions)).model_dump_json(indent=1).encode()


def brought(backup: Backup, data: bytes) -> BroughtIn:
    """What bringing these bytes in gives."""
    return backup.bring_in(io.BytesIO(data))


def entries(archive: bytes) -> dict[str, bytes]:
    """What an archive holds, by name."""
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def packed(parts: Mapping[str, bytes]) -> bytes:
    """An archive of these entries, as they are."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as opened:
        for name, data in parts.items():
            opened.writestr(name, data)
    return file.getvalue()


def resealed(parts: Mapping[str, bytes]) -> bytes:
    """The archive with its digests as they are after somebody who knows how they are made has changed an entry."""
    account = json.loads(parts["account.json"])
    for session in account["sessions"]:
        session["digest"] = hashlib.sha256(parts[session["path"]]).hexdigest()
        for file in session["files"]:
            file["digest"] = hashlib.sha256(parts[file["path"]]).hexdigest()
    return packed({**parts, "account.json": json.dumps(account).encode()})


def sessions_of(archive: bytes) -> list[dict[str, Any]]:
    """The sessions of an archive as JSON, oldest first."""
    parts = entries(archive)
    account = json.loads(parts["account.json"])
    return [json.loads(parts[session["path"]]) for session in account["sessions"]]
