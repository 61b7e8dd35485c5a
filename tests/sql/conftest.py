"""The school, filled anew for each test, and who may look at it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count

import httpx
import psycopg
import pytest
from psycopg import sql

from core import ROOT
from tests.sql.classroom import SEED, Rest
from tests.stack import Stack

ROLES = ROOT / "tests" / "stack" / "roles.sql"
numbers = count(1)


@pytest.fixture(scope="module")
def http() -> Iterator[httpx.Client]:
    with httpx.Client(trust_env=False, timeout=30) as client:
        yield client


@pytest.fixture
def db(stack: Stack) -> Iterator[psycopg.Connection]:
    """The superuser, past every policy."""
    stack.start()
    with psycopg.connect(stack.database_url, autocommit=True) as connection:
        # The stack's own tests have left these, open to all.
        connection.execute("drop table if exists stack_notes; drop function if exists stack_who")
        yield connection


@pytest.fixture
def rest(stack: Stack, http: httpx.Client, db: psycopg.Connection) -> Rest:
    """The API of a school with one row in each table."""
    db.execute(SEED)
    return Rest(stack, http)


@pytest.fixture
def fresh(stack: Stack) -> Iterator[str]:
    """The address of a database with nothing but what a new Supabase project has."""
    with _new_project(stack) as url:
        yield url


@pytest.fixture
def another(stack: Stack) -> Iterator[str]:
    """The address of a second such database."""
    with _new_project(stack) as url:
        yield url


@contextmanager
def _new_project(stack: Stack) -> Iterator[str]:
    stack.start()
    name = f"fresh_{next(numbers)}"
    url = f"{stack.database_url.removesuffix('/postgres')}/{name}"
    with psycopg.connect(stack.database_url, autocommit=True) as db:
        db.execute(sql.SQL("create database {} template template0").format(sql.Identifier(name)))
        with psycopg.connect(url, autocommit=True) as new:
            new.execute(ROLES.read_bytes())
        yield url
        db.execute(sql.SQL("drop database {} with (force)").format(sql.Identifier(name)))
