"""No word of ours is left in plain English on any page, once the pages have another language."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from core import ROOT
from pages._ui import messages as say
from tests.pages.pseudo.locale import wide


def walked(folder: Path, planted: str = "") -> dict[str, list[str]]:
    """What the walk finds, by page and phase. In a process of its own: it changes how the pages are imported."""
    environment = {
        **os.environ,
        "EXAMMENTOR_DATA_DIR": str(folder),
        "EXAMMENTOR_ENV_FILE": "",
        "PYTHONPATH": str(ROOT),
        "PLANTED": planted,
    }
    command = [sys.executable, "-m", "tests.pages.pseudo.walk"]
    walk = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, check=False)
    assert walk.returncode == 0, walk.stderr[-3000:]
    found: dict[str, list[str]] = json.loads(walk.stdout)
    return found


def test_every_page_in_every_phase_has_no_plain_word_left_and_a_planted_one_is_found(tmp_path: Path) -> None:
    planted = "A sentence that nobody translated"
    found = walked(tmp_path / "data", planted)
    assert set(found) == {planted}, json.dumps(found, ensure_ascii=False, indent=1)
    assert found[planted][0].startswith("sentence that nobody translated in: ")


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("{count} topics", ["{count}"]),
        ("Press :material/menu: or `make run`", [":material/menu:", "`make run`"]),
        (":small[**Bold**] [a link](https://x.org)", [":small", "](https://x.org)"]),
        ('<a href="./plan">Plan</a> &amp; more', ['<a href="./plan">', "</a>", "&amp;"]),
    ],
)
def test_what_is_no_word_stays_as_it_is(text: str, plain: list[str]) -> None:
    widened = wide(text)
    for mark in plain:
        assert mark in widened
        widened = widened.replace(mark, "")
    assert not any(letter.isascii() and letter.isalpha() for letter in widened)


def test_the_pages_say_by_the_catalogue_of_their_language(monkeypatch: pytest.MonkeyPatch) -> None:
    from core.errors import PlanError

    monkeypatch.setattr(say, "WORDS", {"plan.no_topic": "Kein Thema {topic}."})
    assert say.told(PlanError("plan.no_topic", topic="Osmose").said) == "Kein Thema Osmose."
