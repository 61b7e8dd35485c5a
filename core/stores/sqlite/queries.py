"""What the embedded store asks, as text: its columns are named as the values name them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime

from core.models import Filing, HistoryQuery, MadeFromFile, Place
from core.stores.sqlite.rows import JSON_COLUMNS, Row, moment


def _json(column: str) -> str:
    """A column's JSON; what is none stays text, so that it spoils its own row and not the whole list."""
    return f"iif(json_valid({column}), json({column}), {column})"


def _in(column: str) -> str:
    """A column to look into; nothing where it is no JSON, which would end the whole statement."""
    return f"iif(json_valid({column}), {column}, 'null')"


def _array(columns: str, rows: str) -> str:
    """The rows of a table as one JSON array of objects that have `columns`."""
    names = [column.split()[-1] for column in columns.split(", ")]
    pairs = ", ".join(f"'{name}', {_json(name) if name in JSON_COLUMNS else name}" for name in names)
    return f"(select json_group_array(json_object({pairs})) from (select {columns} from {rows}))"


UPDATE = (
    "update study_sessions set current_state = ?, current_context = ?, updated_at = ?, last_commit_id = ?, "
    "version = ?, exam_type = coalesce(?, exam_type), metadata = json_patch(metadata, ?),"
    " is_outdated = ? or is_outdated and not ? where id = ? and version = ?"
)
RECORD = "insert or ignore into commits (commit_id, session_id, version, is_correction) values (?, ?, ?, ?)"
# The version of a session that has moved on since one, and by an instructor's corrections alone.
CORRECTED_SINCE = (
    "select version from study_sessions where id = ?1 and version > ?2 and version - ?2 ="
    " (select count(*) from commits where session_id = ?1 and version > ?2 and is_correction)"
)
_FILING = ", ".join(f"json_extract({_in('metadata')}, '$.{name}') as {name}" for name in Filing.model_fields)
# As `core/models/filing.py` has it.
_PLACE = (
    f"iif(json_extract({_in('metadata')}, '$.binned_at') is not null, 'bin',"
    f" iif(json_extract({_in('metadata')}, '$.archived'), 'archive', 'desk'))"
)
SESSION = (
    "select id, user_id, exam_type, current_state as phase, current_context as context, version, created_at,"
    f" updated_at, is_outdated, json_extract({_in('metadata')}, '$.zone') as zone, {_FILING} from study_sessions"
    " where id = ?"
)
_SUMMARY = (
    "select id, user_id, exam_type, current_state as phase,"
    f" json_extract({_in('current_context')}, '$.current_topic') as current_topic,"
    " (select count(*) from topics where session_id = study_sessions.id and status <> 'left_out') as topics_total,"
    " (select count(*) from topics where session_id = study_sessions.id and status = 'done') as topics_done,"
    " (select count(*) from topics where session_id = study_sessions.id and status in ('studied', 'done'))"
    " as topics_studied,"
    f" version, created_at, updated_at, {_FILING} from study_sessions"
)
_EVENT = (
    "select id, session_id, user_id, timestamp, phase_before, phase_after, action, agent, reasoning, metadata,"
    " context_patch, seed, duration_ms from agent_events"
)
_TOPIC = (
    "name, position, planned_on, difficulty, hours, prerequisites, material_id, section, status, answered, "
    "correct as right, mastery_score, review_on, own_word"
)
_TOPICS_OF = "topics where session_id = {} order by position, name"
TOPICS = f"select {_TOPIC} from {_TOPICS_OF.format('?')}"
PLANS = "select body from plans where session_id = ? and version >= ? order by version"
LESSONS = "select body from lessons where session_id = ?"
LESSON = "select body from lessons where session_id = ? and topic = ?"
_QUIZ = (
    "select id, body as quiz, seed, created_at, submitted_at, analysis, kind,"
    f" (select json_group_array({_json('body')})"
    "  from (select body from quiz_answers a where a.session_id = quizzes.session_id and a.quiz_id = quizzes.id"
    "  order by question_id)) as answers"
    " from quizzes where session_id = ?1"
)
QUIZZES = f"{_QUIZ} and (?2 is null or topic = ?2) and (?4 is null or kind = ?4) order by position desc limit ?3"
QUIZ = f"{_QUIZ} and id = ?2"
LATEST_ANALYSED = f"{_QUIZ} and kind = 'quiz' and analysis is not null order by position desc limit 1"
CHAT = (
    "select speaker as role, body as text, sources, topic, created_at as at from tutor_chats"
    " where session_id = ? and topic = ? order by id desc limit ?"
)
ATTEMPTS = (
    "select quiz_id, question_id, topic, at, is_right, is_blank, chance, item_rating, forecast, is_void, chosen,"
    " seconds, hint_opened, is_helped, is_skipped, concept, sureness"
    " from attempts where session_id = ? order by at, quiz_id, question_id"
)
_MISCONCEPTION = "id, topic, concept, confusion, counter_example, question_id, noticed_at, evidence"
_MISCONCEPTIONS_OF = "misconceptions where session_id = {} order by noticed_at, id"
MISCONCEPTIONS = f"select {_MISCONCEPTION} from {_MISCONCEPTIONS_OF.format('?')}"
ANSWERS = (
    "select o.user_id, a.quiz_id, a.question_id, a.topic, a.at, a.is_right, a.is_blank, a.chance, a.item_rating,"
    " a.forecast, a.is_void, a.is_skipped from attempts a join study_sessions o on o.id = a.session_id"
    " where a.question_id in (select value from json_each(?)) order by a.at, a.session_id, a.quiz_id"
)
_SHOWN = (
    f"select session_id from misconceptions, json_each({_in('evidence')}) e"
    " where json_extract(e.value, '$.question_id') in (?1, ?2)"
)
ASKING = f"select session_id from attempts where question_id in (?1, ?2) union {_SHOWN} order by session_id"
OUT = "select question_id from void_questions"
TAKE_OUT = "insert or ignore into void_questions (question_id, voided_at) values (?, datetime('now'))"
TAKE_IN = "delete from void_questions where question_id = ?"
MARK = "update attempts set is_void = ?3 where question_id in (?1, ?2)"
MARK_EVIDENCE = (
    "update misconceptions set evidence = (select json_group_array(json(iif("
    "json_extract(e.value, '$.question_id') in (?1, ?2),"
    " json_set(e.value, '$.is_void', json(iif(?3, 'true', 'false'))), e.value)))"
    f" from json_each(evidence) e) where session_id in ({_SHOWN})"
)
# As `core/domain/planning/state.py` has it: the plan that holds, else the one proposed, else the newest.
_WINDOW = (
    f"select json_object('start', coalesce(json_extract({_in('body')}, '$.plan.window.start'),"
    f" json_extract({_in('body')}, '$.plan.schedule[0].date')), 'days',"
    f" coalesce(json_extract({_in('body')}, '$.plan.window.days'),"
    f" json_array_length({_in('body')}, '$.plan.schedule')), 'hours', 0)"
    " from plans where session_id = s.id and version = coalesce("
    f"nullif(json_extract({_in('s.current_context')}, '$.extra_data.plan_version'), 0),"
    f" nullif(json_extract({_in('s.current_context')}, '$.extra_data.plan_proposal'), 0),"
    " (select max(version) from plans where session_id = s.id))"
)
# As `core/domain/study_time.py` has it: a stretch ends where the gap to the next event is too long, or less than none.
# Materialized, since SQLite would work out everybody's stretches anew for each session.
_STRETCHES = (
    "with steps as (select e.session_id, e.id, timestamp, round((julianday(timestamp) - julianday(lag(timestamp)"
    " over (partition by e.session_id order by e.id))) * 86400.0, 3) as gap"
    " from study_sessions o join agent_events e on e.session_id = o.id"
    " where o.user_id = ?1 and o.updated_at >= ?2 and timestamp >= ?3),"
    " numbered as (select session_id, timestamp, sum(gap is null or gap not between 0 and ?4)"
    " over (partition by session_id order by id) as number from steps),"
    " stretches as materialized (select session_id, min(timestamp) as since, max(timestamp) as until from numbered"
    " group by session_id, number having min(timestamp) < max(timestamp))"
)
DASHBOARD = (
    f"{_STRETCHES} select id, exam_type, current_state as phase, current_context as context, {_FILING},"
    f" {_array(_TOPIC, _TOPICS_OF.format('s.id'))} as topics,"
    f" {_array(_MISCONCEPTION, _MISCONCEPTIONS_OF.format('s.id'))} as misconceptions, ({_WINDOW}) as study_window,"
    f" {_array('since, until', 'stretches where session_id = s.id order by since')} as studied"
    f" from study_sessions s where user_id = ?1 and (current_state <> 'COMPLETED' and {_PLACE} = 'desk'"
    " or updated_at >= ?2)"
    " order by updated_at desc, id desc"
)
ERASED = "insert or ignore into erased_sessions (id, erased_at) values (?, ?)"
_GONE = "select value from json_each(?2)"
_WITHOUT = {
    "quiz_ids": (
        f"delete from attempts where session_id = ?1 and quiz_id in ({_GONE})",
        f"delete from quiz_answers where session_id = ?1 and quiz_id in ({_GONE})",
        f"delete from quizzes where session_id = ?1 and id in ({_GONE})",
    ),
    "misconception_ids": (f"delete from misconceptions where session_id = ?1 and id in ({_GONE})",),
    "lesson_topics": (f"delete from lessons where session_id = ?1 and topic in ({_GONE})",),
    "chat_topics": (f"delete from tutor_chats where session_id = ?1 and topic in ({_GONE})",),
    "event_ids": (
        "update agent_events set reasoning = '', metadata = '{}',"
        " context_patch = json_replace(context_patch, '$.set.misconceptions', json('[]'), '$.set_extra',"
        " json(extra_without_words(context_patch)))"
        f" where session_id = ?1 and id in ({_GONE})",
    ),
}
CACHED = "select plan from plan_cache where user_id = ? and cache_key = ? and expires_at > ?"
DROP_OVER = "delete from plan_cache where user_id = ? and expires_at <= ?"
CACHE = "insert or replace into plan_cache (user_id, cache_key, plan, created_at, expires_at) values (?, ?, ?, ?, ?)"
MATERIAL = "select id, name, kind, page_count, digest, sections from study_materials where session_id = ? and id = ?"
MATERIALS = (
    "select id, name, kind, page_count, digest, section_titles, exists"
    " (select 1 from material_files f where f.session_id = m.session_id and f.material_id = m.id) as has_file"
    " from study_materials m where session_id = ? order by position"
)
FILE = "select data from material_files where session_id = ? and material_id = ?"


def without(gone: MadeFromFile) -> Iterator[tuple[str, str]]:
    """The statements that take out what was made from a file, each with the second of its values; the first is the
    session."""
    for name, named in gone.model_dump(mode="json").items():
        for sql in _WITHOUT[name]:
            yield sql, json.dumps(named)


def sessions_query(
    user_id: str | None, place: Place | None, limit: int, before: tuple[datetime, str] | None
) -> tuple[str, Row]:
    """The statement for the session list, newest change first, after the session that `before` names."""
    bounds: list[tuple[str, Row]] = []
    if user_id is not None:
        bounds.append(("user_id = ?", (user_id,)))
    if place:
        bounds.append((f"{_PLACE} = ?", (place.value,)))
    if before:
        bounds.append(("(updated_at, id) < (?, ?)", (moment(before[0]), before[1])))
    where = " and ".join(clause for clause, _ in bounds) or "1"
    sql = f"{_SUMMARY} where {where} order by updated_at desc, id desc limit ?"
    return sql, (*(value for _, values in bounds for value in values), limit)


def history_query(query: HistoryQuery) -> tuple[str, Row]:
    """The statement for a page of history and one event more, which tells whether there is a next page."""
    bounds = {
        "session_id = ?": query.session_id or None,
        "user_id = ?": query.user_id or None,
        "agent = ?": query.agent or None,
        "action = ?": query.action or None,
        "phase_after = ?": query.phase and query.phase.value,
        "timestamp >= ?": query.since and moment(query.since),
        "timestamp < ?": query.until and moment(query.until),
        "id < ?": query.before,
        "id > ?": query.after,
    }
    used = {clause: value for clause, value in bounds.items() if value is not None}
    order = "desc" if query.after is None else "asc"
    sql = f"{_EVENT} where {' and '.join(used) or '1'} order by id {order} limit ?"
    return sql, (*used.values(), query.limit + 1)


def distinct(column: str) -> str:
    """The distinct values of an indexed column by jumping along the index, however many rows there are."""
    return (
        f"with recursive found(v) as (select min({column}) from agent_events union all"
        f" select (select min({column}) from agent_events where {column} > v) from found where v is not null)"
        f" select v as {column} from found where v is not null"
    )


LEARNERS = (
    f"select v.user_id as id, coalesce(nullif(u.name, ''), v.user_id) as name from ({distinct('user_id')}) v"
    " left join users u on u.id = v.user_id where v.user_id <> '' order by name, id"
)
