"""The gate of every page, and the one way in which a click is carried out."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import NoReturn, TypeVar

import streamlit as st

from core.bootstrap import (
    Seat,
    Settings,
    build_service,
    is_multi_user,
    load_settings,
    open_sign_ins,
    schema_note,
    supabase_problem,
    take_seat,
)
from core.bootstrap import sign_out as end_sign_in
from core.errors import Conflict, ExamMentorError, NotSignedIn, SessionNotFound, StoreAway
from core.models import Place, Session
from pages._ui import ASSETS
from pages._ui import messages as say
from pages._ui.desk import NEW, PAGE_IN_TURN, Desk, Visit, leave_page, memory
from pages._ui.exams import exam_switcher, exams, forget_exams, nothing_yet
from pages._ui.frame.banners import away_banner, settings_banner
from pages._ui.frame.bar import bar
from pages._ui.frame.device import browsers_zone, this_device
from pages._ui.frame.stepper import Course, stepper
from pages._ui.frame.text import show_error, told
from pages._ui.html.sign_in.cookies import secret_in

T = TypeVar("T")


@dataclass
class SignedIn:
    """Who sits at this tab, whether they review others' study, and who sat here last: their words stay until somebody
    else comes."""

    seat: Seat | None = None
    user_id: str = ""
    is_reviewer: bool = False


def open_page(page: str, *, needs_session: bool = True, wide: bool = False, place: str = "") -> Desk:
    """Open a page: the gate. Finds the session that the URL names (else the one this tab was in) and draws the stepper.

    What is new to the tab is opened at its top, or at the container whose key is `place`: another page, another
    session, or the same after an edge.

    Where the page needs a session and there is none, it says so, offers the way home, and stops.
    """
    visit = memory(Visit)
    last_session = visit.last_session
    if visit.page != page:
        if visit.page:
            leave_page(visit.page)
        # The browser keeps it until the next page; told again at every run it costs a click more than a millisecond.
        st.set_page_config(
            page_title=f"{say.PAGES[page]} · {say.APP}",
            page_icon=str(ASSETS / "icon.svg"),
            layout="wide" if wide else "centered",
        )
    st.logo(ASSETS / "logo.svg")
    settings = load_settings()
    seat = _seat(settings) if is_multi_user(settings) else None
    desk = Desk(seat.service if seat else build_service(settings), page, seat=seat)
    desk.zone = this_device().zone(browsers_zone(), desk.zone)
    session_id = st.query_params.get("session", "")
    desk.new_id = st.query_params.get(NEW, "") if page == "intake" and not session_id else ""
    if desk.new_id:
        _find_begun(desk)
    elif session_id := session_id or ("" if page == "home" else visit.last_session):
        _find(desk, session_id)
    elif needs_session and (listed := exams(desk)):
        _find(desk, listed[0].id)
    if page == "home":
        # What is renamed or put away there is read anew behind it.
        forget_exams()
    if desk.session is None and desk.in_turn:
        desk.new_id = desk.new_id or desk.new_exam()[NEW]
    stepper(
        desk.phase if desk.session or desk.in_turn else None,
        _course(desk),
        bar(page, is_reviewer=desk.seat is not None and memory(SignedIn).is_reviewer),
        exam_switcher(desk) if needs_session or page == "intake" else "",
        has_place=page in PAGE_IN_TURN.values(),
        first_look=not visit.page,
        new_page=_is_new(visit, desk, last_session) or bool(place and not visit.page),
        place=place,
        done=visit.done,
        version=desk.base_version,
    )
    visit.page, visit.phase = page, desk.phase
    older = schema_note(settings)
    settings_banner(
        supabase_problem(settings),
        schema_note=desk.service.read_only or older,
        is_lasting=desk.service.is_lasting,
        is_open_to_all=settings.allow_remote and seat is None,
    )
    desk.outbox = away_banner(desk.service, page, to_sign_in, is_behind_said=bool(older))
    if visit.warning:
        st.warning(visit.warning)
    visit.warning = visit.done = ""
    if desk.session is None and needs_session:
        nothing_yet(desk)
    return desk


def _is_new(visit: Visit, desk: Desk, last_session: str) -> bool:
    """Whether the tab comes here from elsewhere, or from another phase. Its first page is at its top as it is."""
    is_other = desk.session is not None and last_session not in ("", desk.session.id)
    return bool(visit.page) and (visit.page != desk.page or visit.phase is not desk.phase or is_other)


def is_reviewer() -> bool:
    """Whether who sits here reviews others' study. Where there are no accounts, nobody does."""
    settings = load_settings()
    return is_multi_user(settings) and _seat(settings) is not None and memory(SignedIn).is_reviewer


def _course(desk: Desk) -> Course | None:
    """The steps of the session, on a page that is one of them; of one that is not begun, on the page of the first."""
    if desk.page not in PAGE_IN_TURN.values() or (desk.session is None and not desk.in_turn):
        return None
    has_been_round = desk.session is not None and desk.session.context.last_quiz_score is not None
    return Course(desk.session.id if desk.session else "", desk.phase, PAGE_IN_TURN, desk.page, has_been_round)


def sign_out(desk: Desk) -> NoReturn:
    """End the sign-in in every tab of this browser, and go to the way in."""
    if desk.seat:
        end_sign_in(load_settings(), desk.seat.secret)
        st.session_state.clear()
    to_sign_in()


def sit_down_anew(desk: Desk, done: str) -> NoReturn:
    """Forget all that this tab remembers, since some of it was erased, and go home, or to the way in where the account
    is gone too."""
    st.session_state.clear()
    if desk.seat and open_sign_ins(load_settings()).find(desk.seat.secret) is None:
        _leave_for('"/signin?erased=1"')
    memory(Visit).done = done
    st.query_params.clear()
    st.switch_page("pages/home.py")


def _seat(settings: Settings) -> Seat:
    """The place of whoever this browser's cookie belongs to, looked up anew at every run."""
    secret = secret_in(st.context.cookies, is_https=(st.context.url or "").startswith("https:"))
    signed_in = memory(SignedIn)
    if signed_in.seat and signed_in.seat.secret == secret and open_sign_ins(settings).find(secret):
        return signed_in.seat
    signed_in.seat = None
    try:
        seat = take_seat(settings, secret)
    except NotSignedIn:
        to_sign_in()
    if signed_in.user_id not in ("", seat.user_id):
        # Somebody else sits down here: nothing of what was typed or shown before is theirs.
        st.session_state.clear()
        st.rerun()
    signed_in.seat, signed_in.user_id, signed_in.is_reviewer = seat, seat.user_id, seat.service.classes.may_correct()
    return seat


def to_sign_in() -> NoReturn:
    """Leave for the way in, which leads back here."""
    _leave_for('"/signin?next=" + encodeURIComponent(location.pathname + location.search)')


def _leave_for(address: str) -> NoReturn:
    """Leave for an address, as a script says it; where scripts do not run, a link leads to the way in."""
    st.html(
        f"""<p><a href="/signin" target="_self">{say.SIGN_IN_FIRST}</a></p>
        <script>location.assign({address})</script>""",
        unsafe_allow_javascript=True,
    )
    st.stop()


def _find_begun(desk: Desk) -> None:
    """Go on with the new session where an input has begun it, though the address does not say so yet."""
    with suppress(SessionNotFound, StoreAway):
        desk.service.read.load(desk.new_id)
        _find(desk, desk.new_id)


def _find(desk: Desk, session_id: str) -> None:
    try:
        session = desk.service.open(session_id)
    except SessionNotFound:
        memory(Visit).last_session = ""
        forget_exams()
        _nothing_open(say.UNKNOWN_SESSION)
    except NotSignedIn:
        to_sign_in()
    except ExamMentorError as error:
        _stop(told(error))
    if desk.seat and session.user_id != desk.seat.user_id and desk.page != "history":
        _nothing_open(say.NOT_YOURS)
    if session.place is Place.BIN and desk.page != "history":
        memory(Visit).last_session = ""
        _nothing_open(say.IN_BIN)
    seen = memory(Visit).seen.get(session.id, session.version)
    desk.zone = this_device().zone(browsers_zone(), session.zone)
    if desk.seat is None or session.user_id == desk.seat.user_id:
        # Who travels takes their days along; the next step keeps where they are.
        session = session.model_copy(update={"zone": desk.zone})
    desk.keep(session)
    desk.base_version = seen


def look_again(desk: Desk) -> bool:
    """In a fragment's own run, look anew who sits here and how the session is; True in such a run.

    In a run of the whole page that was looked at just now. Where the page is no longer in turn, it is drawn whole.
    """
    if not desk.is_drawn:
        desk.is_drawn = True
        return False
    if desk.seat and _seat(load_settings()) is not desk.seat:
        st.rerun()
    _find(desk, desk.study.id)
    if not desk.in_turn:
        st.rerun()
    return True


def attempt(
    desk: Desk,
    call: Callable[[], T],
    *,
    refused: Callable[[ExamMentorError], None] = show_error,
    forget: Callable[[], None] = lambda: None,
) -> T | None:
    """What the call behind a click gives; None where it was refused, which is then shown where it happened. What was to
    be carried on after it is to `forget`.

    A conflict draws the page again with the session as it is now. Who is signed in no more is led to the way in.
    """
    try:
        return call()
    except ExamMentorError as error:
        forget()
        if isinstance(error, Conflict):
            desk.reload(say.CONFLICT)
        if isinstance(error, NotSignedIn):
            to_sign_in()
        refused(error)
        return None


def take_step(
    desk: Desk,
    step: Callable[[Session], Session],
    *,
    refused: Callable[[ExamMentorError], None] = show_error,
    forget: Callable[[], None] = lambda: None,
) -> bool:
    """Attempt a step of the session and say whether it was taken."""
    return attempt(desk, lambda: desk.act(step), refused=refused, forget=forget) is not None


def fill_widgets(values: Mapping[str, object], *, anew: Collection[str] = (), again: Collection[str] = ()) -> None:
    """Give widgets their value before they are drawn: those that have none yet, and those in `anew`.

    Streamlit counts a value as told once the widget is registered, though the run may be cut off before the browser
    hears of it. So a widget has its value as its own default too. One that can have none is told what it has `again`.
    """
    for key, value in values.items():
        if key in anew or key not in st.session_state:
            st.session_state[key] = value
        elif key in again:
            st.session_state[key] = st.session_state[key]


def widget_value(key: str) -> object:
    """What a widget has in this run, before it is drawn; None where it is not known yet."""
    return st.session_state.get(key)


def _nothing_open(why: str) -> NoReturn:
    st.title(say.NO_SESSION_TITLE, anchor=False)
    _stop(why)


def _stop(why: str) -> NoReturn:
    st.info(why)
    st.page_link("pages/home.py", label=say.GO_HOME)
    st.stop()
