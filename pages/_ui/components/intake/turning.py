"""The form, where the page comes to be about another session while it stands."""

from __future__ import annotations

from dataclasses import dataclass

from pages._ui.components.intake.files import Uploads
from pages._ui.components.intake.form import Heard, Refill
from pages._ui.desk import Desk, memory


@dataclass
class FormOf:
    """Whose form was drawn last."""

    session_id: str | None = None


def turn_to_session(desk: Desk) -> None:
    """Let nothing of the session that was here before stay in the form: it would be saved with this one."""
    form, session_id = memory(FormOf, page=desk.page), desk.session.id if desk.session else desk.new_id
    if form.session_id not in (None, session_id):
        refill = memory(Refill)
        refill.is_due, refill.over = True, None
        memory(Uploads).emptied += 1
        memory(Heard, page=desk.page).decision = None
    form.session_id = session_id
