"""The labelled phrasings, and what the router makes of them."""

from __future__ import annotations

import csv
from datetime import date
from functools import cache
from typing import NamedTuple

from core import ROOT
from core.agents.router import route
from core.models import RouteDecision

TODAY = date(2026, 3, 2)
_ROUTES = ROOT / "tests" / "data" / "routes.csv"


class Labelled(NamedTuple):
    text: str
    intent: str
    exam: str
    subject: str
    refused: str
    clarify: str


def phrasings() -> list[Labelled]:
    with _ROUTES.open(encoding="utf-8", newline="") as file:
        return [Labelled(**row) for row in csv.DictReader(file)]


@cache
def routed() -> list[tuple[Labelled, RouteDecision]]:
    """Every phrasing with its decision; worked out once, since it takes seconds."""
    return [(phrasing, route(phrasing.text, TODAY)) for phrasing in phrasings()]
