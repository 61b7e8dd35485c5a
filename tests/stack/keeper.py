"""Ends the stack's processes when the process that started them is gone, whatever ended it.

Run as a script: each line on stdin is `+pid signal` or `-pid`. At the end of stdin, which comes also when the
parent is killed, every process group still listed gets its signal. (A death signal by prctl would tie the
processes to the thread that started them, and exists on Linux only.)
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path


def signal_group(pid: int, how: int) -> None:
    """Signal a process and its group, where it still exists."""
    try:
        os.killpg(pid, how)
    except ProcessLookupError:
        return
    except PermissionError:
        # macOS says this for a group whose only member is a zombie.
        return


class Keeper:
    """The parent's end of the pipe."""

    def __init__(self) -> None:
        command = [sys.executable, "-I", "-S", str(Path(__file__))]
        # A session of its own, so that Ctrl-C in the terminal does not reach it first.
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, start_new_session=True)

    def watch(self, pid: int, how: signal.Signals) -> None:
        self._tell(f"+{pid} {int(how)}\n")

    def forget(self, pid: int) -> None:
        self._tell(f"-{pid}\n")

    def close(self) -> None:
        """Let go: what is still listed is ended now."""
        if self.process.stdin and not self.process.stdin.closed:
            self.process.stdin.close()
            self.process.wait(15)

    def _tell(self, line: str) -> None:
        assert self.process.stdin
        self.process.stdin.write(line.encode())
        self.process.stdin.flush()


def main() -> None:
    signals: dict[int, int] = {}
    for line in sys.stdin:
        pid, _, how = line[1:].strip().partition(" ")
        if line[0] == "+":
            signals[int(pid)] = int(how)
        else:
            signals.pop(int(pid), None)
    for pid, number in signals.items():
        signal_group(pid, number)


if __name__ == "__main__":
    main()
