-- What makes a commit whole, current and single: the session's version, and the commits that made it.

begin;

alter table public.study_sessions add column if not exists version integer not null default 0;
alter table public.study_sessions add column if not exists last_commit_id text not null default '';

-- One row a commit: a retry under the same id finds the version that the first one made.
create table if not exists public.commits (
    session_id text not null references public.study_sessions (id),
    commit_id text not null check (length(commit_id) between 1 and 200),
    version integer not null,
    primary key (session_id, commit_id)
);
alter table public.commits enable row level security;

insert into private.schema_migrations (name) values ('005_add_session_version.sql') on conflict do nothing;

commit;
