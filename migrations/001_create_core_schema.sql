-- Who studies, their sessions, the topics of a session's plan, and the confusions that its quizzes showed.
--
-- Every file here is one transaction that records itself, so that psql -f, the Supabase SQL editor and
-- `python -m core migrate` all do the same, also when a file is run twice. Supabase grants new tables to its API
-- roles; row-level security is therefore switched on where a table is made, and nothing can be read before 006
-- says who may.

begin;

-- What the API must not serve: PostgREST exposes public alone.
create schema if not exists private;

create table if not exists private.schema_migrations (
    name text primary key,
    applied_at timestamptz not null default now()
);

create table if not exists public.users (
    id uuid primary key,
    email text not null default '',
    name text not null default '' check (length(name) <= 200),
    role text not null default 'learner' check (role in ('learner', 'instructor')),
    created_at timestamptz not null default now()
);
create index if not exists users_email on public.users (lower(email));
alter table public.users enable row level security;

create table if not exists public.study_sessions (
    id text primary key check (length(id) between 1 and 200),
    user_id uuid not null references public.users (id),
    exam_type text not null default '',
    current_state text not null default 'INTAKE'
        check (current_state in ('INTAKE', 'PLANNING', 'LEARNING', 'QUIZZING', 'ANALYZING', 'COMPLETED')),
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    metadata jsonb not null default '{}'
);
create index if not exists study_sessions_user_updated on public.study_sessions (user_id, updated_at desc, id desc);
create index if not exists study_sessions_updated on public.study_sessions (updated_at desc, id desc);
alter table public.study_sessions enable row level security;

create table if not exists public.topics (
    session_id text not null references public.study_sessions (id),
    name text not null,
    position integer not null,
    planned_on date not null,
    difficulty text not null check (difficulty in ('easy', 'medium', 'hard')),
    hours double precision not null,
    prerequisites json not null default '[]',
    material_id text not null default '',
    section integer not null default 0,
    status text not null default 'planned' check (status in ('planned', 'learning', 'done')),
    answered integer not null default 0,
    correct integer not null default 0,
    mastery_score double precision check (mastery_score between 0 and 100),
    review_on date,
    primary key (session_id, name)
);
alter table public.topics enable row level security;

create table if not exists public.misconceptions (
    session_id text not null references public.study_sessions (id),
    id text not null,
    topic text not null,
    concept text not null,
    confusion text not null,
    counter_example text not null,
    question_id text not null,
    noticed_at timestamptz not null,
    primary key (session_id, id)
);
create index if not exists misconceptions_topic on public.misconceptions (session_id, topic);
alter table public.misconceptions enable row level security;

insert into private.schema_migrations (name) values ('001_create_core_schema.sql') on conflict do nothing;

commit;
