"""What the database's own catalogues say about rights: nothing is open by oversight."""

from __future__ import annotations

from typing import Any

import psycopg
import pytest

from tests.sql.classroom import Rest

# Whatever a signed-in learner's token may do at all; policies then say to which rows. Anonymous: nothing.
GRANTED = {
    "users": "select update:name",
    "study_sessions": "select",
    "topics": "select",
    "misconceptions": "select",
    "agent_events": "select",
    "plan_cache": "select delete insert:cache_key,expires_at,plan,user_id update:created_at,expires_at,plan",
    "cohorts": "select delete insert:instructor_id,name update:name",
    "cohort_members": "select delete",
    "cohort_removals": "select delete",
    "study_materials": "select",
    "material_files": "select",
    "plans": "select",
    "lessons": "select",
    "quizzes": "select",
    "quiz_answers": "select",
    "attempts": "select",
    "tutor_chats": "select",
    "session_list": "select",
    "void_questions": "select",
}
CALLABLE = {
    "agent_history",
    "bring_in_session",
    "check_store",
    "commit_changes",
    "commit_file",
    "correct_session",
    "dashboard",
    "erase_account",
    "erase_file",
    "erase_session",
    "history_facets",
    "history_page",
    "item_evidence",
    "join_cohort",
    "mark_question",
    "material_file",
    "renew_code",
    "stage_commit",
    "was_erased",
    "who_am_i",
}


def rows(db: psycopg.Connection, query: str, *parameters: object) -> list[Any]:
    return db.execute(query, parameters or None).fetchall()


def test_every_table_has_row_security_and_every_view_asks_as_its_caller(db: psycopg.Connection) -> None:
    tables = rows(
        db,
        "select relname from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')"
        " and not relrowsecurity",
    )
    views = rows(
        db,
        "select relname from pg_class where relnamespace = 'public'::regnamespace and relkind in ('v', 'm')"
        " and not coalesce(reloptions, '{}') @> '{security_invoker=true}'",
    )
    assert (tables, views) == ([], [])


def test_every_policy_is_named_for_its_table_and_verb_and_lets_nobody_in_unasked(db: psycopg.Connection) -> None:
    policies = rows(
        db, "select tablename, policyname, cmd, roles, permissive, qual, with_check from pg_policies order by 1, 2"
    )
    assert len(policies) > 20
    for table, name, verb, roles, permissive, using, check in policies:
        assert name.startswith(f"{table}_{verb.lower()}_"), name
        assert verb in ("SELECT", "INSERT", "UPDATE", "DELETE"), name
        assert (roles, permissive) == (["authenticated"], "PERMISSIVE"), name
        assert "true" not in (using, check), name
        # Evaluated once for a query, not once for a row.
        for written in (using, check):
            assert "auth.uid()" not in (written or "").replace("SELECT auth.uid()", ""), name


def test_learners_hold_the_grants_that_are_listed_and_the_anonymous_none(db: psycopg.Connection) -> None:
    held = rows(
        db,
        """
        select c.relname, lower(verb) || coalesce(':' || string_agg(a.attname, ',' order by a.attname)
            filter (where not has_table_privilege(role, c.oid, verb)), ''), role
        from pg_class c
        join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
        cross join unnest(array['anon', 'authenticated']) as role
        cross join unnest(array['select', 'insert', 'update', 'delete', 'truncate', 'references', 'trigger']) as verb
        where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'v') and case
            when verb in ('select', 'insert', 'update', 'references')
            then has_column_privilege(role, c.oid, a.attnum, verb) else has_table_privilege(role, c.oid, verb) end
        group by c.relname, c.oid, verb, role
        """,
    )
    assert {role for *_, role in held} == {"authenticated"}
    held_on: dict[str, set[str]] = {}
    for table, grant, _ in held:
        held_on.setdefault(table, set()).add(grant)
    assert held_on == {table: set(grants.split()) for table, grants in GRANTED.items()}


def test_every_function_is_described_and_looks_names_up_nowhere_else(db: psycopg.Connection) -> None:
    functions = rows(
        db,
        "select proname, coalesce(array_to_string(proconfig, ' '), ''), obj_description(oid, 'pg_proc') from pg_proc"
        " where pronamespace in ('public'::regnamespace, 'private'::regnamespace)",
    )
    assert len(functions) > 10
    assert [name for name, settings, _ in functions if 'search_path=""' not in settings] == []
    assert [name for name, _, comment in functions if not comment] == []


def test_the_anonymous_may_call_check_store_and_nothing_else(db: psycopg.Connection) -> None:
    functions = rows(
        db,
        "select proname, has_function_privilege('anon', oid, 'execute'),"
        " has_function_privilege('authenticated', oid, 'execute')"
        " from pg_proc where pronamespace = 'public'::regnamespace",
    )
    assert {name for name, anonymous, _ in functions if anonymous} == {"check_store"}
    assert {name for name, _, learner in functions if learner} == CALLABLE


def test_learners_execute_no_private_function_but_those_that_policies_ask(db: psycopg.Connection) -> None:
    functions = rows(
        db,
        "select proname from pg_proc where pronamespace = 'private'::regnamespace and prosecdef and"
        " (has_function_privilege('authenticated', oid, 'execute') or has_function_privilege('anon', oid, 'execute'))",
    )
    assert {name for (name,) in functions} == {"cohorts_i_lead", "is_instructor", "my_cohorts", "my_learners"}
    writers = ("private.write_changes(text, uuid, json)", "private.see_user()")
    for function in writers:
        assert rows(db, "select has_function_privilege('authenticated', %s, 'execute')", function) == [(False,)]


@pytest.mark.parametrize("who", ["anonymous", "owner", "instructor", "service"])
def test_nothing_private_is_reached_through_the_api(rest: Rest, who: str) -> None:
    for path in ("schema_migrations", "private.schema_migrations"):
        assert rest.ask(who, "GET", path).status_code == 404
        assert rest.ask(who, "GET", path, headers={"Accept-Profile": "private"}).status_code == 406
    for function in ("see_user", "write_changes", "my_learners", "is_instructor", "private.see_user", "refuse_change"):
        assert rest.call(who, function).status_code == 404
        answer = rest.ask(who, "POST", f"rpc/{function}", {}, {"Content-Profile": "private"})
        assert answer.status_code == 406


def test_every_foreign_key_has_an_index_that_begins_with_its_columns(db: psycopg.Connection) -> None:
    bare = rows(
        db,
        """
        select k.conrelid::regclass::text, k.conname from pg_constraint k
        where k.contype = 'f' and k.connamespace = 'public'::regnamespace and not exists (
            select from pg_index i where i.indrelid = k.conrelid and i.indisvalid and i.indpred is null
            and (string_to_array(i.indkey::text, ' ')::smallint[])[1:cardinality(k.conkey)] @> k.conkey)
        """,
    )
    assert rows(db, "select count(*) > 10 from pg_constraint where contype = 'f'") == [(True,)]
    assert bare == []
