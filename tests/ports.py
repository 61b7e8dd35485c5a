"""Ports for what tests start."""

from __future__ import annotations

import fcntl
import os
import socket
from functools import cache
from pathlib import Path
from random import SystemRandom

# Below the range that outgoing connections get theirs from. Inside it, while a server is down for a moment, another
# connection could take its port, and a client that polls it could even be connected to itself.
_RANGE = range(20_000, 32_000)
_own: set[int] = set()


@cache
def _locks() -> int:
    """The file whose bytes stand for the ports. Its locks end with the process that holds them."""
    # Not among the temporary files, which pytest keeps elsewhere than the bench does.
    path = Path("/tmp") / f"exammentor-ports-{os.getuid()}"
    return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)


def free_port() -> int:
    """A port that nobody listens on, and that is this process's own until it ends.

    Whoever runs tests beside it, as another worker or in another folder, is given others. So nobody takes the port
    between the look and the start of the server, or while the server is started again.
    """
    while True:
        port = SystemRandom().choice(_RANGE)
        if port not in _own and _lock(port) and is_free(port):
            _own.add(port)
            return port


def is_free(port: int) -> bool:
    """Whether nobody listens there."""
    try:
        socket.create_server(("127.0.0.1", port)).close()
    except OSError:
        return False
    return True


def _lock(port: int) -> bool:
    try:
        fcntl.lockf(_locks(), fcntl.LOCK_EX | fcntl.LOCK_NB, 1, port)
    except OSError:
        return False
    return True
