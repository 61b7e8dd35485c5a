"""A plan: how it stands, what today has, and what is next."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from core.models import Topic
from core.models.plan_overview import PlanOverview
from pages._ui.components.plan.texts import Adding, add_text
from pages._ui.desk import Desk, memory
from pages._ui.frame.text import plain
from pages._ui.messages import plan as say
from pages._ui.session import fill_widgets

NEXT = "next"


@dataclass
class Suggested:
    """The topic that this tab has suggested last."""

    topic: str | None = None


def overview(plan: PlanOverview) -> None:
    """The exam and its day, and whether every topic has a day and the time that it needs."""
    shown = plan.shown
    with st.container(key="plan-head", horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(
            f"**{plain(shown.plan.exam_name)}**, {plain(say.until(plan.window.exam_on, plan.today))}", width="content"
        )
        if plan.is_over:
            return
        if not shown.was_accepted:
            st.badge(say.UNVERIFIED, icon=":material/hourglass_empty:", color="orange")
        elif plan.behind:
            st.badge(say.LATE, icon=":material/schedule:", color="orange")
        else:
            told = say.VERIFIED_PART if shown.plan.left_out else say.VERIFIED
            st.badge(told, icon=":material/check:", color="green")
    if shown.was_accepted and plan.is_short_of_time and plan.ways_out is None:
        st.caption(plain(f"{say.short_of_time(plan.time_given)}."))


def today_list(plan: PlanOverview) -> None:
    """What the plan has for today."""
    st.header(say.TODAY, anchor=False)
    entry = plan.entry
    if plan.is_over:
        st.markdown(say.OVER)
    elif entry is None:
        st.markdown(say.BEFORE.format(day=say.day(plan.window.start)))
    elif entry.topics:
        ticked = frozenset() if entry.is_revision else plan.studied
        lines = [plain(say.sitting(topic.name, topic.hours, is_studied=topic.name in ticked)) for topic in entry.topics]
        st.markdown(f"{say.REVISE}:\n" * entry.is_revision + "\n".join(f"- {line}" for line in lines))
    else:
        st.markdown(say.DAY_OFF if plan.window.is_off(plan.today) else say.FREE_TODAY)


def next_up(plan: PlanOverview, picked: str | None) -> None:
    """The topic that a press starts, and why it is this one."""
    if not picked:
        return
    st.header(say.NEXT, anchor=False)
    is_suggested = plan.suggestion is not None and plan.suggestion.topic.name == picked
    why = say.why_next(plan.suggestion, plan.today) if plan.suggestion and is_suggested else say.PICKED
    st.markdown(f"**{plain(picked)}**  \n{plain(why)}")


def topic_picker(desk: Desk, plan: PlanOverview) -> str | None:
    """The topic to start: the suggested one, or another that the learner picks."""
    names = [topic.name for topic in plan.topics if topic.status != "left_out"]
    wanted = plan.suggestion.topic.name if plan.suggestion else desk.study.context.current_topic
    if wanted in names:
        suggested = memory(Suggested)
        fill_widgets({"plan-topic": wanted}, anew={"plan-topic"} if suggested.topic != wanted else ())
        suggested.topic = wanted
    place = names.index(wanted) if wanted in names else 0
    picked = st.selectbox(say.PICK, names, place, filter_mode="contains", key="plan-topic")
    topic = next((topic for topic in plan.topics if topic.name == picked), None)
    if topic and not plan.has_material and not topic.material_id:
        _no_text(desk, topic)
    return picked


def _no_text(desk: Desk, topic: Topic) -> None:
    """That a topic comes without a text, and the ways on from there."""
    st.info(say.NO_TEXT)
    adding = memory(Adding, page=desk.page)
    if adding.place == NEXT:
        add_text(desk, topic, NEXT)
    elif st.button(say.ADD_TEXT_LONG, key="topic-text-next"):
        adding.place = NEXT
        st.rerun()
