"""axe-core on a page of the app as it stands, in light and in dark, at a desk and on a phone."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from playwright.sync_api import Page, expect

from core import ROOT
from tests.e2e.layout import at_rest
from tests.server import Server

Theme = Literal["light", "dark"]
DESK, PHONE, HEIGHT = 1100, 390, 900
LOOKS: list[tuple[int, tuple[Theme, Theme]]] = [(DESK, ("light", "dark")), (PHONE, ("dark", "light"))]
REFUSED = ("moderate", "serious", "critical")
THEMES = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text("utf-8"))["theme"]

# What the page's scroller hides below the fold axe-core leaves out of the contrast rule: the window gets as tall.
HEIGHT_OF_ALL = """least => Math.max(
    least, (document.querySelector('[data-testid=stMain]') ?? document.documentElement).scrollHeight)"""
HAS_GROUND = """colour =>
    getComputedStyle(document.querySelector('[data-testid=stApp]') ?? document.body).backgroundColor === colour"""
END_TRANSITIONS = """() => document.getAnimations().forEach(
    animation => animation instanceof CSSTransition && animation.finish())"""
# Else each run reads every style sheet anew, for a rule on the screen's orientation that is not among those asked for.
WITHOUT_SHEETS = "preload: {assets: ['media']}"
RUN = f"() => axe.run(document, {{resultTypes: ['violations'], {WITHOUT_SHEETS}}})"


@dataclass
class Walk:
    """One browser tab on its way, and what axe-core found at each stop."""

    page: Page
    server: Server
    folder: Path
    session_id: str = ""
    findings: list[str] = field(default_factory=list)

    def open(self, path: str) -> None:
        """Go to an address of the app; `{session}` in it is the session that the walk is in."""
        self.page.goto(f"{self.server.url}/{path.format(session=self.session_id)}")
        self.page.locator("h1").wait_for()

    def look(self, stop: str) -> None:
        """Run axe-core on the page as it is, in each look."""
        if self.page.get_by_test_id("stApp").count():
            at_rest(self.page)
        for width, themes in LOOKS:
            self.page.set_viewport_size({"width": width, "height": HEIGHT})
            self.page.set_viewport_size({"width": width, "height": self.page.evaluate(HEIGHT_OF_ALL, HEIGHT)})
            for theme in themes:
                self.findings += self._findings(f"{stop}, {theme}, {width} px", theme)
        self.page.set_viewport_size({"width": DESK, "height": HEIGHT})

    def _findings(self, where: str, theme: Theme) -> list[str]:
        self.page.emulate_media(color_scheme=theme)
        self.page.wait_for_function(HAS_GROUND, arg=rgb(THEMES[theme]["backgroundColor"]))
        # What the last run of the script left is drawn fainter until it is replaced.
        expect(self.page.locator("[data-stale=true]")).to_have_count(0)
        self.page.evaluate(END_TRANSITIONS)
        result = self.page.evaluate(RUN)
        assert "color-contrast" in {rule["id"] for rule in result["passes"]}, f"{where}: nothing was looked at"
        return [
            f"{where}: {rule['id']} ({rule['impact']}) at {node['target']}\n"
            f"    {node['html']}\n    {node['failureSummary']}"
            for rule in result["violations"]
            if rule["impact"] in REFUSED
            for node in rule["nodes"]
        ]


def rgb(colour: str) -> str:
    """A colour of the theme as the browser tells it."""
    red, green, blue = bytes.fromhex(colour.removeprefix("#"))
    return f"rgb({red}, {green}, {blue})"
