"""Who is signed in, in which browser: on the server's disk, and of no use without the browser's cookie."""

from __future__ import annotations

import hashlib
import os
import secrets
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from core.errors import NotSignedIn, StoreAway, StoreUnavailable
from core.models import Tokens

RENEW_BEFORE_S = 60.0
RENEWAL_MAY_TAKE_S = 20.0
UNUSED_DAYS = 30
_DAY_S = 86_400.0
_NONCE_BYTES = 12
_TABLE = (
    "create table if not exists sign_ins (id text primary key, sealed blob not null, used_at real not null,"
    " renewing_until real not null default 0, owner text not null default '') strict, without rowid"
)
# Of a file that an earlier version made.
_OWNER = "alter table sign_ins add column owner text not null default ''"


class SignIns:
    """The sign-ins of one server, in the file at `path`, shared by its processes.

    A browser's cookie holds a random secret. The file holds its hash, that of the account, and the tokens sealed
    (AES-256-GCM) with a key that only the secret gives. `now` is seconds since 1970.
    """

    def __init__(self, path: Path, renew: Callable[[str], Tokens], now: Callable[[], float]) -> None:
        self._path, self._renew, self._now = path, renew, now

    def begin(self, tokens: Tokens) -> str:
        """Keep a sign-in; returns the secret for the cookie."""
        secret = secrets.token_urlsafe(32)
        with self._open() as db:
            db.execute("delete from sign_ins where used_at < ?", (self._now() - UNUSED_DAYS * _DAY_S,))
            values = (_id(secret), _seal(secret, tokens), self._now(), _owner(tokens.user_id))
            db.execute("insert into sign_ins (id, sealed, used_at, owner) values (?, ?, ?, ?)", values)
        return secret

    def find(self, secret: str) -> Tokens | None:
        """The sign-in of that secret; None where there is none (any more)."""
        with self._open() as db:
            row = db.execute("select sealed from sign_ins where id = ?", (_id(secret),)).fetchone()
        try:
            return _unseal(secret, row["sealed"]) if row else None
        except InvalidTag:
            return None

    def end(self, secret: str) -> None:
        """Forget a sign-in: every tab of that browser is signed out from its next click on."""
        with self._open() as db:
            db.execute("delete from sign_ins where id = ?", (_id(secret),))

    def end_all(self, user_id: str) -> None:
        """Forget every sign-in of an account, in whatever browser; of those that an earlier version kept, each that was
        renewed since."""
        with self._open() as db:
            db.execute("delete from sign_ins where owner = ?", (_owner(user_id),))

    def access_token(self, secret: str) -> str:
        """A token that is good for another minute, renewed where need be by one process at a time.

        Raises `NotSignedIn` where the sign-in is over and `StoreAway` where it cannot be renewed just now.
        """
        give_up_at = self._now() + RENEWAL_MAY_TAKE_S
        while True:
            tokens = self.find(secret)
            if tokens is None:
                raise NotSignedIn("account.signed_out_kept")
            if tokens.expires_at - self._now() > RENEW_BEFORE_S:
                return tokens.access_token
            if self._claim(secret):
                return self._renewed(secret)
            if tokens.expires_at > self._now():
                return tokens.access_token
            if self._now() > give_up_at:
                raise StoreAway("account.not_renewed")
            time.sleep(0.05)

    def _renewed(self, secret: str) -> str:
        tokens = self.find(secret)
        if tokens is None:
            raise NotSignedIn("account.signed_out_kept")
        if tokens.expires_at - self._now() > RENEW_BEFORE_S:
            # Another was done with it between the look and the claim.
            self._let_go(secret)
            return tokens.access_token
        try:
            renewed = self._renew(tokens.refresh_token)
        except StoreAway:
            self._let_go(secret)
            if tokens.expires_at > self._now():
                return tokens.access_token
            raise
        except NotSignedIn:
            self.end(secret)
            raise
        with self._open() as db:
            sql = "update sign_ins set sealed = ?, used_at = ?, owner = ?, renewing_until = 0 where id = ?"
            db.execute(sql, (_seal(secret, renewed), self._now(), _owner(renewed.user_id), _id(secret)))
        return renewed.access_token

    def _claim(self, secret: str) -> bool:
        """Whether this process may renew; the claim of one that died is over after a while."""
        now = self._now()
        with self._open() as db:
            sql = "update sign_ins set renewing_until = ? where id = ? and renewing_until < ?"
            return db.execute(sql, (now + RENEWAL_MAY_TAKE_S, _id(secret), now)).rowcount == 1

    def _let_go(self, secret: str) -> None:
        with self._open() as db:
            db.execute("update sign_ins set renewing_until = 0 where id = ?", (_id(secret),))

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        try:
            if not self._path.exists():
                self._path.parent.mkdir(parents=True, exist_ok=True)
                # Made before SQLite would make it readable for others.
                os.close(os.open(self._path, os.O_CREAT | os.O_RDWR, 0o600))
            db = sqlite3.connect(self._path, timeout=10, isolation_level=None)
            db.row_factory = sqlite3.Row
            try:
                db.execute("pragma secure_delete = on")
                db.execute(_TABLE)
                if not db.execute("select 1 from pragma_table_info('sign_ins') where name = 'owner'").fetchone():
                    with suppress(sqlite3.OperationalError):
                        db.execute(_OWNER)
                yield db
            finally:
                db.close()
        except (sqlite3.Error, OSError) as exc:
            raise StoreUnavailable("account.sign_ins_unread", why=exc) from exc


def _id(secret: str) -> str:
    return hashlib.sha256(b"id\x1f" + secret.encode("utf-8", "surrogatepass")).hexdigest()


def _owner(user_id: str) -> str:
    return hashlib.sha256(b"owner\x1f" + user_id.encode()).hexdigest()


def _cipher(secret: str) -> AESGCM:
    # The secret is 256 random bits already, so that one hash makes a key.
    return AESGCM(hashlib.sha256(b"key\x1f" + secret.encode("utf-8", "surrogatepass")).digest())


def _seal(secret: str, tokens: Tokens) -> bytes:
    nonce = secrets.token_bytes(_NONCE_BYTES)
    return nonce + _cipher(secret).encrypt(nonce, tokens.model_dump_json().encode(), None)


def _unseal(secret: str, sealed: bytes) -> Tokens:
    opened = _cipher(secret).decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], None)
    return Tokens.model_validate_json(opened, extra="ignore")
