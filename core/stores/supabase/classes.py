"""Accounts and cohorts as the database knows them, to whoever is signed in."""

from __future__ import annotations

from core.errors import AccountError
from core.models import Cohort, Profile
from core.stores.stored import stored
from core.stores.supabase.call import Caller


class SupabasePeople:
    """Who one is and whom one studies with. All raise `StoreAway`, `NotSignedIn` and `StoreUnavailable`."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    def profile(self) -> Profile:
        """Who is signed in; the database makes the account's row on first sight."""
        return stored(Profile, self._caller.ask(lambda to: to.rpc("who_am_i", {})))

    def cohorts(self) -> tuple[Cohort, ...]:
        """The cohorts that one leads or has joined, by name; of those that one leads who is in them, and who was taken
        out."""
        columns = (
            "id,name,instructor_id,join_code,members:cohort_members(user:users(id,email)),"
            "removed:cohort_removals(id:user_id,email)"
        )
        cohorts = self._caller.ask(lambda to: to.table("cohorts").select(columns).order("name").order("id"))
        return tuple(
            stored(Cohort, row | {"members": [member["user"] for member in row["members"] if member["user"]]})
            for row in cohorts
        )

    def create(self, instructor_id: str, name: str) -> None:
        """Make a cohort of one's own. Raises `AccountError` where one is no instructor."""
        if not name.strip():
            raise AccountError("account.class_name")
        row = {"name": name.strip(), "instructor_id": instructor_id}
        self._caller.ask(lambda to: to.table("cohorts").insert(row))

    def renew_code(self, cohort_id: str) -> None:
        """Give a cohort of one's own another code."""
        self._caller.ask(lambda to: to.rpc("renew_code", {"p_cohort_id": cohort_id}))

    def join(self, code: str) -> str:
        """Join the cohort of that code and return its name.

        Raises `AccountError` where there is none, and where its instructor took one out of it.
        """
        try:
            joined = self._caller.ask(lambda to: to.rpc("join_cohort", {"p_code": code}))
        except AccountError as exc:
            raise AccountError("account.class_taken_out") from exc
        if joined is None:
            raise AccountError("account.class_code")
        return str(joined)

    def leave(self, cohort_id: str, user_id: str) -> None:
        """Take somebody out of a cohort: its instructor no longer sees what is studied. Whom the instructor takes out
        stays out; who leaves may come back."""
        self._caller.ask(
            lambda to: to.table("cohort_members").delete().eq("cohort_id", cohort_id).eq("user_id", user_id)
        )

    def let_in(self, cohort_id: str, user_id: str) -> None:
        """Let the code let somebody in again whom one took out."""
        self._caller.ask(
            lambda to: to.table("cohort_removals").delete().eq("cohort_id", cohort_id).eq("user_id", user_id)
        )
