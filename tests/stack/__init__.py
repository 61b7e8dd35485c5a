"""A Supabase on this machine, without Docker: Postgres, PostgREST, an auth server and a gateway before them."""

from tests.stack.auth import AuthOptions, Mail
from tests.stack.stack import Stack

__all__ = ["AuthOptions", "Mail", "Stack"]
