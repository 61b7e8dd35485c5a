"""Your data in a browser: everything downloaded from one desk and brought into another."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page, expect

from core.models import Intake
from core.stores.memory.store import MemoryStudyStore
from tests.doubles import service
from tests.e2e.steps import still
from tests.server import Server


def test_everything_is_downloaded_and_a_file_is_brought_in(page: Page, server: Server, tmp_path: Path) -> None:
    elsewhere = service(MemoryStudyStore())
    session = elsewhere.generate_plan(elsewhere.start(), Intake(exam="Cell biology", days=20))
    taken = tmp_path / "taken.json"
    taken.write_bytes(elsewhere.backup.everything())
    page.goto(f"{server.url}/data")
    page.set_input_files(".st-key-data-file input[type=file]", taken)
    expect(page.get_by_text("taken.json")).to_be_visible()
    still(page)
    page.locator(".st-key-data-in button").click(delay=90)
    expect(page.get_by_text("1 session brought in")).to_be_visible()
    with page.expect_download() as download:
        page.locator(".st-key-data-all button").click(delay=90)
    assert session.id in Path(download.value.path()).read_text()
    page.goto(f"{server.url}/print/report?session={session.id}")
    expect(page.locator("h1")).to_contain_text("Cell biology")
    broken = tmp_path / "broken.json"
    broken.write_bytes(taken.read_bytes()[:500])
    page.goto(f"{server.url}/data")
    page.set_input_files(".st-key-data-file input[type=file]", broken)
    expect(page.get_by_text("broken.json")).to_be_visible()
    still(page)
    page.locator(".st-key-data-in button").click(delay=90)
    expect(page.get_by_text("This is not a file that ExamMentor wrote")).to_be_visible()
