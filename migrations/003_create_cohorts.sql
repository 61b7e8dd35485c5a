-- Whom an instructor sees: a cohort is one instructor's, and a learner joins it with its code.

begin;

create table if not exists public.cohorts (
    id uuid primary key default gen_random_uuid(),
    name text not null check (length(name) between 1 and 200),
    instructor_id uuid not null references public.users (id),
    join_code text not null unique default upper(substr(replace(gen_random_uuid()::text, '-', ''), 1, 10)),
    created_at timestamptz not null default now()
);
create index if not exists cohorts_instructor on public.cohorts (instructor_id);
alter table public.cohorts enable row level security;

create table if not exists public.cohort_members (
    cohort_id uuid not null references public.cohorts (id) on delete cascade,
    user_id uuid not null references public.users (id),
    joined_at timestamptz not null default now(),
    primary key (cohort_id, user_id)
);
create index if not exists cohort_members_user on public.cohort_members (user_id);
alter table public.cohort_members enable row level security;

insert into private.schema_migrations (name) values ('003_create_cohorts.sql') on conflict do nothing;

commit;
