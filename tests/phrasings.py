"""Sentences as learners write them, each with what it asks for."""

from __future__ import annotations

import csv
from datetime import date
from typing import NamedTuple

from core import ROOT

TODAY = date(2026, 3, 2)


ROUTES = ROOT / "tests" / "data" / "routes.csv"


class Labelled(NamedTuple):
    text: str
    intent: str
    exam: str
    subject: str
    refused: str
    clarify: str


def phrasings() -> list[Labelled]:
    with ROUTES.open(encoding="utf-8", newline="") as file:
        return [Labelled(**row) for row in csv.DictReader(file)]
