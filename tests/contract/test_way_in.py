"""The way in and the gate before Streamlit, against the real auth server."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from core import bootstrap
from pages._ui.html.sign_in import routes as way_in
from tests.accounts import HERE, PASSWORD, account, address, app, browser
from tests.asgi import InProcess, open_socket
from tests.doubles import begin, context
from tests.stack import Stack


@pytest.fixture(autouse=True)
def on_supabase(supabase: Stack, monkeypatch: pytest.MonkeyPatch) -> Stack:
    monkeypatch.setenv("SUPABASE_URL", supabase.url)
    monkeypatch.setenv("SUPABASE_KEY", supabase.publishable_key)
    way_in._tries.storage.reset()
    return supabase


@pytest.fixture
def client() -> Iterator[httpx.Client]:
    with browser() as opened:
        yield opened


def error_in(text: str) -> str:
    alert = re.search(r'role="alert"[^>]*>([^<]*)<', text)
    return alert[1] if alert else ""


def test_a_stranger_gets_to_the_sign_in_and_no_further(client: httpx.Client) -> None:
    asked = client.get("/quiz?session=a%20b")
    assert (asked.status_code, asked.headers["location"]) == (303, "/signin?next=/quiz%3Fsession%3Da%2520b")
    for method, path in [
        ("PUT", "/_stcore/upload_file/a/b"),
        ("GET", "/media/x.png"),
        ("POST", "/"),
        ("GET", "/_stcore/x"),
    ]:
        assert client.request(method, path).status_code == 401, path
    assert open_socket(app(), "/_stcore/stream") == [{"type": "websocket.close", "code": 4401}]
    for path in ("/_stcore/health", "/static/js/index.js"):
        assert client.get(path).text == "the study desk"


def test_who_has_signed_in_gets_through_until_the_sign_out(client: httpx.Client) -> None:
    account(client)
    assert client.get("/quiz").text == "the study desk"
    secret = client.cookies["exammentor"]
    answers = open_socket(app(), "/_stcore/stream", {"cookie": f"exammentor={secret}"})
    assert answers[0]["type"] == "websocket.accept"
    assert "You are signed out" in client.post("/auth/logout").text
    assert "exammentor" not in client.cookies
    client.cookies.set("exammentor", secret)
    assert client.get("/quiz").status_code == 303


def test_who_is_in_already_is_led_on(client: httpx.Client) -> None:
    account(client)
    again = client.get("/signin?next=/plan")
    assert (again.status_code, again.headers["location"]) == (303, "/plan")


def test_the_cookie_is_out_of_reach_for_scripts_and_other_sites() -> None:
    for base, name in [(HERE, "exammentor"), ("https://study.example", "__Host-exammentor")]:
        with browser(base) as client:
            answer = client.post("/signup", data={"email": address(), "password": PASSWORD, "consent": "yes"})
            cookie = answer.headers["set-cookie"].lower()
            assert cookie.startswith(name.lower() + "=")
            assert {"httponly", "samesite=lax", "path=/"} <= {part.strip() for part in cookie.split(";")}
            assert ("secure" in cookie) is base.startswith("https")
            assert "domain" not in cookie


def test_a_wrong_password_is_said_and_the_address_stays(client: httpx.Client) -> None:
    email = account(client)
    answer = client.post("/signin", data={"email": email, "password": "not this one", "next": "/plan"})
    assert answer.status_code == 400
    assert error_in(answer.text) == "This e-mail address and password do not belong together. Try again."
    assert f'value="{email}"' in answer.text
    assert "not this one" not in answer.text
    assert 'name="next" value="/plan"' in answer.text


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"email": "", "password": PASSWORD}, "Type your e-mail address"),
        ({"email": "mira", "password": PASSWORD}, "Type your e-mail address"),
        ({"email": "mira@example.org", "password": " "}, "Type your password"),
        ({}, "Type your e-mail address"),
    ],
)
def test_what_is_missing_is_named(client: httpx.Client, sent: dict[str, str], sentence: str) -> None:
    answer = client.post("/signin", data=sent)
    assert answer.status_code == 400
    assert sentence in error_in(answer.text)


@pytest.mark.parametrize(
    "origin", ["https://evil.example", "null", "", "http://127.0.0.1:9999", "https://127.0.0.1:8501"]
)
@pytest.mark.parametrize("path", ["/signin", "/signup", "/forgot", "/auth/confirm", "/auth/logout"])
def test_a_form_from_another_site_does_nothing(client: httpx.Client, path: str, origin: str) -> None:
    account(client)
    secret = client.cookies["exammentor"]
    headers = {"origin": origin}
    assert client.post(path, data={"email": address(), "password": PASSWORD}, headers=headers).status_code == 403
    assert client.cookies["exammentor"] == secret
    assert client.get("/quiz").text == "the study desk"


@pytest.mark.parametrize(
    ("wanted", "there"),
    [
        ("/quiz?session=1", "/quiz?session=1"),
        ("", "/"),
        ("//evil.example", "/"),
        ("//[", "/"),
        ("/[", "/["),
        ("/\\evil.example", "/"),
        ("https://evil.example/", "/"),
        ("javascript:alert(1)", "/"),
        ("/a\r\nset-cookie: x=y", "/"),
        ("quiz", "/"),
    ],
)
def test_the_way_on_never_leaves_the_app(client: httpx.Client, wanted: str, there: str) -> None:
    email = account(client)
    answer = client.post("/signin", data={"email": email, "password": PASSWORD, "next": wanted})
    assert (answer.status_code, answer.headers["location"]) == (303, there)


def test_a_form_has_no_script_and_says_so_to_the_browser(client: httpx.Client) -> None:
    hostile = client.post("/signin", data={"email": '"><script>alert(1)</script>@x', "password": "x"})
    assert "<script" not in hostile.text
    policy = hostile.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert hostile.headers["cache-control"] == "no-store"
    for path in ("/auth/assets/sign_in.css", "/auth/assets/icon.svg", "/auth/fonts/serif", "/auth/fonts/sans"):
        assert client.get(path).status_code == 200, path


def test_a_form_that_is_too_long_is_not_read(client: httpx.Client) -> None:
    assert client.post("/signin", data={"email": "x" * 20_000}).status_code == 413


def test_guessing_is_slowed_down(client: httpx.Client) -> None:
    guesses = [
        client.post("/signin", data={"email": "mira@example.org", "password": f"guess {n}"}).status_code
        for n in range(way_in.TRIES.amount + 3)
    ]
    assert guesses == [400] * way_in.TRIES.amount + [429] * 3


def test_where_mails_confirm_an_address_a_look_at_the_link_spends_nothing(
    client: httpx.Client, on_supabase: Stack, tmp_path: Path
) -> None:
    email = address()
    with on_supabase.auth_with(confirm_emails=True):
        answer = client.post("/signup", data={"email": email, "password": PASSWORD, "consent": "yes"})
        assert "We sent a mail" in answer.text
        assert client.get("/").status_code == 303
        refused = client.post("/signin", data={"email": email, "password": PASSWORD})
        assert "not confirmed yet" in error_in(refused.text)
        link = link_in(on_supabase)
        for _ in range(2):
            assert "Confirm your address" in client.get(link).text
        sent = dict(re.findall(r'name="(\w+)" value="([^"]*)"', client.get(link).text))
        assert client.post("/auth/confirm", data=sent).status_code == 303
        assert client.get("/").text == "the study desk"
        again = client.post("/auth/confirm", data=sent)
        assert "used before or is too old" in error_in(again.text)


def test_a_forgotten_password_is_set_anew_by_mail(client: httpx.Client, on_supabase: Stack) -> None:
    email = account(client)
    client.post("/auth/logout")
    sent = client.post("/forgot", data={"email": email})
    unknown = client.post("/forgot", data={"email": "nobody@example.org"})
    assert sent.text.replace(email, "") == unknown.text.replace("nobody@example.org", "")
    link = link_in(on_supabase)
    form = client.get(link)
    assert "Choose a new password" in form.text
    hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form.text))
    short = client.post("/auth/confirm", data=hidden | {"password": "short"})
    assert "8 to 72" in error_in(short.text)
    assert client.post("/auth/confirm", data=hidden | {"password": "another green desk"}).status_code == 303
    assert client.get("/").text == "the study desk"
    client.post("/auth/logout")
    assert client.post("/signin", data={"email": email, "password": PASSWORD}).status_code == 400
    assert client.post("/signin", data={"email": email, "password": "another green desk"}).status_code == 303


def link_in(stack: Stack) -> str:
    """The link of the newest mail, as a path of the app."""
    link = re.search(r'href="([^"]+)"', stack.mails()[-1].body.replace("&amp;", "&"))
    assert link
    return link[1].removeprefix(HERE)


def test_a_link_that_is_not_whole_says_so(client: httpx.Client) -> None:
    for link in ("/auth/confirm", "/auth/confirm?type=recovery", "/auth/confirm?error=access_denied"):
        assert "not whole" in error_in(client.get(link).text)
        assert client.post(link, data={"password": PASSWORD}).status_code == 400


def test_while_supabase_is_away_the_form_says_so_and_who_is_in_stays_in(
    client: httpx.Client, on_supabase: Stack
) -> None:
    email = account(client)
    on_supabase.away()
    try:
        assert client.get("/quiz").text == "the study desk"
        with browser() as other:
            answer = other.post("/signin", data={"email": email, "password": PASSWORD})
            assert answer.status_code == 503
            assert "cannot be reached" in error_in(answer.text)
    finally:
        on_supabase.back()


def test_without_supabase_only_this_machine_gets_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SUPABASE_URL")
    monkeypatch.delenv("SUPABASE_KEY")
    for peer, status in [("127.0.0.1", 200), ("::1", 200), ("192.0.2.7", 403), ("testclient", 403)]:
        with httpx.Client(transport=InProcess(app(with_way_in=False), peer), base_url=HERE) as client:
            answer = client.get("/")
            assert answer.status_code == status
            assert status == 200 or "EXAMMENTOR_ALLOW_REMOTE=1" in answer.text
    monkeypatch.setenv("EXAMMENTOR_ALLOW_REMOTE", "1")
    with httpx.Client(transport=InProcess(app(with_way_in=False), "192.0.2.7"), base_url=HERE) as client:
        assert client.get("/").status_code == 200


def test_no_account_is_made_without_consent(client: httpx.Client) -> None:
    form = client.get("/signup").text
    assert 'type="checkbox" name="consent" value="yes" required' in form
    assert 'href="/privacy"' in form
    email = address()
    for consent in ({}, {"consent": ""}):
        answer = client.post("/signup", data={"email": email, "password": PASSWORD} | consent)
        assert answer.status_code == 400
        assert "Tick the box" in error_in(answer.text)
        assert f'value="{email}"' in answer.text
    assert client.get("/quiz").status_code == 303
    # Nothing was made: the address is free.
    assert client.post("/signup", data={"email": email, "password": PASSWORD, "consent": "yes"}).status_code == 303
    # Who has an account signs in without it.
    assert "consent" not in client.get("/signin").text


def test_what_is_kept_is_read_without_a_sign_in(client: httpx.Client) -> None:
    answer = client.get("/privacy")
    assert answer.status_code == 200
    assert "<h1>What ExamMentor keeps about you</h1>" in answer.text
    assert "From <strong>16</strong>" in answer.text
    assert "script" not in answer.text
    assert client.get("/privacy/style.css").headers["content-type"].startswith("text/css")


def test_an_account_that_is_erased_is_signed_out_in_every_browser(client: httpx.Client, data_dir: Path) -> None:
    email = account(client)
    with browser() as other:
        other.post("/signin", data={"email": email, "password": PASSWORD})
        seat = bootstrap.take_seat(bootstrap.load_settings(), client.cookies["exammentor"])
        begin(seat.service._recorder._store, "s1", seat.user_id, context=context("s1", seat.user_id, note="quagmarine"))
        seat.service.open("s1")
        copy = data_dir / "learners" / f"{seat.user_id}.sqlite3"
        assert copy.exists()
        seat.service.erasing.everything()
        assert client.get("/quiz").status_code == 303
        assert other.get("/quiz").status_code == 303
        assert way_in.say.ERASED in client.get("/signin?erased=1").text
    assert not list(copy.parent.iterdir())
