"""Your data in a browser: everything downloaded from one desk and brought into another."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page, expect

from core.models import Intake
from core.stores.memory.store import MemoryStudyStore
from tests.along import entries, taken
from tests.doubles import service
from tests.server import Server


def test_everything_is_downloaded_and_a_file_is_brought_in(page: Page, server: Server, tmp_path: Path) -> None:
    elsewhere = service(MemoryStudyStore())
    session = elsewhere.generate_plan(elsewhere.start(), Intake(exam="Cell biology", days=20))
    file = tmp_path / "taken.zip"
    file.write_bytes(taken(elsewhere.backup))
    page.goto(f"{server.url}/data")
    with page.context.expect_page() as opened:
        page.locator(".st-key-data-in a").click(delay=90)
    form = opened.value
    form.set_input_files("input[type=file]", file)
    form.get_by_role("button", name="Bring it in").click()
    expect(form.get_by_text("1 exam brought in")).to_be_visible()
    form.get_by_role("link", name="Back to your data").click()
    everything = form.locator(".st-key-data-all a")
    # In a tab of its own, which the browser closes again, nobody can wait for it.
    everything.evaluate("link => link.target = '_self'")
    with form.expect_download() as download:
        everything.click(delay=90)
    assert session.id.encode() in entries(Path(download.value.path()).read_bytes())["account.json"]
    form.goto(f"{server.url}/print/report?session={session.id}")
    expect(form.locator("h1")).to_contain_text("Cell biology")
    broken = tmp_path / "broken.zip"
    broken.write_bytes(file.read_bytes()[:500])
    form.goto(f"{server.url}/import")
    form.set_input_files("input[type=file]", broken)
    form.get_by_role("button", name="Bring it in").click()
    expect(form.get_by_role("alert")).to_contain_text("This is not a file that ExamMentor wrote")
