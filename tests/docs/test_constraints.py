"""constraints.txt against what requirements ask for: one exact version of each, for every Python that is promised."""

from __future__ import annotations

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from core import ROOT

PYTHONS = ("3.11", "3.12", "3.13")


def requirements(file: str) -> list[Requirement]:
    lines = [line.strip() for line in (ROOT / file).read_text().splitlines()]
    return [Requirement(line) for line in lines if line and not line.startswith(("#", "-r"))]


@pytest.mark.parametrize("python", PYTHONS)
@pytest.mark.parametrize("file", ["requirements.txt", "requirements-dev.txt"])
def test_each_requirement_has_one_exact_version_that_it_takes(file: str, python: str) -> None:
    here = {"python_version": python, "python_full_version": f"{python}.0"}
    pins: dict[str, list[str]] = {}
    for pin in requirements("constraints.txt"):
        if pin.marker is None or pin.marker.evaluate(here):
            pins.setdefault(canonicalize_name(pin.name), []).append(str(pin.specifier).removeprefix("=="))
    wanted = [need for need in requirements(file) if need.marker is None or need.marker.evaluate(here)]
    assert wanted
    for need in wanted:
        versions = pins.get(canonicalize_name(need.name), [])
        assert len(versions) == 1, f"{need.name}: run `make lock`"
        assert need.specifier.contains(versions[0], prereleases=True), f"{need}: run `make lock`"


def test_every_line_is_a_name_and_an_exact_version_and_names_no_place_to_get_it() -> None:
    for pin in requirements("constraints.txt"):
        (specifier,) = pin.specifier
        assert specifier.operator == "=="
        assert pin.url is None


def test_make_installs_requirements_under_the_constraints() -> None:
    installs = [line for line in (ROOT / "Makefile").read_text().splitlines() if "pip install" in line]
    assert [line for line in installs if "-c constraints.txt" not in line and "requirements-tools" not in line] == []
    assert len(installs) == 3
