-- The context that a session carries between steps, the history that only grows, and plans kept for a while.
--
-- Documents are json, not jsonb: numbers and the order of keys come back as they were written, so that a replay of
-- the history gives exactly the stored context.

begin;

-- guard: once applied, this file does nothing when it is run again. Later ones have made anew what it makes.
do $guard$ begin
if exists (select from private.schema_migrations where name = '002_add_session_context.sql') then
    raise notice '002_add_session_context.sql was applied before: nothing to do';
    return;
end if;
execute $landed$
-- end of guard
alter table public.study_sessions add column if not exists current_context json not null default '{}';

create table if not exists public.agent_events (
    id bigint generated always as identity,
    session_id text not null references public.study_sessions (id),
    -- The session's owner, repeated here so that a policy needs no look at another table for each event.
    user_id uuid not null references public.users (id),
    -- Each bound is one of the app's own: one event that it cannot read would spoil every page that it is on.
    timestamp timestamptz not null check (timestamp between '2000-01-01T00:00:00Z' and '9999-12-31T00:00:00Z'),
    phase_before text not null
        check (phase_before in ('INTAKE', 'PLANNING', 'LEARNING', 'QUIZZING', 'ANALYZING', 'COMPLETED')),
    phase_after text not null
        check (phase_after in ('INTAKE', 'PLANNING', 'LEARNING', 'QUIZZING', 'ANALYZING', 'COMPLETED')),
    action text not null,
    agent text not null,
    reasoning text not null default '',
    metadata json not null default '{}' check (json_typeof(metadata) = 'object'),
    -- A key that is left out is unknown to the path, and what is unknown passes a check.
    context_patch json not null default '{}' check (context_patch::jsonb @@ 'strict $.type() == "object"
        && !exists($.keyvalue() ? (!(@.key like_regex "^(set|unset)(_extra)?$")))
        && $.set.type() == "object" && $.set_extra.type() == "object"
        && $.unset.type() == "array" && !exists($.unset[*] ? (@.type() != "string"))
        && $.unset_extra.type() == "array" && !exists($.unset_extra[*] ? (@.type() != "string"))'),
    seed bigint not null default 0 check (seed >= 0),
    duration_ms double precision not null default 0 check (duration_ms >= 0 and duration_ms <> 'NaN'),
    -- No index on id alone: for a page of an old session the planner would read everybody's newer events along it.
    primary key (session_id, id)
);
create index if not exists agent_events_user on public.agent_events (user_id, id);
create index if not exists agent_events_user_agent on public.agent_events (user_id, agent, id);
create index if not exists agent_events_user_action on public.agent_events (user_id, action, id);
create index if not exists agent_events_action_time on public.agent_events (action, timestamp);
alter table public.agent_events enable row level security;

create or replace function private.refuse_change() returns trigger
language plpgsql set search_path = '' as $$
begin
    raise exception 'history is append-only' using errcode = 'PT403';
end;
$$;
comment on function private.refuse_change() is 'Stops every change to what only grows, whoever asks.';

drop trigger if exists agent_events_append_only on public.agent_events;
create trigger agent_events_append_only before update or delete or truncate on public.agent_events
for each statement execute function private.refuse_change();

create or replace function public.agent_history(public.study_sessions) returns json
language sql stable set search_path = '' as $$
    select coalesce(json_agg(json_build_object(
        'id', e.id, 'timestamp', e.timestamp, 'action', e.action, 'agent', e.agent,
        'phase_before', e.phase_before, 'phase_after', e.phase_after,
        'reasoning', e.reasoning, 'metadata', e.metadata) order by e.id), '[]'::json)
    from public.agent_events e
    where e.session_id = $1.id
$$;
comment on function public.agent_history(public.study_sessions) is
    'A session''s events, oldest first, as the field agent_history of a session: select=id,agent_history.';

create table if not exists public.plan_cache (
    id bigint generated always as identity primary key,
    cache_key text not null check (length(cache_key) between 1 and 200),
    -- Null is a plan for everybody; only the service role can write one.
    user_id uuid references public.users (id),
    plan json not null,
    created_at timestamptz not null default now(),
    expires_at timestamptz not null default now() + interval '24 hours',
    unique nulls not distinct (cache_key, user_id)
);
create index if not exists plan_cache_user on public.plan_cache (user_id);
create index if not exists plan_cache_expiry on public.plan_cache (expires_at);
alter table public.plan_cache enable row level security;

-- guard: the end of what is run once.
$landed$;
end $guard$;
-- end of guard
insert into private.schema_migrations (name) values ('002_add_session_context.sql') on conflict do nothing;

commit;
