"""`export` and `import`: the file that comes out, and what is said of what comes in."""

from __future__ import annotations

import io
import subprocess
import sys
from pathlib import Path

import pytest

from core import ROOT
from core.bootstrap import build_service
from core.cli.commands import main
from core.models import Intake
from core.stores.memory.store import MemoryStudyStore
from tests.along import entries, in_the_shape_of_before, taken
from tests.doubles import service


@pytest.fixture
def elsewhere(tmp_path: Path) -> Path:
    """A file that was taken from another desk."""
    study = service(MemoryStudyStore())
    study.generate_plan(study.start(), Intake(exam="Cell biology", days=20))
    file = tmp_path / "elsewhere.zip"
    file.write_bytes(taken(study.backup))
    return file


def test_what_is_exported_is_the_owners_alone_and_comes_in_again(
    tmp_path: Path, elsewhere: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["import", str(elsewhere)]) == 0
    (summary,) = build_service().read.sessions()
    assert capsys.readouterr().out == f"{summary.id}  brought in\n"
    file = tmp_path / "along.zip"
    assert main(["export", str(file)]) == 0
    assert file.stat().st_mode & 0o777 == 0o600
    assert entries(file.read_bytes())["sessions/0001.json"]
    # What stands there is overwritten only where that is said, and nothing lies about.
    held = file.read_bytes()
    assert main(["export", str(file)]) == 1
    assert "already" in capsys.readouterr().err
    assert file.read_bytes() == held
    file.write_bytes(b"old")
    file.chmod(0o644)
    assert main(["export", str(file), "--overwrite"]) == 0
    assert file.stat().st_mode & 0o777 == 0o600
    assert entries(file.read_bytes()).keys() == entries(held).keys()
    assert sorted(path.name for path in tmp_path.glob("*.zip*")) == ["along.zip", "elsewhere.zip"]
    assert main(["import", str(elsewhere)]) == 0
    assert "was here already" in capsys.readouterr().out
    assert main(["import", str(file)]) == 1
    assert "was here before" in capsys.readouterr().err


def test_the_json_of_before_comes_in(elsewhere: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = elsewhere.with_suffix(".json")
    before.write_bytes(in_the_shape_of_before(elsewhere.read_bytes()))
    assert main(["import", str(before)]) == 0
    assert "brought in" in capsys.readouterr().out


def test_what_cannot_be_read_or_written_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["import", str(tmp_path / "none.zip")]) == 1
    assert "cannot be read: No such file" in capsys.readouterr().err
    assert main(["export", str(tmp_path / "no" / "folder.zip")]) == 1
    assert "cannot be written: No such file" in capsys.readouterr().err
    (tmp_path / "torn.zip").write_bytes(b"PK\x03\x04")
    assert main(["import", str(tmp_path / "torn.zip")]) == 1
    assert "Nothing was changed" in capsys.readouterr().err


def test_a_stream_goes_out_and_comes_in(elsewhere: Path) -> None:
    command = [sys.executable, "-m", "core"]
    came = subprocess.run([*command, "import", "-"], cwd=ROOT, input=elsewhere.read_bytes(), capture_output=True)
    assert came.returncode == 0, came.stderr
    went = subprocess.run([*command, "export", "-"], cwd=ROOT, capture_output=True, check=True)
    assert b"Cell biology" in entries(went.stdout)["sessions/0001.json"]
    assert io.BytesIO(went.stdout).read(2) == b"PK"
