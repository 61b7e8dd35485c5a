"""A Supabase that answers as a script says."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import httpx
from tenacity import wait_random_exponential

from core.stores.supabase.refusals import check_status
from core.stores.supabase.store import SupabaseStudyStore

NO_WAIT = wait_random_exponential(multiplier=0, max=0)


Answer = httpx.Response | Exception


class Script:
    """A server that answers by the list, its last line again and again."""

    def __init__(self, *answers: Answer) -> None:
        self.answers, self.seen = list(answers), list[httpx.Request]()

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.seen.append(request)
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, Exception):
            raise answer
        return httpx.Response(answer.status_code, headers=answer.headers, content=answer.content)


@contextmanager
def store_on(script: Script, token: Callable[[], str | None] = lambda: "a token") -> Iterator[SupabaseStudyStore]:
    hooks = {"response": [check_status]}
    with httpx.Client(transport=httpx.MockTransport(script), event_hooks=hooks) as http:
        yield SupabaseStudyStore("https://x.example", "sb_publishable_x", token, http=http, wait=NO_WAIT)


def refusal(status: int, code: str = "", message: str = "m") -> httpx.Response:
    return httpx.Response(status, json={"code": code, "message": message, "details": None, "hint": None})


PASSING: list[Answer] = [
    httpx.ConnectError("refused"),
    httpx.ReadTimeout("slow"),
    httpx.RemoteProtocolError("cut"),
    refusal(502),
    refusal(503, "PGRST001"),
    httpx.Response(504, text="<html>a gateway's page</html>"),
    httpx.Response(520),
    refusal(500, "57014"),
    refusal(500, "XX000"),
    refusal(405, "25006"),
    httpx.Response(540, text="paused"),
    httpx.Response(200, html="<h1>Welcome to the hotel</h1>"),
    httpx.Response(302, headers={"location": "http://hotel.example/"}),
]
