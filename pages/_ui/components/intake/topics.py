"""The topics that were found, to be looked over before planning: a tick and a name for each."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from core.models import Intake
from core.models.limits import LONGEST_TOPIC
from pages._ui.desk import Desk, memory
from pages._ui.messages import intake as say
from pages._ui.session import fill_widgets

AT_ONCE = 20


@dataclass
class Listed:
    """How many of the topics are shown."""

    most: int = AT_ONCE


def topics_found(desk: Desk, typed: Intake, kept: Intake, shown: Intake) -> Intake:
    """What was `typed`, with the topics left out and renamed as they are ticked and named here.

    The boxes are filled anew where what is `kept` is not what was `shown` here. Nothing is drawn while it is folded.
    """
    found = desk.service.catalogue.found_topics(desk.session, typed)
    if not found:
        return typed
    # Another label would be another fold, which is closed.
    with st.expander(say.topics_found(len(found)), key="intake-topics", on_change="rerun") as fold:
        if not fold.open:
            return typed
        st.caption(say.LOOK_OVER)
        wanted = ""
        if len(found) > AT_ONCE:
            wanted = st.text_input(say.FIND_TOPIC, key="intake-topics-find", placeholder=say.FIND_TOPIC_HOLDER)
        listed = memory(Listed, page=desk.page)
        words = wanted.casefold().split()
        matching = [
            name for name in found if all(word in f"{name} {typed.renamed.get(name, '')}".casefold() for word in words)
        ]
        ticked = {name: _row(name, found.index(name), kept, shown) for name in matching[: listed.most]}
        if len(matching) > listed.most and st.button(
            say.more_topics(len(matching) - listed.most), key="intake-topics-more"
        ):
            listed.most = len(found)
            st.rerun()
    return typed.model_copy(update=_looked_over(typed, found, ticked))


def _row(name: str, place: int, kept: Intake, shown: Intake) -> tuple[bool, str]:
    """Whether a topic is ticked, and what it is called."""
    tick, title = f"intake-topic-{own_key(name)}", f"intake-topic-name-{own_key(name)}"
    was_moved = _of(name, kept) != _of(name, shown)
    is_in, called = _of(name, kept)
    fill_widgets({tick: is_in, title: called}, anew={tick, title} if was_moved else ())
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key=f"intake-topic-row-{place + 1}"):
        ticked = st.checkbox(say.keep_topic(name), is_in, label_visibility="collapsed", key=tick)
        typed = st.text_input(
            say.name_of(name), called, max_chars=LONGEST_TOPIC, label_visibility="collapsed", key=title
        )
    return ticked, typed


def own_key(name: str) -> str:
    """What the keys of a topic's boxes end with: the same wherever it stands in the list."""
    return hashlib.sha256(name.encode()).hexdigest()[:12]


def _of(name: str, intake: Intake) -> tuple[bool, str]:
    return name not in intake.left_out, intake.renamed.get(name, name)


def _looked_over(typed: Intake, found: Sequence[str], ticked: dict[str, tuple[bool, str]]) -> dict[str, object]:
    """The topics left out and renamed; of those that are not shown as before, also where they are not found now."""
    left_out = [name for name in typed.left_out if name not in ticked]
    renamed = {name: own for name, own in typed.renamed.items() if name not in ticked}
    for name, (is_in, called) in ticked.items():
        if not is_in:
            left_out.append(name)
        if (own := " ".join(called.split())) and own != name:
            renamed[name] = own
    places = {name: place for place, name in enumerate(found)}
    return {"left_out": tuple(sorted(left_out, key=lambda name: places.get(name, -1))), "renamed": renamed}
