"""Accounts in a browser on the local Supabase, and what is stored of them."""

from __future__ import annotations

from contextlib import closing
from uuid import uuid4

import psycopg
from playwright.sync_api import Page, expect

from core.models import QuizRecord, Session
from tests.people import store_of
from tests.stack import Stack

PASSWORD = "a quiet green desk"


def sign_up(page: Page, url: str, name: str = "mira") -> str:
    """Make an account in the browser; returns its address."""
    email = f"{name}-{uuid4().hex[:8]}@example.org"
    page.goto(f"{url}/signup")
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_label("I am 16 or older").check()
    page.get_by_role("button", name="Make my account").click()
    expect(page.locator("h1")).to_have_text("Learn for your exam, one day at a time")
    return email


def user_of(stack: Stack, email: str) -> str:
    with psycopg.connect(stack.database_url) as db:
        row = db.execute("select id from users where email = %s", (email,)).fetchone()
    assert row
    return str(row[0])


def stored(stack: Stack, email: str, session_id: str) -> Session:
    with closing(store_of(stack, user_of(stack, email), email)) as store:
        return store.load(session_id)


def quiz_of(stack: Stack, email: str, session_id: str) -> QuizRecord:
    with closing(store_of(stack, user_of(stack, email), email)) as store:
        return store.quizzes(session_id, limit=1)[0]
