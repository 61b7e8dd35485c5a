-- Plans kept for a while, and topics that a plan leaves out.

create table plan_cache (
    cache_key text not null,
    user_id text not null references users (id),
    plan text not null,
    created_at text not null,
    expires_at text not null,
    primary key (user_id, cache_key)
) strict;

-- A check cannot be changed in place: the table is made anew. No other table refers to it.
create table topics_anew (
    session_id text not null references study_sessions (id),
    name text not null,
    position integer not null,
    planned_on text not null,
    difficulty text not null check (difficulty in ('easy', 'medium', 'hard')),
    hours real not null,
    prerequisites text not null default '[]' check (json_valid(prerequisites)),
    material_id text not null default '',
    section integer not null default 0,
    status text not null default 'planned' check (status in ('planned', 'learning', 'done', 'left_out')),
    answered integer not null default 0,
    correct integer not null default 0,
    mastery_score real check (mastery_score between 0 and 100),
    review_on text,
    primary key (session_id, name)
) strict, without rowid;

insert into topics_anew (
    session_id, name, position, planned_on, difficulty, hours, prerequisites, material_id, section, status, answered,
    correct, mastery_score, review_on
)
select
    session_id, name, position, planned_on, difficulty, hours, prerequisites, material_id, section, status, answered,
    correct, mastery_score, review_on
from topics;

drop table topics;
alter table topics_anew rename to topics;
