"""The schema of the product, put on a database. To be replaced by `python -m core migrate`."""

from __future__ import annotations

import psycopg

from tests.doubles import ROOT


def apply_migrations(database_url: str) -> None:
    """Every migrations/*.sql in name order, each in a transaction; PostgREST reads the schema again."""
    with psycopg.connect(database_url, autocommit=True) as connection:
        for path in sorted((ROOT / "migrations").glob("*.sql")):
            # One simple query of many statements runs as one transaction.
            connection.execute(path.read_bytes())
        connection.execute("notify pgrst, 'reload schema'")
