"""The gateway before a server that closes connections: what is sent again, what is not, and no half of an answer."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import httpx
import pytest

from tests.ports import free_port
from tests.stack.keeper import Keeper
from tests.stack.service import Service, node, status
from tests.stack.stack import HERE

KEY = "sb_publishable_known"
BODY = b"leaf " * 20_000

Script = Callable[[socket.socket], None]
Post = Callable[[], httpx.Response]


def request_on(connection: socket.socket) -> bytes:
    """One request's body, as its length says."""
    received = b""
    while b"\r\n\r\n" not in received:
        received += connection.recv(65_536)
    head, _, body = received.partition(b"\r\n\r\n")
    lengths = [line for line in head.lower().splitlines() if line.startswith(b"content-length:")]
    length = int(lengths[0].split(b":")[1]) if lengths else 0
    while len(body) < length:
        body += connection.recv(65_536)
    return body


def answered(connection: socket.socket) -> None:
    """Read a request, answer with the length of its body, and keep the connection."""
    length = str(len(request_on(connection))).encode()
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s" % (len(length), length))


def reset_by_the_next(connection: socket.socket) -> None:
    """Keep the connection until a request arrives, and close it with the request unread: the kernel sends a reset."""
    answered(connection)
    connection.recv(1, socket.MSG_PEEK)


def ended_at_the_next(connection: socket.socket) -> None:
    """End the connection in good order at the moment that a request arrives."""
    answered(connection)
    connection.recv(1, socket.MSG_PEEK)
    connection.shutdown(socket.SHUT_WR)
    while connection.recv(65_536):
        pass


def ended_within_the_head(connection: socket.socket) -> None:
    """Answer once, and break off in the head of the second answer."""
    answered(connection)
    request_on(connection)
    connection.sendall(b"HTTP/1.1 200")


def ended_before_an_answer(connection: socket.socket) -> None:
    request_on(connection)


def cut_by_length(connection: socket.socket) -> None:
    request_on(connection)
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n[1, 2")


def cut_between_chunks(connection: socket.socket) -> None:
    request_on(connection)
    connection.sendall(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n[1, 2\r\n")


class Upstream:
    """A server that plays one script for each connection, and answers on those after the last."""

    def __init__(self) -> None:
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self.listener.getsockname()[1]
        self.scripts: list[Script] = []
        self.connections = 0
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self.listener.accept()
            except OSError:
                return
            with closing(connection):
                script = self.scripts[self.connections] if self.connections < len(self.scripts) else answered
                self.connections += 1
                script(connection)


@pytest.fixture
def upstream() -> Iterator[Upstream]:
    server = Upstream()
    yield server
    server.listener.shutdown(socket.SHUT_RDWR)
    server.listener.close()


@pytest.fixture
def post(upstream: Upstream, tmp_path: Path) -> Iterator[Post]:
    """Posts `BODY` through a gateway of the test's own."""
    keeper = Keeper()
    gateway = Service("gateway", tmp_path, keeper)
    port = free_port()
    settings = {"port": port, "rest": upstream.port, "auth": upstream.port, "keys": {KEY: "token"}}
    gateway.start([node(), HERE / "gateway.mjs"], {"STACK_SETTINGS": json.dumps(settings)})
    gateway.wait(lambda: status(port, "/") == 404)
    with httpx.Client(trust_env=False, timeout=20) as client:
        yield lambda: client.post(
            f"http://127.0.0.1:{port}/rest/v1/notes", headers={"apikey": KEY}, content=iter([BODY[:7], BODY[7:]])
        )
    gateway.stop()
    keeper.close()


@pytest.mark.parametrize("script", [reset_by_the_next, ended_at_the_next])
def test_a_connection_that_was_closed_while_idle_is_opened_anew(upstream: Upstream, post: Post, script: Script) -> None:
    upstream.scripts = [script]
    for _ in range(2):
        answer = post()
        assert (answer.status_code, answer.text) == (200, str(len(BODY)))
    assert upstream.connections == 2


def test_a_request_that_may_have_been_read_is_not_sent_again(upstream: Upstream, post: Post) -> None:
    upstream.scripts = [ended_before_an_answer, ended_within_the_head]
    assert [post().status_code for _ in range(3)] == [502, 200, 502]
    assert upstream.connections == 2


@pytest.mark.parametrize("script", [cut_by_length, cut_between_chunks])
def test_half_of_an_answer_is_an_error_for_the_client(upstream: Upstream, post: Post, script: Script) -> None:
    upstream.scripts = [script]
    with pytest.raises(httpx.RemoteProtocolError):
        post()
