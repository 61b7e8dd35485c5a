"""A plan: how it stands, what today has, and what is next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

import pandas as pd
import streamlit as st

from core.models import OwnWord, Topic
from core.models.plan_overview import PlanOverview
from pages._ui.desk import Desk, memory
from pages._ui.frame.text import plain
from pages._ui.messages import plan as say
from pages._ui.messages import told
from pages._ui.session import fill_widgets, take_step


@dataclass
class Suggested:
    """The topic that this tab has suggested last."""

    topic: str | None = None


def overview(plan: PlanOverview) -> None:
    """The plan in a sentence, whether it was checked, and whether its topics have the time that they take."""
    shown = plan.shown
    head = f"**{plain(shown.plan.exam_name)}**, {plain(say.until(plan.window.exam_on, plan.today))}"
    st.markdown(f"{head}  \n{plain(say.overview(shown.plan))}")
    if plan.is_over:
        return
    if not shown.was_accepted:
        st.badge(say.UNVERIFIED, icon=":material/hourglass_empty:", color="orange")
        return
    if plan.behind:
        st.badge(say.LATE, icon=":material/schedule:", color="orange")
    else:
        st.badge(say.VERIFIED_PART if shown.plan.left_out else say.VERIFIED, icon=":material/check:", color="green")
    if plan.is_short_of_time:
        st.warning(say.short_of_time(plan.time_given))


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
        st.markdown(say.DAY_OFF if plan.window.is_off(plan.today) else say.FREE)


def topic_picker(desk: Desk, plan: PlanOverview) -> str | None:
    """The topic to start: the suggested one with the reason, or another that the learner picks."""
    names = [topic.name for topic in plan.topics if topic.status != "left_out"]
    if plan.suggestion:
        st.header(say.NEXT, anchor=False)
        st.markdown(f"**{plain(plan.suggestion.topic.name)}**  \n{plain(told(plan.suggestion.why))}")
    wanted = plan.suggestion.topic.name if plan.suggestion else desk.study.context.current_topic
    if wanted in names:
        suggested = memory(Suggested)
        fill_widgets({"plan-topic": wanted}, anew={"plan-topic"} if suggested.topic != wanted else ())
        suggested.topic = wanted
    place = names.index(wanted) if wanted in names else 0
    picked = st.selectbox(say.PICK, names, place, filter_mode="contains", key="plan-topic")
    topic = next((topic for topic in plan.topics if topic.name == picked), None)
    if topic and not plan.has_material and not topic.material_id:
        st.warning(say.NO_TEXT)
    if topic and topic.is_by_own_word:
        _own_word(desk, topic)
    return picked


def _own_word(desk: Desk, topic: Topic) -> None:
    """How well a topic is known that the app has nothing to ask on; a press keeps it."""
    st.markdown(plain(say.own_word_asked(topic)))
    words: list[OwnWord | None] = [*say.OWN_WORDS]
    with st.container(horizontal=True, key=f"topic-studied-{topic.position}"):
        pressed = [
            word
            for word in words + [None] * bool(topic.own_word)
            if st.button(
                say.OWN_WORDS[word] if word else say.NOT_STUDIED,
                key=f"topic-studied-{topic.position}-{word or 'not'}",
                disabled=word == topic.own_word,
            )
        ]
    for word in pressed:
        if take_step(desk, partial(desk.service.plans.mark_studied, topic_name=topic.name, own_word=word)):
            desk.redraw(say.own_word_kept(topic.name, word))


def topics_table(topics: Sequence[Topic], days: Mapping[str, date]) -> None:
    """Each topic, its day and how it stands; one that is not in `days` has none."""
    st.header(say.TOPICS, anchor=False)
    column = say.TOPIC_COLUMNS
    table = pd.DataFrame(
        {
            column["name"]: [topic.name for topic in topics],
            column["planned"]: [days.get(topic.name) for topic in topics],
            column["status"]: [say.status(topic) for topic in topics],
            column["score"]: [topic.mastery_score for topic in topics],
            column["again"]: [None if topic.status == "planned" else topic.review_on for topic in topics],
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
