"""Everything that can go wrong, as one tree.

    ExamMentorError
    ├── SettingsError            a variable is missing, malformed or contradicts another
    ├── InputError               what the learner gave cannot be used; nothing was changed
    │   ├── MaterialError        a file: encrypted, scanned, corrupt, empty, too large, of no known kind
    │   ├── PlanError            no plan keeps every rule with this time
    │   └── NothingToStudy       a topic has too little text for a lesson or a quiz
    ├── StudyError
    │   ├── ActionNotAllowed     the action is not valid in the session's phase
    │   ├── SessionNotFound      no such session, or not the caller's
    │   │   └── SessionErased    it was erased, and what comes late to it is refused
    │   └── Conflict             the session moved on since the caller read it
    ├── AccountError             an account cannot be made, entered or changed as asked
    │   └── NotSignedIn          the sign-in is missing, forged or over: sign in (again)
    └── StoreError
        ├── StoreUnavailable     the database cannot be opened, read or written as asked
        │   ├── Unreadable       a row is stored that this code cannot read
        │   └── StoreAway        it cannot be reached just now; the same call may work later
        │       ├── StoreBusy    it is there, and asks for the call again after a while
        │       ├── StoreBehind  it is there, and older than this code
        │       └── StoreFault   it is there, and fails at this call
        └── MigrationError       the database's schema is not one that this code can use

Every error carries a code with fields, whose words (`core/words/`) are a sentence for the person at the screen: what
happened and what to do. Adapters translate a driver's error at the border, with `from exc`; nobody above catches more
than this tree.
"""

import secrets
from datetime import datetime
from email.utils import parsedate_to_datetime

from core.words import Said


def new_error_id() -> str:
    """A short id for one error, to stand both in what is shown and in the log, so that one leads to the other."""
    return secrets.token_hex(4)


class ExamMentorError(Exception):
    """The root. `said` is what went wrong, and `str(error)` the English of it, which can be shown as it is."""

    def __init__(self, said: str | Said, /, **fields: object) -> None:
        self.said = said if isinstance(said, Said) else Said(said, **fields)
        super().__init__(self.said.code)

    def __str__(self) -> str:
        return str(self.said)


class SettingsError(ExamMentorError):
    """A setting is missing, malformed or contradicts another. The message names the variable."""


class InputError(ExamMentorError):
    """What was given cannot be used. Nothing was changed."""


class MaterialError(InputError):
    """A file cannot be studied from. The message says which file, why, and what to do."""


class PlanError(InputError):
    """No plan keeps every rule with the time that was given. The message gives the numbers."""


class NothingToStudy(InputError):
    """A topic has too little text to make a lesson or a quiz from."""


class StudyError(ExamMentorError):
    """The session is not in a state that allows this."""


class ActionNotAllowed(StudyError):
    """The action is not valid in the session's present phase."""


class SessionNotFound(StudyError):
    """There is no such session, or it is not the caller's."""


class SessionErased(SessionNotFound):
    """The session was erased: what comes late to it is refused, for good."""


class Conflict(StudyError):
    """The session has moved on since the caller read it: another tab or device was first."""


class AccountError(ExamMentorError):
    """An account cannot be made, entered or changed as asked. The message says what to do."""


class NotSignedIn(AccountError):
    """Who is asking has no sign-in, or one that is over."""


class StoreError(ExamMentorError):
    """The place where study is saved failed."""


class StoreUnavailable(StoreError):
    """The database cannot be opened, read or written as asked."""


class Unreadable(StoreUnavailable):
    """A stored row cannot be read by this code. `what` names it."""

    def __init__(self, what: Said) -> None:
        super().__init__("store.unreadable", what=what)
        self.what = what


class StoreAway(StoreUnavailable):
    """The database cannot be reached just now. The same call may work later; nothing is wrong with what was asked."""


class StoreBusy(StoreAway):
    """The database takes no more just now: an account's limit is reached. It may be asked again after `seconds`."""

    def __init__(self, code: str, /, seconds: float, **fields: object) -> None:
        super().__init__(code, **fields)
        self.seconds = seconds


def seconds_asked(retry_after: str, now: datetime) -> float | None:
    """How long a Retry-After header asks to wait, which is a number of seconds or a date; None for what is neither."""
    if retry_after.isdecimal():
        return float(retry_after[:9])
    try:
        return (parsedate_to_datetime(retry_after) - now).total_seconds()
    except (ValueError, TypeError, OverflowError):
        return None


class StoreBehind(StoreAway):
    """The database lacks what this code asks for. It works once it has been brought up to date."""


class StoreFault(StoreAway):
    """The database answers, and fails at this call in a way that may pass or may not."""


class MigrationError(StoreError):
    """The database's schema could not be brought to the version that this code needs."""
