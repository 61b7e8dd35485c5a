-- How much one account may keep, and how fast it may write. What is dated before is sent late or brought in from a
-- file, and has limits of its own, which are wider.

begin;

create table if not exists private.quotas (
    name text primary key check (name in ('sessions', 'text', 'files', 'commits')),
    most bigint not null check (most > 0),
    most_late bigint not null,
    constraint quotas_late_check check (most_late >= most)
);
comment on table private.quotas is
    'An account''s sessions, the bytes of its materials'' text and of its files, and its commits a minute. Whoever runs '
    'the database may change them.';
insert into private.quotas (name, most, most_late) values
    ('sessions', 300, 1000), ('text', 200000000, 400000000), ('files', 1000000000, 2000000000), ('commits', 300, 6000)
on conflict do nothing;

-- What a crash forgets of this is a minute.
create unlogged table if not exists private.commit_rates (
    user_id uuid not null references public.users (id) on delete cascade,
    is_late boolean not null,
    minute timestamptz not null,
    made integer not null,
    constraint commit_rates_pkey primary key (user_id, is_late)
);
comment on table private.commit_rates is
    'How many commits an account has made in that minute: what is sent late takes no room of what is done now.';
revoke all on private.quotas, private.commit_rates from public, anon, authenticated;

create or replace function private.is_late(p_at timestamptz) returns boolean
language sql stable set search_path = '' as $$
    select p_at < now() - interval '2 minutes'
$$;
comment on function private.is_late(timestamptz) is 'Whether what was done at that time comes late, or out of a file.';

create or replace function private.quota(p_name text, p_at timestamptz) returns bigint
language sql stable set search_path = '' as $$
    select case when private.is_late(p_at) then q.most_late else q.most end
    from private.quotas q where q.name = p_name
$$;
comment on function private.quota(text, timestamptz) is 'The limit of that name for what was done at that time.';

create or replace function private.keep_to_sessions() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
    -- Whoever runs the database may fill it as they like.
    if new.user_id = (select auth.uid())
        and (select count(*) from public.study_sessions s where s.user_id = new.user_id)
            > private.quota('sessions', new.created_at)
    then
        perform private.refuse_for_now('Your account holds as many sessions as it can. Erase one that you no longer '
            'need, and begin this one then.', 3600);
    end if;
    return null;
end;
$$;
comment on function private.keep_to_sessions() is 'Refuses a session beyond the account''s limit.';

create or replace function private.keep_to_rate() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
    this_minute constant timestamptz := date_trunc('minute', now());
    session public.study_sessions;
    so_far integer;
begin
    select * into session from public.study_sessions s where s.id = new.session_id;
    if session.user_id is distinct from (select auth.uid()) then
        -- A correction: its instructor marks a whole class at once.
        return null;
    end if;
    insert into private.commit_rates as r (user_id, is_late, minute, made)
    values (session.user_id, private.is_late(session.updated_at), this_minute, 1)
    on conflict (user_id, is_late) do update set
        made = case when r.minute = this_minute then r.made + 1 else 1 end, minute = this_minute
    returning made into so_far;
    if so_far > private.quota('commits', session.updated_at) then
        perform private.refuse_for_now('This is too much at once. What you did is kept and is saved in a minute.',
            ceil(60 - extract(second from now()))::integer);
    end if;
    return null;
end;
$$;
comment on function private.keep_to_rate() is 'Refuses more commits in a minute than an account may make.';

create or replace function private.keep_to_size() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
    session public.study_sessions;
    kept bigint;
begin
    select * into session from public.study_sessions s where s.id = new.session_id;
    if session.user_id is distinct from (select auth.uid()) then
        return null;
    end if;
    -- The sizes stand beside the values, which are not read for them.
    if tg_table_name = 'study_materials' then
        select sum(pg_column_size(m.sections)) into kept from public.study_materials m
        join public.study_sessions s on s.id = m.session_id where s.user_id = session.user_id;
        if kept > private.quota('text', session.updated_at) then
            perform private.refuse_for_now('Your account holds as much text as it can. Erase a material or a session '
                'that you no longer need, and add this one then.', 3600);
        end if;
    else
        select sum(octet_length(f.data)) into kept from public.material_files f
        join public.study_sessions s on s.id = f.session_id where s.user_id = session.user_id;
        if kept > private.quota('files', session.updated_at) then
            perform private.refuse_for_now('Your account holds as many files as it can. Erase a file or a session that '
                'you no longer need, and add this one then.', 3600);
        end if;
    end if;
    return null;
end;
$$;
comment on function private.keep_to_size() is 'Refuses text and files beyond the account''s limit.';
create or replace function private.keep_to_cache() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
    if new.user_id = (select auth.uid()) and (
        octet_length(new.plan::text) > 5000000
        or (select count(*) from public.plan_cache c where c.user_id = new.user_id) > 200)
    then
        perform private.refuse_for_now('No more plans are kept for this account just now.', 3600);
    end if;
    return null;
end;
$$;
comment on function private.keep_to_cache() is 'Refuses kept plans beyond what an account needs: they are no study.';
revoke all on function private.is_late(timestamptz), private.quota(text, timestamptz), private.keep_to_sessions(),
    private.keep_to_rate(), private.keep_to_size(), private.keep_to_cache() from public, anon, authenticated;

drop trigger if exists study_sessions_quota on public.study_sessions;
create trigger study_sessions_quota after insert on public.study_sessions
for each row execute function private.keep_to_sessions();
drop trigger if exists commits_quota on public.commits;
create trigger commits_quota after insert on public.commits
for each row execute function private.keep_to_rate();
drop trigger if exists study_materials_quota on public.study_materials;
create trigger study_materials_quota after insert on public.study_materials
for each row execute function private.keep_to_size();
drop trigger if exists material_files_quota on public.material_files;
create trigger material_files_quota after insert on public.material_files
for each row execute function private.keep_to_size();
drop trigger if exists plan_cache_quota on public.plan_cache;
create trigger plan_cache_quota after insert or update on public.plan_cache
for each row execute function private.keep_to_cache();

insert into private.schema_migrations (name) values ('026_quotas.sql') on conflict do nothing;

commit;
