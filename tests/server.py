"""The app as its users run it: a process of its own on a free port, and a browser to look at it."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType
from typing import Any

from playwright.sync_api import Browser, sync_playwright

from core import ROOT
from tests.ports import free_port

START_TIMEOUT_S = 60.0
# How long something may take is said by the bench. Here a wait ends early only where nothing will come.
PATIENCE_MS = 60_000
CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


class Server:
    """A server process that can be killed and started again on the same port."""

    def __init__(
        self,
        data: Path,
        script: Path = ROOT / "app.py",
        settings: Mapping[str, str] = MappingProxyType({}),
        *,
        cwd: Path = ROOT,
    ) -> None:
        """Nothing runs yet. `settings` are variables beside those of the environment."""
        self.data, self.script, self.settings, self.cwd = data, script, settings, cwd
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.process: subprocess.Popen[bytes] | None = None
        self.log = data.parent / f"server-{self.port}.log"

    def start(self) -> None:
        command = [sys.executable, "-m", "streamlit", "run", str(self.script), "--server.port", str(self.port)]
        command += ["--server.headless", "true", "--browser.gatherUsageStats", "false"]
        environment = os.environ | {"EXAMMENTOR_DATA_DIR": str(self.data), "PYTHONPATH": str(ROOT)} | self.settings
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(command, cwd=self.cwd, env=environment, stdout=log, stderr=log)
        deadline = time.monotonic() + START_TIMEOUT_S
        while not self.answers():
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"The server did not start: {self.log.read_text()}")
            time.sleep(0.05)

    def answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}/_stcore/health", timeout=2) as response:
                return bool(response.status == 200)
        except (urllib.error.URLError, OSError):
            return False

    def stop(self, how: signal.Signals = signal.SIGTERM) -> None:
        if self.process:
            self.process.send_signal(how)
            try:
                self.process.wait(15)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait(15)
            self.process = None

    def restart(self, how: signal.Signals = signal.SIGKILL) -> None:
        self.stop(how)
        self.start()


@contextmanager
def serving(data: Path, **options: Any) -> Iterator[Server]:
    """A running server, stopped at the end."""
    data.mkdir(parents=True, exist_ok=True)
    server = Server(data, **options)
    server.start()
    try:
        yield server
    finally:
        server.stop()


@contextmanager
def chromium() -> Iterator[Browser]:
    """The system's chromium, else the one that Playwright installed."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=CHROMIUM_FLAGS)
        try:
            yield browser
        finally:
            browser.close()
