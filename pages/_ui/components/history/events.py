"""The agents' events: filters, a table, one event in full, and the checks on it."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from zlib import crc32

import pandas as pd
import streamlit as st

from core.models import AgentEvent, ContextPatch, HistoryFacets, HistoryPage, HistoryQuery, StudyPhase
from pages._ui import messages as say
from pages._ui.desk import Desk, memory
from pages._ui.frame.text import plain
from pages._ui.messages import history as told
from pages._ui.messages.actions import done
from pages._ui.session import attempt


@dataclass
class Turned:
    """The pages that were turned over to older events, each by the id that the one before it ended at."""

    query: str = ""
    ends: list[int] = field(default_factory=list)


def filters(desk: Desk, facets: HistoryFacets) -> HistoryQuery:
    """Draw the filters and return the query, at the page that one has turned to."""
    sessions = {summary.id: summary for summary in desk.service.history.sessions()}
    here = st.query_params.get("session", "")
    ids = [*sessions, *([here] if here and here not in sessions else [])]

    def session_label(session_id: str) -> str:
        session = sessions.get(session_id)
        return f"{session.called or say.NO_EXAM} · {session_id[:8]}" if session else session_id

    with st.container(horizontal=True, key="history-filters"):
        session_id = st.selectbox(
            told.SESSION,
            ids,
            index=ids.index(here) if here else None,
            format_func=session_label,
            placeholder=told.ANY,
            key="history-session",
            width=230,
        )
        learner = st.selectbox(
            told.LEARNER,
            [learner.id for learner in facets.learners],
            index=None,
            format_func=facets.name_of,
            placeholder=told.ANY,
            key="history-learner",
            width=200,
        )
        agent = st.selectbox(
            told.AGENT,
            facets.agents,
            index=None,
            format_func=told.agent,
            placeholder=told.ANY,
            key="history-agent",
            width=150,
        )
        action = st.selectbox(
            told.ACTION,
            facets.actions,
            index=None,
            format_func=done,
            placeholder=told.ANY,
            key="history-action",
            width=180,
        )
        phase = st.selectbox(
            told.PHASE,
            list(StudyPhase),
            index=None,
            format_func=say.STEPS.__getitem__,
            placeholder=told.ANY,
            key="history-phase",
            width=140,
        )
        since = st.date_input(told.FROM, None, key="history-from", width=145)
        until = st.date_input(told.TO, None, key="history-to", width=145)
    wanted = HistoryQuery(
        session_id=session_id or "", user_id=learner or "", agent=agent or "", action=action or "", phase=phase
    )
    query = desk.service.history.within(wanted, since, until, desk.zone)
    turned = memory(Turned)
    if turned.query != query.model_dump_json():
        turned.query, turned.ends = query.model_dump_json(), []
    return query.model_copy(update={"before": turned.ends[-1] if turned.ends else None})


def events_table(page: HistoryPage, query: HistoryQuery, facets: HistoryFacets, zone: str) -> AgentEvent | None:
    """Draw the page of events; return the one whose row is chosen."""
    if not page.events:
        st.info(told.EMPTY)
        return None
    column = told.COLUMNS
    rows = [
        {
            column["time"]: event.timestamp,
            column["learner"]: facets.name_of(event.user_id),
            column["agent"]: told.agent(event.agent),
            column["action"]: done(event.action),
            column["before"]: say.STEPS[event.phase_before],
            column["after"]: say.STEPS[event.phase_after],
            column["reasoning"]: say.told(event.said),
            column["ms"]: event.duration_ms,
            column["session"]: event.session_id,
            column["id"]: event.id,
        }
        for event in page.events
    ]
    selection = st.dataframe(
        pd.DataFrame(rows),
        hide_index=True,
        on_select="rerun",
        selection_mode="single-row",
        column_config={
            column["time"]: st.column_config.DatetimeColumn(format="D MMM YYYY, HH:mm:ss", timezone=zone),
            column["reasoning"]: st.column_config.TextColumn(width="large"),
            column["ms"]: st.column_config.NumberColumn(format="%.0f", width="small"),
            column["id"]: st.column_config.NumberColumn(width="small"),
        },
        # A page of its own has a selection of its own.
        key=f"history-table-{crc32(query.model_dump_json().encode())}",
        alt=told.TITLE,
    )
    chosen = selection["selection"]["rows"]
    return page.events[chosen[0]] if chosen and chosen[0] < len(page.events) else None


def older(page: HistoryPage) -> None:
    """The way to older events and back to the newest."""
    turned = memory(Turned)
    with st.container(horizontal=True):
        if page.next_before is not None and st.button(told.OLDER, key="history-older"):
            turned.ends.append(page.next_before)
            st.rerun()
        if turned.ends and st.button(told.NEWEST, key="history-newest"):
            turned.ends.clear()
            st.rerun()


def download(desk: Desk, query: HistoryQuery) -> None:
    """All that matches the filters, made when it is asked for."""
    st.download_button(
        told.CSV,
        partial(desk.service.exports.history, query),
        file_name="exammentor-history.csv",
        mime="text/csv",
        on_click="ignore",
        key="history-csv",
    )
    st.caption(told.CSV_HELP)


def event_detail(desk: Desk, event: AgentEvent, facets: HistoryFacets) -> None:
    """One event in full, and its decision run again where it is one."""
    with st.container(border=True, key="history-event"):
        st.header(plain(f"{told.agent(event.agent)} · {done(event.action)}"), anchor=False)
        st.markdown(f"**{told.LEARNER}:** {plain(facets.name_of(event.user_id))}")
        st.markdown(f"**{told.REASON}:** {plain(say.told(event.said) or told.NO_REASON)}")
        if event.context_patch != ContextPatch():
            st.markdown(f"**{told.CHANGED}**")
            st.json(event.context_patch.model_dump(mode="json", exclude_defaults=True), expanded=1)
        if event.metadata:
            st.markdown(f"**{told.RECORDED}**")
            st.json(event.metadata, expanded=1)
        if desk.service.can_run_again(event) and st.button(told.RERUN, key="history-rerun"):
            same = attempt(desk, partial(desk.service.run_again, event))
            if same:
                st.success(told.SAME)
            elif same is not None and desk.service.is_by_earlier_rules(event):
                st.info(told.EARLIER)
            elif same is not None:
                st.warning(told.OTHER)


def replay(desk: Desk, session_id: str) -> None:
    """A session replayed from its events and compared with what is stored."""
    if st.button(told.REPLAY, key="history-replay"):
        result = attempt(desk, partial(desk.service.replay, session_id))
        if result is None:
            return
        words = told.REPLAYED if result.is_same else told.DIFFERS
        (st.success if result.is_same else st.warning)(words.format(events=result.events))
