-- Who studies, their sessions, the topics of a session's plan, and the confusions that its quizzes showed.

create table users (
    id text primary key,
    name text not null default '',
    role text not null default 'learner' check (role in ('learner', 'instructor')),
    created_at text not null
) strict;

create table study_sessions (
    id text primary key,
    user_id text not null references users (id),
    exam_type text not null default '',
    current_state text not null
        check (current_state in ('INTAKE', 'PLANNING', 'LEARNING', 'QUIZZING', 'ANALYZING', 'COMPLETED')),
    metadata text not null default '{}' check (json_valid(metadata)),
    created_at text not null,
    updated_at text not null
) strict;

create index study_sessions_user_updated on study_sessions (user_id, updated_at desc, id desc);
create index study_sessions_updated on study_sessions (updated_at desc, id desc);

create table topics (
    session_id text not null references study_sessions (id),
    name text not null,
    position integer not null,
    planned_on text not null,
    difficulty text not null check (difficulty in ('easy', 'medium', 'hard')),
    hours real not null,
    prerequisites text not null default '[]' check (json_valid(prerequisites)),
    material_id text not null default '',
    section integer not null default 0,
    status text not null default 'planned' check (status in ('planned', 'learning', 'done')),
    answered integer not null default 0,
    correct integer not null default 0,
    mastery_score real check (mastery_score between 0 and 100),
    review_on text,
    primary key (session_id, name)
) strict, without rowid;

create table misconceptions (
    id text primary key,
    session_id text not null references study_sessions (id),
    topic text not null,
    concept text not null,
    confusion text not null,
    counter_example text not null,
    question_id text not null,
    noticed_at text not null
) strict;

create index misconceptions_session on misconceptions (session_id, topic);
