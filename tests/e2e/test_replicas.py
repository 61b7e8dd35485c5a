"""Two replicas behind Debian's nginx under docs/nginx.conf, over HTTPS: the one that serves is killed in mid-quiz."""

from __future__ import annotations

import re
import signal
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from core.models import Question
from tests.e2e.accounts import PASSWORD, quiz_of, sign_up
from tests.e2e.steps import answer, at_phase, name_exam, press, session_of, upload
from tests.nginx import NAME, Nginx
from tests.server import PATIENCE_MS, Server
from tests.stack import Stack
from tests.textbook import textbook_pdf

BACK_S = 30.0


class Site:
    """Replicas and the nginx before them."""

    def __init__(self, nginx: Nginx, replicas: list[Server]) -> None:
        self.nginx, self.replicas, self.url = nginx, replicas, nginx.url

    @classmethod
    @contextmanager
    def running(cls, folder: Path, datas: list[Path]) -> Iterator[Site]:
        """A replica on each of these data folders."""
        for data in datas:
            data.mkdir(parents=True, exist_ok=True)
        replicas = [Server(data) for data in datas]
        nginx = Nginx(folder / "nginx", [replica.port for replica in replicas])
        try:
            with ThreadPoolExecutor() as pool, nginx.running():
                list(pool.map(Server.start, replicas))
                yield cls(nginx, replicas)
        finally:
            for replica in replicas:
                replica.stop(signal.SIGKILL)

    def server_of(self, page: Page) -> Server:
        """The one replica that answers this browser: it asks many times, and all of it goes there."""
        (port,) = self.asked_by(page, 30)
        return next(replica for replica in self.replicas if replica.port == port)

    def asked_by(self, page: Page, times: int) -> set[int]:
        """The ports of the replicas that answer the browser when it asks so many times at once."""
        before = len(self.nginx.passed())
        statuses = page.evaluate(
            "async times => (await Promise.all(Array.from({length: times}, () =>"
            " fetch('/account', {redirect: 'manual'})))).map(answer => answer.status)",
            times,
        )
        assert statuses == [200] * times
        return {passed.ports[-1] for passed in self.nginx.passed()[before:] if passed.path == "/account"}

    def answering_newcomers(self) -> set[int]:
        """The replicas that answer callers who come for the first time."""
        before = len(self.nginx.passed())
        with self.nginx.client() as http:
            for _ in range(24):
                http.cookies.clear()
                assert http.get("/_stcore/health").status_code == 200
        return {passed.ports[-1] for passed in self.nginx.passed()[before:]}


@pytest.fixture(autouse=True)
def deployed(supabase: Stack, monkeypatch: pytest.MonkeyPatch) -> None:
    """What docs/deploy.md has a replica set."""
    monkeypatch.setenv("SUPABASE_URL", supabase.url)
    monkeypatch.setenv("SUPABASE_KEY", supabase.publishable_key)
    monkeypatch.setenv("STREAMLIT_SERVER_ALLOWED_HOSTS", NAME)


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A browser that takes the certificate, which nobody has signed."""
    context = browser.new_context(viewport={"width": 1100, "height": 900}, ignore_https_errors=True)
    context.set_default_timeout(PATIENCE_MS)
    yield context.new_page()
    context.close()


def large(pdf: bytes) -> bytes:
    """The same document in 3 MB, which is more than nginx takes for anything but an upload."""
    return pdf + b"\n%" + b"x" * 3_000_000 + b"\n" + pdf[pdf.rindex(b"startxref") :]


def upload_large(page: Page, pdf: Path) -> None:
    pdf.write_bytes(large(textbook_pdf()))
    upload(page, pdf)
    expect(page.get_by_text("textbook.pdf ·")).to_be_visible()


def to_third_question(page: Page, site: Site, supabase: Stack, pdf: Path) -> tuple[str, list[Question]]:
    """Sign up, upload a file, make a plan, answer two questions. Returns the account's address, and the questions."""
    page.goto(f"{site.url}/plan?session=abc")
    expect(page).to_have_url(re.compile(r"/signin\?next="))
    email = sign_up(page, site.url)
    press(page, "home-start")
    at_phase(page, "Set up")
    name_exam(page, "Biology finals")
    page.keyboard.press("Enter")
    upload_large(page, pdf)
    for phase, action in [("Set up", "generate_plan"), ("Plan", "start_topic"), ("Learn", "take_quiz")]:
        at_phase(page, phase)
        press(page, f"action-{action}")
    at_phase(page, "Quiz")
    questions = list(quiz_of(supabase, email, session_of(page)).quiz.questions)
    answer(page, 1, questions[0])
    press(page, "quiz-next")
    answer(page, 2, questions[1])
    return email, questions


def check_cookies(page: Page) -> None:
    cookies = {str(cookie["name"]): cookie for cookie in page.context.cookies()}
    assert set(cookies) == {"__Host-exammentor", "exammentor_route", "_streamlit_xsrf"}
    assert all(cookie["secure"] for cookie in cookies.values())
    ours = cookies["__Host-exammentor"]
    assert (ours["httpOnly"], ours["sameSite"], ours["path"], ours["domain"]) == (True, "Lax", "/", NAME)


def test_with_a_common_data_folder_the_learner_goes_on_still_signed_in(
    page: Page, supabase: Stack, tmp_path: Path
) -> None:
    with Site.running(tmp_path, [tmp_path / "data"] * 2) as site:
        email, questions = to_third_question(page, site, supabase, tmp_path / "textbook.pdf")
        session_id = session_of(page)
        check_cookies(page)
        assert site.answering_newcomers() == {replica.port for replica in site.replicas}
        dead = site.server_of(page)
        # The tab finds its way to the other replica by itself.
        with page.expect_websocket():
            dead.stop(signal.SIGKILL)
        page.reload()
        at_phase(page, "Quiz")
        expect(page.get_by_text("· 2 answered")).to_be_visible()
        expect(page.locator(".st-key-question-3")).to_be_visible()
        answer(page, 3, questions[2])
        assert len(quiz_of(supabase, email, session_id).answers) == 3
        assert site.server_of(page) is not dead
        assert site.answering_newcomers() == {replica.port for replica in site.replicas} - {dead.port}

        # It takes uploads under the cookie that the dead one gave, and without a secret that both know.
        page.goto(site.url)
        press(page, "home-start")
        at_phase(page, "Set up")
        upload_large(page, tmp_path / "textbook.pdf")

        dead.start()
        deadline = time.monotonic() + BACK_S
        while site.asked_by(page, 1) != {dead.port}:
            assert time.monotonic() < deadline
            time.sleep(0.5)
        assert site.server_of(page) is dead
        page.goto(f"{site.url}/quiz?session={session_id}")
        expect(page.get_by_text("· 3 answered")).to_be_visible()


def test_with_a_data_folder_each_the_learner_signs_in_again_and_goes_on(
    page: Page, supabase: Stack, tmp_path: Path
) -> None:
    with Site.running(tmp_path, [tmp_path / "one" / "data", tmp_path / "two" / "data"]) as site:
        email, questions = to_third_question(page, site, supabase, tmp_path / "textbook.pdf")
        session_id = session_of(page)
        dead = site.server_of(page)
        dead.stop(signal.SIGKILL)

        page.reload()
        expect(page).to_have_url(re.compile(r"/signin\?next="))
        page.get_by_label("E-mail address").fill(email)
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Sign in").click()
        at_phase(page, "Quiz")
        expect(page.get_by_text("· 2 answered")).to_be_visible()
        assert session_of(page) == session_id
        answer(page, 3, questions[2])
        assert len(quiz_of(supabase, email, session_id).answers) == 3
        assert site.server_of(page) is not dead


def test_what_nginx_itself_answers_and_what_it_adds(tmp_path: Path) -> None:
    with Site.running(tmp_path, [tmp_path / "data"] * 2) as site, site.nginx.client() as http:
        plain = httpx.get(f"http://127.0.0.1:{site.nginx.http_port}/plan?session=abc", headers={"Host": "evil.example"})
        assert (plain.status_code, plain.headers["location"]) == (301, f"https://{NAME}/plan?session=abc")
        assert http.get("/signin", headers={"Host": "evil.example"}).status_code == 421
        assert http.get("/api/health").json() == {"status": "ok", "store": "supabase", "reason": ""}

        # Each header once: the app's own where it has one, else nginx's.
        for path, frames in [("/signin", "DENY"), ("/_stcore/health", "SAMEORIGIN")]:
            headers = http.get(path).headers
            assert headers.get_list("x-frame-options") == [frames], path
            assert headers.get_list("x-content-type-options") == ["nosniff"], path
            assert headers.get_list("referrer-policy") == ["same-origin"], path
            assert headers.get_list("strict-transport-security") == ["max-age=31536000"], path
            assert len(headers.get_list("content-security-policy")) == 1, path

        # A study that is brought in passes: the app says who may.
        study = {"Origin": site.url, "Content-Type": "multipart/form-data; boundary=x"}
        assert http.post("/import", content=b"x" * (2 * 2**20 + 1), headers=study).status_code == 401

        # What a caller says about itself is not believed, so that tries at the sign-in are counted for who makes them.
        own = {"Origin": site.url}
        form = {"email": "mira@example.org", "password": "wrong"}
        for number in range(13):
            forwarded = {"X-Forwarded-For": f"203.0.113.{number}", "X-Forwarded-Proto": "http"}
            last = http.post("/signin", data=form, headers=own | forwarded)
        assert last.status_code == 429
        assert http.post("/signin", content=b"x" * (2 * 2**20 + 1), headers=own).status_code == 413
