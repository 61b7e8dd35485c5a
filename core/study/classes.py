"""The classes part of the study service: who one is, and whom one studies with."""

from __future__ import annotations

from typing import Protocol

from core.errors import AccountError, StoreAway
from core.models import Cohort, Member, Profile
from core.models.account import Classes as ClassList


class People(Protocol):
    """Who one is and whom one studies with. All raise `StoreAway`, `NotSignedIn` and `StoreUnavailable`."""

    def profile(self) -> Profile:
        """Who is signed in."""

    def cohorts(self) -> tuple[Cohort, ...]:
        """The cohorts that one leads or has joined, by name; the members of those that one leads."""

    def create(self, instructor_id: str, name: str) -> None:
        """Make a cohort of one's own. Raises `AccountError` where one is no instructor."""

    def renew_code(self, cohort_id: str) -> None:
        """Give a cohort of one's own another code: the one before lets nobody in."""

    def join(self, code: str) -> str:
        """Join the cohort of that code and return its name.

        Raises `AccountError` where there is none, and where its instructor took one out of it; `StoreAway` where too
        many codes were tried that are none.
        """

    def leave(self, cohort_id: str, user_id: str) -> None:
        """Take oneself, or a learner out of a cohort of one's own: its instructor no longer sees what is studied.

        Whom the instructor takes out stays out; who leaves may come back.
        """

    def let_in(self, cohort_id: str, user_id: str) -> None:
        """Let the code let somebody in again whom one took out."""


class NoPeople:
    """Where there are no accounts, whoever runs the app is the instructor, and there is nobody else."""

    def profile(self) -> Profile:
        """The local learner."""
        return Profile(id="", email="", role="instructor")

    def cohorts(self) -> tuple[Cohort, ...]:
        """None."""
        return ()

    def create(self, instructor_id: str, name: str) -> None:
        """Raises `AccountError`."""
        raise AccountError("account.no_classes")

    def renew_code(self, cohort_id: str) -> None:
        """Raises `AccountError`."""
        raise AccountError("account.no_classes")

    def join(self, code: str) -> str:
        """Raises `AccountError`."""
        raise AccountError("account.no_classes")

    def leave(self, cohort_id: str, user_id: str) -> None:
        """Raises `AccountError`."""
        raise AccountError("account.no_classes")

    def let_in(self, cohort_id: str, user_id: str) -> None:
        """Raises `AccountError`."""
        raise AccountError("account.no_classes")


class Classes:
    """The classes of whoever is signed in. Who may do what, the database decides."""

    def __init__(self, people: People, user_id: str) -> None:
        self._people, self._user_id = people, user_id

    def mine(self) -> ClassList | None:
        """One's role, and the classes that one leads or has joined; None while that cannot be asked."""
        try:
            profile, cohorts = self._people.profile(), self._people.cohorts()
        except StoreAway:
            return None
        return ClassList(
            role=profile.role,
            led=tuple(cohort for cohort in cohorts if cohort.instructor_id == self._user_id),
            joined=tuple(cohort for cohort in cohorts if cohort.instructor_id != self._user_id),
        )

    def may_correct(self) -> bool:
        """Whether one is an instructor; False while that cannot be asked."""
        try:
            return self._people.profile().role == "instructor"
        except StoreAway:
            return False

    def create(self, name: str) -> str:
        """Make a class of one's own and return its name. Raises `AccountError` where one is no instructor."""
        self._people.create(self._user_id, name)
        return name

    def join(self, code: str) -> str:
        """Join the class of that code and return its name. Raises `AccountError` where there is none."""
        return self._people.join(code)

    def leave(self, cohort: Cohort) -> str:
        """Leave a class and return its name: its instructor no longer sees what one studies."""
        self._people.leave(cohort.id, self._user_id)
        return cohort.name

    def renew_code(self, cohort: Cohort) -> str:
        """Give a class of one's own another code and return the class's name: the code before lets nobody in."""
        self._people.renew_code(cohort.id)
        return cohort.name

    def take_out(self, cohort: Cohort, member: Member) -> str:
        """Take a learner out of a class of one's own and return the address. The code does not let them in again."""
        self._people.leave(cohort.id, member.id)
        return member.email

    def let_in(self, cohort: Cohort, member: Member) -> str:
        """Let the code let somebody in again whom one took out, and return the address."""
        self._people.let_in(cohort.id, member.id)
        return member.email
