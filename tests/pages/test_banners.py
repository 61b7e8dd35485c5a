"""What a page says of a database that is away, older or busy: once, and one thing."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from streamlit.testing.v1 import AppTest

from core.bootstrap import build_service
from core.errors import StoreAway
from core.models.outbox import OutboxState
from core.study.outbox import NoQueue
from core.words import Said
from pages._ui import messages as say
from pages._ui.messages import account

ELSE = Said("Your account holds as many sessions as it can.")
BEHIND = Said("store.behind")


@dataclass
class Held(NoQueue):
    """A queue that stays as it is."""

    held: OutboxState

    def state(self) -> OutboxState:
        return self.held

    def send(self) -> bool:
        return False


class Nobody:
    """A school whose database is away."""

    def profile(self) -> None:
        raise StoreAway("The study database cannot be reached just now.")


def _page(service: object, is_behind_said: bool) -> None:
    from pages._ui.components.account.account import classes
    from pages._ui.desk import Desk
    from pages._ui.frame.banners import away_banner
    from pages._ui.session import to_sign_in

    away_banner(service, "account", to_sign_in, is_behind_said=is_behind_said)
    classes(Desk(service, "account"))


def said(state: OutboxState, *, is_behind_said: bool = False) -> tuple[list[str], list[str]]:
    """The warnings and the notes of the account page in that state."""
    service = build_service(queue=Held(state), people=Nobody())  # type: ignore[arg-type]
    app = AppTest.from_function(_page, args=(service, is_behind_said), default_timeout=20).run()
    assert not app.exception
    return [warning.value.replace("\\", "") for warning in app.warning], [info.value for info in app.info]


def test_that_the_database_is_away_is_said_once_on_a_page() -> None:
    warnings, notes = said(OutboxState(is_away=True, pending=2))
    assert warnings == [f"{say.AWAY} {say.waiting(2)}"]
    assert notes == [account.AWAY]
    assert sum("cannot be reached" in text for text in (*warnings, *notes)) == 1


@pytest.mark.parametrize("why", [ELSE, BEHIND])
def test_why_something_waits_is_said_and_not_that_it_is_away(why: Said) -> None:
    warnings, _ = said(OutboxState(why=why, pending=1))
    assert warnings == [f"{why} {say.waiting(1)}"]


def test_that_the_database_is_older_is_not_said_again_below() -> None:
    assert said(OutboxState(why=BEHIND, pending=1), is_behind_said=True)[0] == [say.waiting(1)]
    assert said(OutboxState(why=BEHIND, is_away=True), is_behind_said=True)[0] == []
    assert said(OutboxState(why=ELSE, pending=1), is_behind_said=True)[0] == [f"{ELSE} {say.waiting(1)}"]


def test_what_waits_a_moment_in_a_database_that_is_there_is_no_absence() -> None:
    assert said(OutboxState(pending=1))[0] == [say.waiting(1)]
