"""A plan: how it stands, what today has, and what is next."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

import pandas as pd
import streamlit as st

from core.domain.mastery import next_topic
from core.domain.planning import ENOUGH_TIME, behind, time_given
from core.models import PlanVersion, StudyWindow, Topic
from pages._ui.desk import Desk
from pages._ui.frame.text import plain
from pages._ui.messages import plan as say
from pages._ui.session import fill_widgets


def overview(shown: PlanVersion, topics: Sequence[Topic], window: StudyWindow, today: date) -> None:
    """The plan in a sentence, whether it was checked, and whether its topics have the time that they take."""
    head = f"**{plain(shown.plan.exam_name)}**, {plain(say.until(window.exam_on, today))}"
    st.markdown(f"{head}  \n{plain(shown.plan.overview)}")
    if today >= window.exam_on:
        return
    if not shown.was_accepted:
        st.badge(say.UNVERIFIED, icon=":material/hourglass_empty:", color="orange")
        return
    if behind(shown.plan, topics, today):
        st.badge(say.LATE, icon=":material/schedule:", color="orange")
    else:
        st.badge(say.VERIFIED_PART if shown.plan.left_out else say.VERIFIED, icon=":material/check:", color="green")
    share = time_given(shown.plan, topics)
    if share < ENOUGH_TIME:
        st.warning(say.short_of_time(share))


def today_list(shown: PlanVersion, topics: Sequence[Topic], window: StudyWindow, today: date) -> None:
    """What the plan has for today."""
    st.header(say.TODAY, anchor=False)
    entry = next((one for one in shown.plan.schedule if one.date == today), None)
    done = {topic.name for topic in topics if topic.status == "done"}
    if today >= window.exam_on:
        st.markdown(say.OVER)
    elif entry is None:
        st.markdown(say.BEFORE.format(day=say.day(window.start)))
    elif entry.topics:
        ticked = () if entry.is_revision else done
        lines = [plain(say.sitting(one.name, one.hours, is_done=one.name in ticked)) for one in entry.topics]
        st.markdown(f"{say.REVISE}:\n" * entry.is_revision + "\n".join(f"- {line}" for line in lines))
    else:
        st.markdown(say.DAY_OFF if window.is_off(today) else say.FREE)


def topic_picker(desk: Desk, topics: Sequence[Topic], today: date) -> str | None:
    """The topic to start: the suggested one with the reason, or another that the learner picks."""
    suggestion = next_topic(topics, today)
    names = [topic.name for topic in topics if topic.status != "left_out"]
    if suggestion:
        topic, why = suggestion
        st.header(say.NEXT, anchor=False)
        st.markdown(f"**{plain(topic.name)}**  \n{plain(why)}")
    wanted = suggestion[0].name if suggestion else desk.study.context.current_topic
    if wanted in names:
        fill_widgets({"plan-topic": wanted}, anew={"plan-topic"} if desk.tab.suggested != wanted else ())
        desk.tab.suggested = wanted
    picked = st.selectbox(say.PICK, names, filter_mode="contains", key="plan-topic")
    has_material = bool(desk.service.read.materials(desk.study.id))
    if not has_material and any(topic.name == picked and not topic.material_id for topic in topics):
        st.warning(say.NO_TEXT)
    return picked


def topics_table(topics: Sequence[Topic], shown: PlanVersion | None = None) -> None:
    """Each topic and how it stands; one that `shown` has no day for has no date."""
    placed = {topic.name for day in shown.plan.schedule for topic in day.topics} if shown else None
    st.header(say.TOPICS, anchor=False)
    column = say.TOPIC_COLUMNS
    table = pd.DataFrame(
        {
            column["name"]: [topic.name for topic in topics],
            column["planned"]: [_planned_on(topic, placed) for topic in topics],
            column["status"]: [say.TOPIC_STATUS[topic.status] for topic in topics],
            column["score"]: [topic.mastery_score for topic in topics],
            column["again"]: [topic.review_on for topic in topics],
        }
    )
    st.dataframe(
        table,
        hide_index=True,
        column_config={
            column["name"]: st.column_config.TextColumn(width="large"),
            column["planned"]: st.column_config.DateColumn(format="ddd D MMM"),
            column["score"]: st.column_config.ProgressColumn(format="%.0f %%", min_value=0, max_value=100),
            column["again"]: st.column_config.DateColumn(format="ddd D MMM"),
        },
        alt=say.TOPICS,
    )


def _planned_on(topic: Topic, placed: Collection[str] | None) -> date | None:
    has_no_day = placed is not None and topic.status != "done" and topic.name not in placed
    return None if topic.status == "left_out" or has_no_day else topic.planned_on
