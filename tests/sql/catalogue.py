"""What a database's own catalogues say of it, as text that can be compared."""

from __future__ import annotations

import subprocess

from tests.stack import Stack


def schema_of(stack: Stack, url: str) -> str:
    """Everything that is defined, commented and granted in the database at `url`."""
    dumped = subprocess.run(
        [stack.postgres.binaries / "pg_dump", "--schema-only", url], capture_output=True, text=True, check=True
    ).stdout
    # \restrict and \unrestrict have a random word.
    return "\n".join(line for line in dumped.splitlines() if "restrict" not in line.split(" ")[0])
