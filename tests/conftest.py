"""What every test has: its own data folder, never the developer's."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from streamlit.components.v2 import manifest_scanner
from streamlit.runtime.pages_manager import PagesManager

from tests.people import empty
from tests.stack import Stack

# On a disk the stores' tests wait at each commit. Memory outlives a killed process just as well, and no test cuts the
# power. Some containers have but 64 MB there.
MEMORY, ROOM = Path("/dev/shm"), 2 * 2**30
if "TMPDIR" not in os.environ and MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > ROOM:
    os.environ["TMPDIR"] = tempfile.tempdir = str(MEMORY)
# Else each server that a test starts compiles the whole app.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

make_manager = PagesManager.__init__


def as_on_the_server(self: PagesManager, *args: Any, **kwargs: Any) -> None:
    """AppTest forgets at each run what app.py says, and would draw a page without app.py."""
    make_manager(self, *args, **kwargs)
    PagesManager.uses_pages_directory = False


PagesManager.__init__ = as_on_the_server  # type: ignore[method-assign]
# Each AppTest reads what every installed package says of itself, to find components: a tenth of a second each time.
manifest_scanner.scan_component_manifests = cache(manifest_scanner.scan_component_manifests)

settings.register_profile("house", deadline=None, max_examples=60, derandomize=True)
settings.load_profile("house")


@pytest.fixture(autouse=True)
def data_dir(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder of the test's own, set as the environment says it."""
    folder = tmp_path / "data"
    for name in ("USER", "MAX_UPLOAD_MB", "ALLOW_REMOTE", "TOKEN"):
        monkeypatch.delenv(f"EXAMMENTOR_{name}", raising=False)
    for name in ("SUPABASE_URL", "SUPABASE_KEY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("EXAMMENTOR_DATA_DIR", str(folder))
    return folder


@contextmanager
def scratch_folder() -> Iterator[Path]:
    """A folder that is none of pytest's.

    Each run of pytest shuts the folder that all runs share to other users, and with it the database of a run beside it,
    which belongs to another user.
    """
    with tempfile.TemporaryDirectory(prefix="exammentor-") as folder:
        yield Path(folder)


@pytest.fixture
def scratch() -> Iterator[Path]:
    """A folder for a stack of the test's own."""
    with scratch_folder() as folder:
        yield folder


@pytest.fixture(scope="session")
def stack() -> Iterator[Stack]:
    """A local Supabase for the whole run, started where a test first needs it."""
    with scratch_folder() as folder, Stack.running(folder) as running:
        yield running


@pytest.fixture
def supabase(stack: Stack) -> Stack:
    """The local Supabase, up and without a row."""
    stack.start()
    empty(stack)
    return stack


@pytest.fixture
def without_app_py(monkeypatch: pytest.MonkeyPatch) -> None:
    """AppTest as it comes: from its second run on it draws a page without app.py."""
    monkeypatch.setattr(PagesManager, "__init__", make_manager)
