"""One browser for the run, one server for each test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.server import PATIENCE_MS, Server, chromium, serving
from tests.stack import Stack

expect.set_options(timeout=PATIENCE_MS)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


@pytest.fixture
def on_supabase(supabase: Stack, monkeypatch: pytest.MonkeyPatch) -> None:
    """The settings of the local Supabase, for the server that starts next."""
    monkeypatch.setenv("SUPABASE_URL", supabase.url)
    monkeypatch.setenv("SUPABASE_KEY", supabase.publishable_key)


@pytest.fixture
def server(data_dir: Path) -> Iterator[Server]:
    with serving(data_dir) as running:
        yield running


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1100, "height": 900})
    context.set_default_timeout(PATIENCE_MS)
    yield context.new_page()
    context.close()
