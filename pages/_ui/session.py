"""The gate of every page, and the only owner of `st.session_state`.

What a browser tab must remember between runs is one object of ours under one key. It holds no truth: the session's
id is in the URL and everything else is in the store.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import NoReturn

import streamlit as st

from core.bootstrap import Seat, build_service, is_multi_user, open_sign_ins, schema_note, supabase_problem, take_seat
from core.bootstrap import sign_out as end_sign_in
from core.documents import PageImage
from core.errors import Conflict, ExamMentorError, NotSignedIn, SessionNotFound
from core.models import RouteDecision, Source, StudyPhase, Value
from core.records import Session
from core.settings import Settings, load_settings
from core.study import StudyService
from pages._ui import messages as say
from pages._ui.components.banners import away_banner, settings_banner
from pages._ui.components.stepper import stepper
from pages._ui.components.text import plain, show_error
from pages._ui.sign_in.cookies import secret_in

PAGE_IN_TURN = {
    StudyPhase.INTAKE: "intake",
    StudyPhase.PLANNING: "plan",
    StudyPhase.LEARNING: "learn",
    StudyPhase.QUIZZING: "quiz",
    StudyPhase.ANALYZING: "analysis",
    StudyPhase.COMPLETED: "analysis",
}
_ASSETS = Path(__file__).parent / "assets"
_TAB = "tab"


class OpenSource(Value):
    """The source whose page is open: in which place of the text, and which other page of its file was turned to."""

    place: str
    source: Source
    page: int | None = None


@dataclass
class Tab:
    """What one browser tab remembers: the versions and values it has shown, uploads it has read, where it is in a list.

    What was shown tells a change that the learner made here from one that came from another tab.
    """

    last_session: str = ""
    seen: dict[str, int] = field(default_factory=dict)
    uploads: dict[str, str] = field(default_factory=dict)
    question: dict[str, int] = field(default_factory=dict)
    shown: dict[str, Value] = field(default_factory=dict)
    sent: dict[str, Value] = field(default_factory=dict)
    cursors: list[int] = field(default_factory=list)
    uploaders: int = 0
    session_pages: int = 1
    cursors_for: str = ""
    flash: str = ""
    done: str = ""
    suggested: str | None = None
    drafts: list[str] = field(default_factory=list)
    plan_form: str = ""
    plan_window: str = ""
    page: str = ""
    seat: Seat | None = None
    heard: RouteDecision | None = None
    refill: bool = False
    is_marked: bool = False
    has_asked: bool = False
    all_at_once: bool = False
    reported: set[str] = field(default_factory=set)
    opened: OpenSource | None = None
    closed: str = ""
    shown_page: tuple[OpenSource, int] | None = None
    images: dict[tuple[str, Source, int | None], PageImage] = field(default_factory=dict)

    def is_from_elsewhere(self, place: str, stored: Value) -> bool:
        """Whether what is stored came from another tab: it is neither what was shown here nor what was sent from here.

        A click cuts off the run before it, which may have sent what it did not come to show.
        """
        return stored not in (self.shown.get(place, stored), self.sent.get(place))


@dataclass
class Desk:
    """A page's hold on the study: the service, and the session that it is about (None where the page needs none)."""

    service: StudyService
    tab: Tab
    page: str
    session: Session | None = None
    base_version: int = 0
    seat: Seat | None = None

    @property
    def study(self) -> Session:
        """The session, on a page that has one."""
        if self.session is None:
            raise SessionNotFound(say.UNKNOWN_SESSION)
        return self.session

    @property
    def in_turn(self) -> bool:
        """Whether the session's phase belongs to this page; before there is a session, the phase is INTAKE."""
        return PAGE_IN_TURN[self.phase] == self.page

    @property
    def phase(self) -> StudyPhase:
        """Where the session is."""
        return self.session.phase if self.session else StudyPhase.INTAKE

    @property
    def is_finished(self) -> bool:
        """Whether the session is over."""
        return self.phase is StudyPhase.COMPLETED

    def act(self, step: Callable[[Session], Session]) -> Session:
        """Take a step on the version that this tab has shown; the first step begins a session.

        Raises `Conflict` where the session moved on since.
        """
        if self.session is None:
            self.keep(self.service.start())
        return self.keep(step(self.study.model_copy(update={"version": self.base_version})))

    def keep(self, session: Session) -> Session:
        """Go on with `session` as it is now."""
        self.session, self.base_version = session, session.version
        self.tab.seen[session.id] = session.version
        self.tab.last_session = session.id
        if self.page != "home" and st.query_params.get("session") != session.id:
            st.query_params["session"] = session.id
        return session

    def go_on(self) -> NoReturn:
        """Switch to the page that is in turn."""
        study = self.study
        st.switch_page(f"pages/{PAGE_IN_TURN[study.phase]}.py", query_params={"session": study.id})

    def reload(self, message: str) -> NoReturn:
        """Draw the page again with the session as it is now, and say why."""
        self.tab.flash = message
        self.tab.seen.pop(self.study.id, None)
        st.rerun()


def open_page(page: str, *, needs_session: bool = True, wide: bool = False) -> Desk:
    """Open a page: the gate. Finds the session that the URL names (else the one this tab was in) and draws the stepper.

    Where the page needs a session and there is none, it says so, offers the way home, and stops.
    """
    tab = st.session_state.setdefault(_TAB, Tab())
    if tab.page != page:
        tab.heard, tab.is_marked, tab.plan_form = None, False, ""
        tab.opened, tab.closed = None, ""
        if tab.page == "plan":
            tab.drafts = []
        # The browser keeps it until the next page; told again at every run it costs a click more than a millisecond.
        st.set_page_config(
            page_title=f"{say.PAGES[page]} · {say.APP}",
            page_icon=str(_ASSETS / "icon.svg"),
            layout="wide" if wide else "centered",
        )
    st.logo(_ASSETS / "logo.svg")
    st.html(_ASSETS / "style.css")
    settings = load_settings()
    seat = _seat(settings, tab) if is_multi_user(settings) else None
    desk = Desk(seat.service if seat else build_service(settings), tab, page, seat=seat)
    session_id = st.query_params.get("session", "" if page == "home" else tab.last_session)
    if session_id:
        _find(desk, session_id)
    if desk.session is None and needs_session:
        _nothing_open(say.NO_SESSION)
    stepper(
        desk.phase if desk.session or desk.in_turn else None,
        new_page=tab.page not in ("", page),
        done=tab.done,
        version=desk.base_version,
    )
    tab.page = page
    settings_banner(
        supabase_problem(settings),
        schema_note=desk.service.read.read_only or schema_note(settings),
        is_lasting=desk.service.read.is_lasting,
        is_open_to_all=settings.allow_remote and seat is None,
    )
    if seat:
        away_banner(seat, page, to_sign_in)
    if tab.flash:
        st.warning(tab.flash)
    tab.flash = tab.done = ""
    return desk


def sign_out(desk: Desk) -> NoReturn:
    """End the sign-in in every tab of this browser, and go to the way in."""
    if desk.seat:
        end_sign_in(load_settings(), desk.seat.secret)
        desk.tab.seat = None
    to_sign_in()


def _seat(settings: Settings, tab: Tab) -> Seat:
    """The place of whoever this browser's cookie belongs to, looked up anew at every run."""
    secret = secret_in(st.context.cookies, is_https=(st.context.url or "").startswith("https:"))
    if tab.seat and tab.seat.secret == secret and open_sign_ins(settings).find(secret):
        return tab.seat
    before, tab.seat = tab.seat, None
    try:
        tab.seat = take_seat(settings, secret)
    except NotSignedIn:
        to_sign_in()
    if before and before.user_id != tab.seat.user_id:
        # Somebody else sits down here: nothing of what was typed or shown before is theirs.
        st.session_state.clear()
        st.rerun()
    return tab.seat


def to_sign_in() -> NoReturn:
    """Leave for the way in; where scripts do not run, a link leads there."""
    st.html(
        f"""<p><a href="/signin" target="_self">{say.SIGN_IN_FIRST}</a></p>
        <script>location.assign("/signin?next=" + encodeURIComponent(location.pathname + location.search))</script>""",
        unsafe_allow_javascript=True,
    )
    st.stop()


def _find(desk: Desk, session_id: str) -> None:
    try:
        session = desk.service.open(session_id)
    except SessionNotFound:
        desk.tab.last_session = ""
        _nothing_open(say.UNKNOWN_SESSION)
    except NotSignedIn:
        to_sign_in()
    except ExamMentorError as error:
        _stop(plain(str(error)))
    if desk.seat and session.user_id != desk.seat.user_id and desk.page != "history":
        _nothing_open(say.NOT_YOURS)
    seen = desk.tab.seen.get(session.id, session.version)
    desk.keep(session)
    desk.base_version = seen


def attempt(desk: Desk, step: Callable[[Session], Session]) -> bool:
    """Take a step and say whether it was taken. An error is shown where it happened; a conflict reloads the page."""
    try:
        desk.act(step)
    except Conflict:
        desk.reload(say.CONFLICT)
    except NotSignedIn:
        to_sign_in()
    except ExamMentorError as error:
        show_error(error)
        return False
    return True


def fill_widgets(values: Mapping[str, object], *, anew: Collection[str] = ()) -> None:
    """Give widgets their value before they are drawn: those that have none yet, and those in `anew`."""
    for key, value in values.items():
        if key in anew or key not in st.session_state:
            st.session_state[key] = value


def widget_value(key: str) -> object:
    """What a widget has in this run, before it is drawn; None where it is not known yet."""
    return st.session_state.get(key)


def start_session(desk: Desk, exam: str = "") -> bool:
    """Begin a session and say whether that worked; an error is shown."""
    try:
        desk.keep(desk.service.start(exam))
    except ExamMentorError as error:
        show_error(error)
        return False
    return True


def _nothing_open(why: str) -> NoReturn:
    st.title(say.NO_SESSION_TITLE, anchor=False)
    _stop(why)


def _stop(why: str) -> NoReturn:
    st.info(why)
    st.page_link("pages/home.py", label=say.GO_HOME)
    st.stop()
