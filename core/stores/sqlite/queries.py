"""The embedded store's longer statements, as text."""

from __future__ import annotations

from datetime import datetime

from core.models import HistoryQuery
from core.stores.sqlite.answer_log_rows import Row, moment
from core.stores.sqlite.rows import EVENT_COLUMNS, TOPIC_COLUMNS

UPDATE = (
    "update study_sessions set current_state = ?, current_context = ?, updated_at = ?, last_commit_id = ?, "
    "version = ?, exam_type = coalesce(?, exam_type) where id = ? and version = ?"
)
RECORD = "insert or ignore into commits values (?, ?, ?)"
_QUIZ = (
    "select id, body, seed, created_at, submitted_at, analysis,"
    " (select json_group_array(body)"
    "  from (select body from quiz_answers where quiz_id = quizzes.id order by question_id))"
    " from quizzes where session_id = ?1"
)
QUIZZES = f"{_QUIZ} and (?2 is null or topic = ?2) order by position desc limit ?3"
LATEST_ANALYSED = f"{_QUIZ} and analysis is not null order by position desc limit 1"
CHAT = (
    "select speaker, body, sources, topic, created_at from tutor_chats"
    " where session_id = ? and topic = ? order by id desc limit ?"
)
MISCONCEPTION_COLUMNS = "id, topic, concept, confusion, counter_example, question_id, noticed_at, evidence"
MISCONCEPTIONS = f"select {MISCONCEPTION_COLUMNS} from misconceptions where session_id = ? order by noticed_at, id"
EVIDENCE = (
    "select question_id, sum(not is_void), total(iif(is_void, 0, forecast * (1 - forecast))),"
    " total(iif(is_void, 0, forecast * (1 - forecast) * item_rating + forecast - is_right)), max(is_void)"
    " from attempts where question_id in (select value from json_each(?)) group by question_id"
)
ASKING = "select distinct session_id from attempts where question_id = ? order by session_id"
_DESKS = (
    "select id, exam_type, current_state, current_context,"
    f" (select json_group_array(json_array({TOPIC_COLUMNS})) from"
    "  (select * from topics where session_id = s.id order by position, name)),"
    f" (select json_group_array(json_array({MISCONCEPTION_COLUMNS})) from"
    "  (select * from misconceptions where session_id = s.id order by noticed_at, id)),"
    " (select total(iif(timestamp >= ?2, gap, 0)) from gaps where gaps.session_id = s.id),"
    " (select total(gap) from gaps where gaps.session_id = s.id)"
    " from study_sessions s where user_id = ?1 and (current_state <> 'COMPLETED' or updated_at >= ?3)"
    " order by updated_at desc, id desc limit ?5"
)
DASHBOARD = (
    "with steps as (select e.session_id, timestamp, (julianday(timestamp) - julianday(lag(timestamp)"
    " over (partition by e.session_id order by e.id))) * 86400.0 as gap"
    " from study_sessions o join agent_events e on e.session_id = o.id"
    " where o.user_id = ?1 and o.updated_at >= ?3 and timestamp >= ?3),"
    " gaps as (select * from steps where gap between 0 and ?4) " + _DESKS
)
CACHED = "select plan from plan_cache where user_id = ? and cache_key = ? and expires_at > ?"
DROP_OVER = "delete from plan_cache where user_id = ? and expires_at <= ?"
CACHE = "insert or replace into plan_cache (user_id, cache_key, plan, created_at, expires_at) values (?, ?, ?, ?, ?)"
MATERIAL = "select id, name, kind, page_count, digest, sections from study_materials where session_id = ? and id = ?"
MATERIALS = (
    "select id, name, kind, page_count, digest, section_titles, exists"
    " (select 1 from material_files f where f.session_id = m.session_id and f.material_id = m.id)"
    " from study_materials m where session_id = ? order by position"
)
FILE = "select data from material_files where session_id = ? and material_id = ?"


def sessions_query(user_id: str | None, limit: int, before: tuple[datetime, str] | None) -> tuple[str, Row]:
    """The statement for the session list, newest change first, after the session that `before` names."""
    bounds: list[tuple[str, Row]] = []
    if user_id is not None:
        bounds.append(("user_id = ?", (user_id,)))
    if before:
        bounds.append(("(updated_at, id) < (?, ?)", (moment(before[0]), before[1])))
    sql = (
        "select id, user_id, exam_type, current_state, json_extract(current_context, '$.current_topic'),"
        " (select count(*) from topics where session_id = study_sessions.id and status <> 'left_out'),"
        " (select count(*) from topics where session_id = study_sessions.id and status = 'done'),"
        " version, created_at, updated_at from study_sessions"
        f" where {' and '.join(clause for clause, _ in bounds) or '1'} order by updated_at desc, id desc limit ?"
    )
    return sql, (*(value for _, values in bounds for value in values), limit)


def history_query(query: HistoryQuery) -> tuple[str, Row]:
    """The statement for a page of history and one event more, which tells whether there is a next page."""
    bounds = {
        "session_id = ?": query.session_id or None,
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
    sql = f"select id, {EVENT_COLUMNS} from agent_events where {' and '.join(used) or '1'} order by id {order} limit ?"
    return sql, (*used.values(), query.limit + 1)


def distinct(column: str) -> str:
    """The distinct values of an indexed column by jumping along the index, however many rows there are."""
    return (
        f"with recursive found(v) as (select min({column}) from agent_events union all"
        f" select (select min({column}) from agent_events where {column} > v) from found where v is not null)"
        " select v from found where v is not null"
    )
