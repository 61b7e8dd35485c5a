"""The sessions on the desk, and what can be done with each as a whole."""

from __future__ import annotations

from typing import cast

import pytest
from streamlit.testing.v1 import AppTest

from core.models import Changes, Filing, Place, StudyPhase
from core.models.filing import KEPT_IN_BIN
from core.study.ports import StudyStore
from core.study.service import StudyService
from pages._ui import messages as common
from pages._ui.messages import filing as say
from tests.journey import at_phase, hand_in, to_quiz
from tests.pages.app import current_step, errors, open_at, words


def choose(app: AppTest, session_id: str, option: str) -> AppTest:
    app.menu_button(key=f"session-menu-{session_id}").click(option).run()
    assert not app.exception
    return app


def names(app: AppTest) -> list[str]:
    return [heading.value.replace("\\", "") for heading in app.subheader]


def test_home_shows_older_sessions_on_demand(service: StudyService) -> None:
    for _ in range(25):
        service.start("Botany")
    app = open_at("home")
    assert len(app.subheader) == 20
    app.button(key="home-older").click().run()
    assert len(app.subheader) == 25


def test_sessions_of_one_name_carry_the_day_they_began(service: StudyService) -> None:
    service.start("Botany", session_id="s1")
    service.start("Botany", session_id="s2")
    service.start("Cell biology", session_id="s3")
    app = open_at("home")
    begun = common.day(service.open("s1").created_at.date())
    assert names(app) == ["Cell biology", f"Botany · begun {begun} · no. 2", f"Botany · begun {begun} · no. 1"]


def test_a_session_is_renamed_in_its_card(service: StudyService) -> None:
    session = service.start("Botany")
    app = choose(open_at("home"), session.id, "rename")
    assert app.text_input(key=f"session-name-{session.id}").value == "Botany"
    app.text_input(key=f"session-name-{session.id}").input("Plants, *again*")
    app.button(key=f"session-save-{session.id}").click().run()
    assert names(app) == ["Plants, *again*"]
    assert service.open(session.id).filing == Filing(title="Plants, *again*")
    choose(app, session.id, "rename")
    app.text_input(key=f"session-name-{session.id}").input("Never mind")
    app.button(key=f"session-cancel-{session.id}").click().run()
    assert names(app) == ["Plants, *again*"]


def test_what_is_archived_is_folded_away_and_comes_back(service: StudyService) -> None:
    session = at_phase(service, StudyPhase.PLANNING)
    app = choose(open_at("home"), session.id, "archive")
    assert not app.get("menu_button"), "no card is left"
    assert "home-continue" not in {button.key for button in app.button}
    (fold,) = app.expander
    assert fold.label == say.archive_head(1)
    assert service.open(session.id).place is Place.ARCHIVE
    app.button(key=f"session-restore-{session.id}").click().run()
    assert names(app) == ["Cell biology"]
    assert not [fold for fold in app.expander if fold.label == say.archive_head(1)]


def test_what_is_deleted_lies_in_the_bin_and_can_be_put_back(service: StudyService) -> None:
    kept, session = service.start("Botany"), at_phase(service, StudyPhase.PLANNING)
    app = choose(open_at("home"), session.id, "bin")
    assert names(app) == ["Botany"]
    assert say.bin_head(1) in [fold.label for fold in app.expander]
    version = service.open(session.id).version
    app.run()
    assert service.open(session.id).version == version
    app.button(key=f"session-restore-{session.id}").click().run()
    assert set(names(app)) == {"Botany", "Cell biology"}
    assert {summary.id for summary in service.read.sessions()} == {kept.id, session.id}


def test_erase_now_asks_once(service: StudyService) -> None:
    session = service.start("Botany")
    service.filings.bin(session.id)
    app = open_at("home")
    app.button(key=f"session-erase-{session.id}").click().run()
    assert "Botany" in words(app)
    app.button(key=f"erase-no-{session.id}").click().run()
    assert f"erase-yes-{session.id}" not in {button.key for button in app.button}
    assert service.read.sessions()
    app.button(key=f"session-erase-{session.id}").click().run()
    app.button(key=f"erase-yes-{session.id}").click().run()
    assert service.read.sessions() == ()
    assert service.read.was_erased(session.id)


def test_a_page_of_a_session_in_the_bin_says_so_and_offers_no_step(service: StudyService) -> None:
    session = at_phase(service, StudyPhase.PLANNING)
    service.filings.bin(session.id)
    app = open_at("plan", session.id)
    assert common.IN_BIN in [info.value for info in app.info]
    assert not app.button
    service.filings.restore(session.id)
    service.filings.archive(session.id)
    assert current_step(open_at("plan", session.id)) == "Plan"


def test_a_completed_course_is_studied_on_from_its_card_and_from_its_results(service: StudyService) -> None:
    session = at_phase(service, StudyPhase.COMPLETED)
    app = open_at("home")
    app.button(key=f"study-on-{session.id}").click().run()
    assert not errors(app)
    assert current_step(app) == "Plan"
    (begun,) = [summary for summary in service.read.sessions() if summary.id != session.id]
    assert app.query_params["session"] == begun.id
    app = open_at("analysis", session.id)
    app.button(key=f"study-on-{session.id}").click().run()
    assert app.query_params["session"] == begun.id
    assert len(service.read.sessions()) == 2
    # What was put away since is on the desk again.
    service.filings.archive(begun.id)
    service.filings.bin(begun.id)
    app = open_at("analysis", session.id)
    app.button(key=f"study-on-{session.id}").click().run()
    assert service.open(begun.id).filing.place is Place.DESK


@pytest.mark.parametrize("option", ["archive", "bin"])
def test_what_was_put_away_is_not_the_last_session_of_the_tab(service: StudyService, option: str) -> None:
    other, session = at_phase(service, StudyPhase.PLANNING), service.start("Botany")
    app = open_at("intake", session.id)
    app.query_params.clear()
    choose(app.switch_page("pages/home.py").run(), session.id, option)
    app.switch_page("pages/plan.py").run()
    assert app.query_params["session"] == other.id


def test_what_is_looked_at_in_the_archive_is_not_the_last_session_of_the_tab(service: StudyService) -> None:
    archived, other = at_phase(service, StudyPhase.PLANNING), at_phase(service, StudyPhase.PLANNING)
    service.filings.archive(archived.id)
    app = open_at("plan", archived.id)
    assert app.query_params["session"] == archived.id
    app.query_params.clear()
    app.switch_page("pages/quiz.py").run()
    assert app.query_params["session"] == other.id


def test_a_visit_of_home_erases_what_has_been_in_the_bin_for_its_time(service: StudyService) -> None:
    kept, over = service.start("Botany"), service.start("Cell biology")
    now = service.clock.now()
    store = cast(StudyStore, service.read)
    for session, since in [(kept, now), (over, now - KEPT_IN_BIN)]:
        filed = Changes(
            at=now,
            phase=session.phase,
            context=session.context,
            events=(),
            filing=Filing(binned_at=since),
        )
        store.commit(session.id, session.version, "bin", filed)
    app = open_at("home")
    assert say.bin_head(1) in [fold.label for fold in app.expander]
    assert [service.read.was_erased(session.id) for session in (kept, over)] == [False, True]


def test_what_goes_on_says_of_which_of_two_exams_of_one_name_it_is(service: StudyService) -> None:
    first, second = (at_phase(service, StudyPhase.PLANNING) for _ in range(2))
    names = common.session_labels(service.read.sessions(), "UTC")
    assert len({names[first.id], names[second.id]}) == 2
    app = open_at("home")
    (card,) = [caption.value.replace("\\", "") for caption in app.caption if "exam in" in caption.value]
    assert names[second.id] in card
    lines = [
        button.label.replace("\\", "") for button in app.button if str(button.key).startswith(f"home-work-{first.id}")
    ]
    assert lines
    assert all(names[first.id] in line for line in lines)


def test_how_well_topics_are_known_is_told_of_each_of_two_exams_of_one_name(service: StudyService) -> None:
    for _ in range(2):
        hand_in(service, to_quiz(service))
    names = common.session_labels(service.read.sessions(), "UTC")
    assert set(open_at("home").selectbox(key="home-mastery").options) == set(names.values())
