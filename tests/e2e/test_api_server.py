"""The API in the app's own process: `streamlit run`, called over HTTP and looked at in the browser."""

from __future__ import annotations

import http.client
import json
import re
from contextlib import closing

import httpx
from playwright.sync_api import Page, expect

from core.client import ExamMentorClient
from core.stores.sqlite.store import SqliteStudyStore
from tests.server import Server


def raw(server: Server, method: str, path: str, **headers: str) -> tuple[int, str, str]:
    """A call with exactly these headers: status, content type, body."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=10)
    try:
        connection.putrequest(method, path, skip_host=True)
        for name, value in headers.items():
            connection.putheader(name.replace("_", "-"), value)
        connection.endheaders()
        answer = connection.getresponse()
        return answer.status, answer.headers.get_content_type(), answer.read().decode()
    finally:
        connection.close()


def test_the_api_beside_the_pages(page: Page, server: Server) -> None:
    own = f"127.0.0.1:{server.port}"
    with httpx.Client(base_url=server.url) as http:
        assert http.get("/api/health").json() == {"status": "ok", "store": "embedded", "reason": ""}
        # Unknown below /api is the API's to answer, and anywhere else the page's.
        for path in ("/api", "/api/", "/api/nope", "/api/session/nobody/state"):
            answer = http.get(path)
            assert (answer.status_code, answer.json().keys()) == (404, {"reason"}), path
        # Streamlit would answer such a path itself, and not in JSON.
        for name, status in (
            ("a%2fb", 404),
            ("..%2f..%2fx", 404),
            ("%2e%2e", 404),
            ("a%00b", 422),
            ("a%0ab", 422),
            ("%00", 422),
        ):
            found, kind, body = raw(server, "GET", f"/api/session/{name}/state", Host=own)
            assert (found, kind, json.loads(body).keys()) == (status, "application/json", {"reason"}), name
        assert http.delete("/api/health").status_code == 405
        for path in ("/nowhere", "/apiary"):
            answer = http.get(path)
            assert (answer.status_code, answer.headers["content-type"].split(";")[0]) == (200, "text/html")
        assert http.post("/api/session/start", content=b"{}" + b" " * 2**20).status_code == 413
        assert http.get("/api/openapi.json").json()["servers"] == [{"url": "/api"}]

        session = http.post("/api/session/start", json={"exam_type": "Cell biology"}).json()["session_id"]
        for version, action in enumerate(("generate_plan", "start_topic"), 1):
            step = http.post(f"/api/session/{session}/action", json={"action": action, "version": version})
            assert (step.status_code, step.json()["version"]) == (200, version + 1)

    assert raw(server, "GET", "/api/health", Host=own)[0] == 200
    for headers in (
        {"Host": "evil.example"},
        {"Host": f"evil.example:{server.port}"},
        {"Host": "127.0.0.1:1"},
        {"Host": own, "Origin": "https://evil.example"},
        {"Host": own, "Sec_Fetch_Site": "cross-site"},
        # A proxy on this computer that says whom it speaks for.
        {"Host": own, "X_Forwarded_For": "203.0.113.9"},
    ):
        status, kind, body = raw(server, "GET", "/api/health", **headers)
        assert (status, kind) == (403, "application/json"), headers
        assert "reason" in body

    with ExamMentorClient(server.url) as client:
        state = client.get_session_state(session)
        assert (state.phase, state.version) == ("LEARNING", 3)
    # What was begun over HTTP is on the pages, and what the pages do is in the API.
    page.goto(f"{server.url}/learn?session={session}")
    page.locator(".st-key-action-take_quiz button").click()
    page.wait_for_url(re.compile("/quiz"))
    expect(page.locator("h1")).to_be_visible()
    with ExamMentorClient(server.url) as client:
        assert client.get_session_state(session).phase == "QUIZZING"


def test_the_docs_page_draws_without_another_host(page: Page, server: Server) -> None:
    asked, lines = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: lines.append(message.text))
    page.goto(f"{server.url}/api/docs")
    expect(page.locator("h1")).to_have_text("ExamMentor API")
    expect(page.get_by_text("/api/session/{session_id}/action", exact=True)).to_be_visible()
    page.get_by_role("link", name="AgentEvent").click()
    expect(page.locator("#AgentEvent h2")).to_be_in_viewport()
    assert page.locator("body").evaluate("body => getComputedStyle(body).maxWidth") != "none"
    assert [url for url in asked if not url.startswith(server.url)] == []
    assert [line for line in lines if "favicon" not in line] == []
    page.set_viewport_size({"width": 390, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_page_of_another_site_begins_nothing(page: Page, server: Server) -> None:
    """A page that is open in the same browser calls the API on this computer, in the way that asks nobody first."""
    page.route("http://evil.example/", lambda route: route.fulfill(body="<h1>Hello</h1>", content_type="text/html"))
    page.goto("http://evil.example/")
    options = """{method: 'post', mode: 'no-cors', body: '{"exam_type": "x"}'}"""
    call = f"fetch('{server.url}/api/session/start', {options})"
    assert page.evaluate(f"{call}.then(answer => answer.type, error => 'refused')") in ("refused", "opaque")
    with closing(SqliteStudyStore(server.data / "exammentor.sqlite3")) as store:
        assert store.sessions() == ()
