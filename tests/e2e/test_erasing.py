"""In a browser, against the local Supabase: an account is made with consent, and erased from one tab for all."""

from __future__ import annotations

import psycopg
from playwright.sync_api import Page, expect

from tests.e2e.accounts import sign_up, user_of
from tests.e2e.steps import press, to_quiz
from tests.server import Server
from tests.stack import Stack


def test_an_account_is_erased_from_one_tab_for_all(
    page: Page, on_supabase: None, server: Server, supabase: Stack
) -> None:
    page.goto(f"{server.url}/signup")
    page.get_by_role("link", name="What is kept, and for how long").click()
    expect(page.locator("h1")).to_have_text("What ExamMentor keeps about you")
    email = sign_up(page, server.url)
    user = user_of(supabase, email)
    session = to_quiz(page, server.url)
    other = page.context.new_page()
    other.goto(f"{server.url}/quiz?session={session}")
    expect(other.locator("h1")).to_contain_text("cell membrane")
    page.goto(f"{server.url}/account")
    press(page, "erase-everything")
    expect(page.get_by_text("This will be erased, with plan and history")).to_be_visible()
    press(page, "erase-yes-everything")
    expect(page.locator("h1")).to_have_text("Sign in")
    expect(page.get_by_role("status")).to_contain_text("Your account is erased")
    other.reload()
    expect(other.locator("h1")).to_have_text("Sign in")
    with psycopg.connect(supabase.database_url) as db:
        assert db.execute("select count(*) from users where id = %s", (user,)).fetchone() == (0,)
        assert db.execute("select id from erased_sessions").fetchall() == [(session,)]
