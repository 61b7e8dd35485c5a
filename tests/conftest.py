"""What every test has: its own data folder, never the developer's."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from streamlit.runtime.pages_manager import PagesManager

make_manager = PagesManager.__init__


def as_on_the_server(self: PagesManager, *args: Any, **kwargs: Any) -> None:
    """AppTest forgets at each run what app.py says, and would draw a page without app.py."""
    make_manager(self, *args, **kwargs)
    PagesManager.uses_pages_directory = False


PagesManager.__init__ = as_on_the_server  # type: ignore[method-assign]

settings.register_profile("house", deadline=None, max_examples=60, derandomize=True)
settings.load_profile("house")


@pytest.fixture(autouse=True)
def data_dir(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder of the test's own, set as the environment says it."""
    folder = tmp_path / "data"
    for name in ("EXAMMENTOR_USER", "EXAMMENTOR_MAX_UPLOAD_MB", "EXAMMENTOR_ALLOW_REMOTE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("EXAMMENTOR_DATA_DIR", str(folder))
    return folder
