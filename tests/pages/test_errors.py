"""What goes wrong on the server's side stands on the page and in the log under one id, through AppTest."""

from __future__ import annotations

import logging
import re

import pytest
from pydantic import BaseModel, ValidationError
from streamlit.testing.v1 import AppTest

from core import ROOT
from core.bootstrap import build_service
from core.errors import StoreUnavailable
from core.models import Answer, StudentContext
from core.study.service import StudyService
from pages._ui import messages as say

ID = re.compile(say.ERROR_ID.format(id="([0-9a-f]{8})"))
# rich paints what looks like a number, and one id in thirty does.
PAINT = re.compile(r"\x1b\[[0-9;]*m")


def opened(page: str, session_id: str, monkeypatch: pytest.MonkeyPatch, error: Exception, fails: str) -> AppTest:
    """The page as it is drawn where that method of the service fails."""

    def fail(*_: object) -> None:
        raise error

    monkeypatch.setattr(StudyService, fails, fail)
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=20)
    app.query_params["session"] = session_id
    return app.switch_page(f"pages/{page}.py").run()


@pytest.mark.parametrize("fails", ["open", "quiz"])
def test_a_store_that_fails_is_told_under_the_id_that_the_log_has(
    fails: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Before the page, at the gate, and under it."""
    session = build_service().start()
    app = opened("quiz", session.id, monkeypatch, StoreUnavailable("The study file is away."), fails)
    (shown,) = [*app.error, *app.info]
    assert "The study file is away" in shown.value.replace("\\", "")
    (error_id,) = ID.findall(shown.value)
    (line,) = [record.getMessage() for record in caplog.records if error_id in record.getMessage()]
    assert line == f"Error {error_id}: StoreUnavailable: The study file is away."
    assert not app.exception


def test_what_nobody_foresaw_is_told_under_the_id_that_its_traceback_has(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    session = build_service().start()
    # Streamlit's loggers keep to their own handlers, and where rich is installed it prints instead.
    monkeypatch.setattr(logging.getLogger("streamlit.error_util"), "propagate", True)
    app = opened("quiz", session.id, monkeypatch, ZeroDivisionError("hunter2"), "quiz")
    (error_id,) = ID.findall(app.error[0].value)
    assert "hunter2" not in app.error[0].value
    logged = PAINT.sub("", caplog.text + capsys.readouterr().out)
    assert "ZeroDivisionError" in logged
    assert "hunter2" not in logged
    assert f"Error {error_id}" in logged
    # Streamlit knows of it too, and so does every test that asks for exceptions.
    assert len(app.exception) == 1


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        (Answer, {"question_id": "q1", "chosen": "my secret words"}),
        (StudentContext, {"misconceptions": "my secret words"}),
    ],
)
def test_the_log_has_nothing_of_what_a_learner_wrote_that_does_not_validate(
    kind: type[BaseModel],
    fields: dict[str, str],
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    capsys: pytest.CaptureFixture[str],
) -> None:
    session = build_service().start()
    monkeypatch.setattr(logging.getLogger("streamlit.error_util"), "propagate", True)
    with pytest.raises(ValidationError) as refused:
        kind.model_validate(fields)
    opened("quiz", session.id, monkeypatch, refused.value, "quiz")
    logged = PAINT.sub("", caplog.text + capsys.readouterr().out)
    assert "ValidationError" in logged
    assert list(fields)[-1] in logged
    assert "secret" not in logged
