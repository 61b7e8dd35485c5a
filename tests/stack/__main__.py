"""`make supabase`: the stack with data that stays, until Ctrl-C.

An argument names a folder to use instead of the repository for `data/supabase/` and `.env.local`.
"""

from __future__ import annotations

import signal
import sys
import time
from pathlib import Path
from types import FrameType

from core import ROOT
from tests.ports import is_free
from tests.stack.env_file import set_in
from tests.stack.stack import Stack

PORT = 54321
LOOK_EVERY_S = 0.3


def end(number: int, frame: FrameType | None) -> None:
    """Take a polite end as Ctrl-C is taken."""
    raise KeyboardInterrupt


def introduce(stack: Stack) -> None:
    print(f"Supabase runs on {stack.url}")
    if stack.port != PORT:
        print(f"  (Port {PORT} is taken by another program, so this run has another one.)")
    print(f"  publishable key  {stack.publishable_key}")
    print(f"  secret key       {stack.secret_key}")
    print(f"  database         {stack.database_url}")
    print(f"  data and logs    {stack.folder}")
    print("SUPABASE_URL and SUPABASE_KEY stand in .env.local while it runs: start the app in another terminal.")
    print("Mails are not sent; they are shown here. Ctrl-C stops.", flush=True)


def follow(stack: Stack) -> None:
    """Show each mail as it comes; return when a part of the stack has died."""
    shown = len(stack.mails())
    while True:
        time.sleep(LOOK_EVERY_S)
        for mail in stack.mails()[shown:]:
            shown += 1
            print(f"Mail to {mail.to}: {mail.subject}\n  {mail.link}", flush=True)
        for service in stack.services:
            if not service.runs:
                raise RuntimeError(f"{service.name} has ended. The end of {service.log}:\n{service.tail()}")


def main(root: Path) -> int:
    # A shell that starts it in the background has SIGINT ignored.
    signal.signal(signal.SIGINT, end)
    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGHUP, end)
    port = PORT if is_free(PORT) else None
    try:
        with Stack.running(root / "data" / "supabase", fast=False, port=port) as stack:
            values = {"SUPABASE_URL": stack.url, "SUPABASE_KEY": stack.publishable_key}
            with set_in(root / ".env.local", values):
                introduce(stack)
                follow(stack)
    except KeyboardInterrupt:
        print("\nSupabase has stopped; its data stays.")
    except RuntimeError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT))
