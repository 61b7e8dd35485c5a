"""The topics of a plan: each with its day and how it stands, what the learner says of it, and the way to a text."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial

import streamlit as st

from core.models import OwnWord, Session, Topic
from pages._ui.components.plan.texts import Adding, add_text
from pages._ui.desk import Desk, memory
from pages._ui.frame.text import plain
from pages._ui.messages import plan_topics as say
from pages._ui.session import fill_widgets, take_step

AT_ONCE = 40


@dataclass
class Rows:
    """How many topics are listed, and what each choice was filled with last: the topic and the word."""

    most: int = AT_ONCE
    filled: dict[str, tuple[str, OwnWord | None]] = field(default_factory=dict)


def topic_list(desk: Desk, topics: Sequence[Topic], days: Mapping[str, date]) -> None:
    """Each topic, its day and how it stands, with what can be said of it until the course is over; one that is not in
    `days` has none."""
    rows = memory(Rows, of=desk.study.id)
    st.header(say.TOPICS, anchor=False)
    if not desk.is_finished:
        st.caption(say.TOPICS_HINT)
    with st.container(key="plan-topics", gap=None):
        for place, topic in enumerate(topics[: rows.most], 1):
            with st.container(horizontal=True, vertical_alignment="center", gap="small", key=f"topic-row-{place}"):
                day = days.get(topic.name)
                st.markdown(f"**{plain(topic.name)}**  \n:small[{plain(say.topic_line(topic, day))}]", width="stretch")
                if topic.takes_own_word and not desk.is_finished:
                    _own_word(desk, rows, place, topic)
                if desk.in_turn and not topic.material_id and topic.status != "left_out":
                    _text(desk, place, topic)
            if memory(Adding, page=desk.page).place == str(place):
                add_text(desk, topic, str(place))
    if len(topics) > rows.most and st.button(say.more_topics(len(topics) - rows.most), key="topic-more"):
        rows.most = len(topics)
        st.rerun()


def _own_word(desk: Desk, rows: Rows, place: int, topic: Topic) -> None:
    """How well a topic is known that was studied without the app; a choice keeps it, and none takes it back."""
    key = f"topic-studied-{place}"
    filled = (topic.name, topic.own_word)
    fill_widgets({key: topic.own_word}, anew={key} if rows.filled.get(key) != filled else ())
    rows.filled[key] = filled
    word = st.segmented_control(
        say.own_word_asked(topic),
        list(say.OWN_WORDS),
        default=topic.own_word,
        format_func=say.OWN_WORDS.__getitem__,
        label_visibility="collapsed",
        key=key,
    )
    if word != topic.own_word:
        _say(desk, partial(desk.service.own_words.mark, topic_name=topic.name, own_word=word), topic, word)
    if not topic.is_studied and st.button(say.KNOWN, key=f"topic-known-{place}", type="tertiary"):
        _say(desk, partial(desk.service.own_words.know, topic_name=topic.name), topic, "firm")


def _say(desk: Desk, step: Callable[[Session], Session], topic: Topic, word: OwnWord | None) -> None:
    if take_step(desk, step):
        desk.redraw(say.own_word_kept(desk.service.topic(desk.study, topic.name), word))


def _text(desk: Desk, place: int, topic: Topic) -> None:
    adding = memory(Adding, page=desk.page)
    is_open = adding.place == str(place)
    if st.button(say.CLOSE if is_open else say.ADD_TEXT, key=f"topic-text-{place}", type="tertiary"):
        adding.place = "" if is_open else str(place)
        st.rerun()
