-- What is studied and what was made of it: materials, plans, lessons, quizzes and the answers as they were given.

create table study_materials (
    session_id text not null references study_sessions (id),
    id text not null,
    position integer not null,
    name text not null,
    kind text not null,
    page_count integer,
    digest text not null,
    section_titles text not null,
    sections text not null,
    primary key (session_id, id)
) strict;

create table plans (
    session_id text not null references study_sessions (id),
    version integer not null,
    body text not null,
    primary key (session_id, version)
) strict;

create table lessons (
    session_id text not null references study_sessions (id),
    topic text not null,
    body text not null,
    primary key (session_id, topic)
) strict;

create table quizzes (
    id text primary key,
    session_id text not null references study_sessions (id),
    position integer not null,
    topic text not null,
    body text not null,
    seed integer not null,
    created_at text not null,
    submitted_at text,
    analysis text
) strict;

create index quizzes_session on quizzes (session_id, position);

create table quiz_answers (
    quiz_id text not null references quizzes (id),
    question_id text not null,
    body text not null,
    given_at text not null,
    primary key (quiz_id, question_id)
) strict, without rowid;
