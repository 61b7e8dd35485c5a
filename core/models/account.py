"""What an account is made of, whoever keeps it."""

from __future__ import annotations

from typing import Literal

from core.models.base import Value

SHORTEST_PASSWORD, LONGEST_PASSWORD = 8, 72
Role = Literal["learner", "instructor"]


class Tokens(Value):
    """What a sign-in gives: whose it is, the token for the database until `expires_at` (seconds since 1970), and the
    one that renews it."""

    user_id: str
    email: str
    access_token: str
    refresh_token: str
    expires_at: float


class AwaitedProof(Value):
    """That a mail is on its way; `verifier` is what the browser keeps for a link that carries a code."""

    verifier: str


class MailedProof(Value):
    """What a link in a mail carries: a token's hash, or a code with the verifier kept when it was asked for."""

    token_hash: str = ""
    kind: Literal["recovery", "signup", "email"] = "email"
    code: str = ""
    verifier: str = ""


class Profile(Value):
    """Who is signed in, as the database knows them."""

    id: str
    email: str
    name: str = ""
    role: Role


class Member(Value):
    """A learner in a cohort."""

    id: str
    email: str


class Cohort(Value):
    """Learners whose study one instructor may see. `join_code` lets a learner in; `members`, and who was `removed` and
    stays out, are for the instructor."""

    id: str
    name: str
    instructor_id: str
    join_code: str = ""
    members: tuple[Member, ...] = ()
    removed: tuple[Member, ...] = ()


class Classes(Value):
    """One's role, the classes that one leads, and those that one has joined."""

    role: Role
    led: tuple[Cohort, ...] = ()
    joined: tuple[Cohort, ...] = ()
