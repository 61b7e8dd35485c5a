"""Why a topic comes next."""

from __future__ import annotations

NEXT_TOPIC = {
    "next.ahead_due": "You are ahead of the plan, and its review was due on {on:long}.",
    "next.lowest": "Everything is studied; this one has the lowest score ({score:.0f} %).",
    "next.not_yet_alone": "It needs more right answers before it counts as studied, and nothing else is open.",
    "next.not_yet_due": "It needs more right answers before it counts as studied, and its review was due on {on:long}.",
    "next.own_word": "Everything is studied; this one by your own word alone.",
    "next.planned": "Next in your plan ({on:long}).",
    "next.studied_due": "Everything is studied, and its review was due on {on:long}.",
    "next.was_planned": "It was planned for {on:long}, and comes next.",
}
