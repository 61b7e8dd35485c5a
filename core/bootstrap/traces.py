"""What this machine keeps of a learner whose study is in Supabase, and how it goes."""

from __future__ import annotations

import time
import uuid
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from core.bootstrap.settings import Settings

if TYPE_CHECKING:
    from core.stores.journal.local_copy import LocalCopy
    from core.stores.sign_ins import SignIns
    from core.stores.supabase.accounts import Accounts


@dataclass(frozen=True)
class LocalTraces:
    """The copy of what a learner studies, with what waits to be sent, and the sign-ins of this server."""

    settings: Settings

    def drop_session(self, user_id: str, session_id: str) -> None:
        """See `Traces`."""
        if copy_path(self.settings, user_id).exists():
            with closing(copy_of(self.settings, user_id)) as copy:
                copy.forget_erased(session_id)

    def drop_account(self, user_id: str) -> None:
        """See `Traces`. Its name too would tell of the learner, so that the file goes when it is empty."""
        open_sign_ins(self.settings).end_all(user_id)
        path = copy_path(self.settings, user_id)
        if path.exists():
            with closing(copy_of(self.settings, user_id)) as copy:
                copy.forget_everything()
        for ending in ("", "-wal", "-shm"):
            path.with_name(f"{path.name}{ending}").unlink(missing_ok=True)


def copy_path(settings: Settings, user_id: str) -> Path:
    """Where a learner's copy is. The id is the auth server's, and is made a plain name all the same."""
    return settings.data_dir / "learners" / f"{uuid.UUID(user_id)}.sqlite3"


def copy_of(settings: Settings, user_id: str) -> LocalCopy:
    """A file of the learner's own, made where there is none."""
    from core.stores.journal.local_copy import LocalCopy

    path = copy_path(settings, user_id)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    return LocalCopy(path)


def open_accounts(settings: Settings) -> Accounts:
    """The accounts of the Supabase project."""
    from core.stores.supabase.accounts import Accounts

    return Accounts(settings.supabase_url, settings.supabase_key.get_secret_value())


def open_sign_ins(settings: Settings) -> SignIns:
    """The sign-ins that this server keeps."""
    from core.stores.sign_ins import SignIns

    return SignIns(settings.data_dir / "sign_ins.sqlite3", open_accounts(settings).renew, time.time)
