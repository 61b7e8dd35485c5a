-- What is studied and what was made of it: materials, plans, lessons, quizzes, the answers as they were given, and
-- what was asked of the tutor.

begin;

create table if not exists public.study_materials (
    session_id text not null references public.study_sessions (id),
    id text not null,
    position integer not null,
    name text not null,
    kind text not null,
    page_count integer,
    digest text not null,
    section_titles json not null,
    sections json not null,
    primary key (session_id, id)
);
alter table public.study_materials enable row level security;

create table if not exists public.plans (
    session_id text not null references public.study_sessions (id),
    version integer not null,
    body json not null,
    primary key (session_id, version)
);
alter table public.plans enable row level security;

create table if not exists public.lessons (
    session_id text not null references public.study_sessions (id),
    topic text not null,
    body json not null,
    primary key (session_id, topic)
);
alter table public.lessons enable row level security;

create table if not exists public.quizzes (
    session_id text not null references public.study_sessions (id),
    id text not null,
    position integer not null,
    topic text not null,
    body json not null,
    seed bigint not null,
    created_at timestamptz not null,
    submitted_at timestamptz,
    analysis json,
    primary key (session_id, id)
);
create index if not exists quizzes_position on public.quizzes (session_id, position);
alter table public.quizzes enable row level security;

create table if not exists public.quiz_answers (
    session_id text not null,
    quiz_id text not null,
    question_id text not null,
    body json not null,
    given_at timestamptz not null,
    primary key (session_id, quiz_id, question_id),
    foreign key (session_id, quiz_id) references public.quizzes (session_id, id)
);
alter table public.quiz_answers enable row level security;

create table if not exists public.tutor_chats (
    id bigint generated always as identity primary key,
    session_id text not null references public.study_sessions (id),
    topic text not null,
    speaker text not null check (speaker in ('learner', 'tutor')),
    body text not null,
    sources json not null default '[]',
    created_at timestamptz not null default now()
);
create index if not exists tutor_chats_session on public.tutor_chats (session_id, id);
alter table public.tutor_chats enable row level security;

insert into private.schema_migrations (name) values ('004_create_persistence_tables.sql') on conflict do nothing;

commit;
