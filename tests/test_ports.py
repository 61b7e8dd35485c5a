"""Ports are handed out once, whoever asks beside it."""

from __future__ import annotations

import subprocess
import sys

from core import ROOT

# Fifteen each of forty: without an agreement two of them would meet.
TAKEN = """
from tests import ports
ports._RANGE = range(18_000, 18_040)
print(*[ports.free_port() for _ in range(15)], flush=True)
input()
"""


def test_a_port_is_one_process_s_own_until_it_ends() -> None:
    beside = [
        subprocess.Popen(
            [sys.executable, "-c", TAKEN], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        for _ in range(2)
    ]
    lines = [process.stdout.readline() for process in beside if process.stdout]
    for process in beside:
        process.communicate("\n")
    first, second = (line.split() for line in lines)
    assert len(set(first)) == len(set(second)) == 15
    assert not set(first) & set(second)
