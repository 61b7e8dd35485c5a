"""The commands that erase, each of which first says what goes."""

from __future__ import annotations

import argparse
import sys
from functools import partial

from core.bootstrap import StudyService, erase_user, open_own_service
from core.cli.output import erasure_text


def erase(options: argparse.Namespace) -> int:
    """Erase a session, or everything of the learner's; without `--yes` say what goes and change nothing."""
    study: StudyService = open_own_service()
    if options.everything:
        what, does = study.erasing.what_of_everything(), study.erasing.everything
    elif study.read.was_erased(options.session):
        # What was cut off is finished.
        study.erasing.session(options.session)
        print(f"{options.session} was erased before.")
        return 0
    else:
        what = study.erasing.what_of_session(options.session)
        does = partial(study.erasing.session, options.session)
    print(erasure_text(what))
    if not options.yes:
        print("Nothing was changed. With --yes it is erased for good.", file=sys.stderr)
        return 1
    does()
    print("Erased.")
    return 0


def erase_account_of(options: argparse.Namespace) -> int:
    """Erase somebody who was removed at the sign-in service, or asks for it."""
    number = erase_user(options.database_url, options.email)
    print(f"{options.email} is erased, with {number} {'session' if number == 1 else 'sessions'}")
    return 0


def add_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add these commands to the parser's."""
    erasing = commands.add_parser("erase", help="erase a session, or everything of yours, for good")
    wanted = erasing.add_mutually_exclusive_group(required=True)
    wanted.add_argument("session", nargs="?", metavar="SESSION")
    wanted.add_argument("--everything", action="store_true", help="all sessions, and on Supabase the account")
    erasing.add_argument("--yes", action="store_true", help="do it; without it, say what goes")
    erasing.set_defaults(run=erase)
    user = commands.add_parser("erase-user", help="erase an account in a Supabase database, with all that it has")
    user.add_argument("email", metavar="EMAIL")
    user.add_argument("--database-url", required=True, metavar="URL", help="postgresql://…, the owner's")
    user.set_defaults(run=erase_account_of)
