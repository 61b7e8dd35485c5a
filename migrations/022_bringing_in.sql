-- A session out of a file comes in whole or not at all. Its commits are put down where nobody sees them, one call each,
-- and are all carried out in one transaction by the last call: until then there is no session, and a file that was cut
-- off leaves none. What was put down and not asked for goes with the next try, or after a day.

begin;

create table if not exists private.arriving_commits (
    user_id uuid not null references public.users (id) on delete cascade,
    session_id text not null check (length(session_id) between 1 and 200),
    import_id text not null check (length(import_id) between 1 and 100),
    number integer not null check (number >= 0),
    changes json not null,
    material_id text,
    -- In base64, as commit_file takes it.
    file text,
    at timestamptz not null default now(),
    primary key (user_id, session_id, import_id, number)
);
comment on table private.arriving_commits is
    'The commits of a session that is being brought in, until all are there. Nobody reads it but bring_in_session.';
alter table private.arriving_commits alter column file set storage external;
create index if not exists arriving_commits_at on private.arriving_commits (at);
revoke all on private.arriving_commits from public, anon, authenticated;

create or replace function private.has_come(p_caller uuid, p_session_id text, p_import_id text) returns boolean
language plpgsql stable set search_path = '' as $$
declare
    is_here constant boolean := exists (select from public.study_sessions s where s.id = p_session_id);
begin
    if is_here and not exists (
        select from public.commits c join public.study_sessions s on s.id = c.session_id
        where c.session_id = p_session_id and c.commit_id = p_import_id || '-0' and s.user_id = p_caller
    ) then
        raise exception 'A session "%" is here otherwise.', p_session_id using errcode = 'PT409';
    end if;
    return is_here;
end;
$$;
comment on function private.has_come(uuid, text, text) is
    'Whether this import has made the session. HTTP 409: a session of that id is here otherwise.';

create or replace function private.keep_to_arriving() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
    arriving bigint;
begin
    select sum(pg_column_size(a.changes) + coalesce(octet_length(a.file), 0)) into arriving
    from private.arriving_commits a where a.user_id = new.user_id;
    -- In base64 a file is a third larger; no more is put down than could come in.
    if arriving > 2 * (private.quota('files', '-infinity') + private.quota('text', '-infinity')) then
        perform private.refuse_for_now('Too much is being brought in at once. Try again tomorrow, or erase something '
            'first.', 86400);
    end if;
    return null;
end;
$$;
comment on function private.keep_to_arriving() is 'Refuses more that is on its way in than an account may hold.';
drop trigger if exists arriving_commits_quota on private.arriving_commits;
create trigger arriving_commits_quota after insert on private.arriving_commits
for each row execute function private.keep_to_arriving();

create or replace function public.stage_commit(
    p_session_id text, p_import_id text, p_number integer, p_changes json, p_material_id text default null,
    p_file text default null
) returns boolean
language plpgsql security definer set search_path = '' as $$
declare
    caller constant uuid := private.see_user();
begin
    if p_number is null or p_number < 0 then
        raise exception 'This commit of a file has no number. Nothing was changed.' using errcode = 'PT422';
    end if;
    if private.has_come(caller, p_session_id, p_import_id) then
        return false;
    end if;
    if p_number = 0 then
        delete from private.arriving_commits a
        where (a.user_id = caller and a.session_id = p_session_id and a.import_id <> p_import_id)
            or a.at < now() - interval '1 day';
    end if;
    perform private.check_changes(p_changes);
    insert into private.arriving_commits (user_id, session_id, import_id, number, changes, material_id, file)
    values (caller, p_session_id, p_import_id, p_number, p_changes, p_material_id, p_file)
    on conflict (user_id, session_id, import_id, number) do update set
        changes = excluded.changes, material_id = excluded.material_id, file = excluded.file, at = now();
    return true;
end;
$$;
comment on function public.stage_commit(text, text, integer, json, text, text) is
    'Puts down one commit of a session that is being brought in, where nobody sees it. False: this import has made the '
    'session before. HTTP 409: a session of that id is here otherwise.';

-- What is large may take longer than a call otherwise may; PostgREST takes this setting over.
create or replace function public.bring_in_session(
    p_session_id text, p_import_id text, p_commits integer
) returns boolean
language plpgsql security definer set search_path = '' set statement_timeout = '5min' as $$
declare
    caller constant uuid := private.see_user();
    arriving private.arriving_commits;
begin
    if private.has_come(caller, p_session_id, p_import_id) then
        return false;
    end if;
    if p_commits is null or p_commits < 1 or p_commits <> (
        select count(*) from private.arriving_commits a
        where a.user_id = caller and a.session_id = p_session_id and a.import_id = p_import_id and a.number < p_commits
    ) then
        raise exception 'This session was not received whole. Nothing was changed. Bring the file in once more.'
            using errcode = 'PT422';
    end if;
    for arriving in
        select * from private.arriving_commits a
        where a.user_id = caller and a.session_id = p_session_id and a.import_id = p_import_id and a.number < p_commits
        order by a.number
    loop
        if arriving.file is null then
            perform public.commit_changes(
                p_session_id, arriving.number, p_import_id || '-' || arriving.number, arriving.changes);
        else
            perform public.commit_file(
                p_session_id, arriving.number, p_import_id || '-' || arriving.number, arriving.changes,
                arriving.material_id, arriving.file);
        end if;
    end loop;
    delete from private.arriving_commits a where a.user_id = caller and a.session_id = p_session_id;
    return true;
end;
$$;
comment on function public.bring_in_session(text, text, integer) is
    'Makes the session out of its commits that were put down, all or none. False: this import has made it before. HTTP '
    '409: a session of that id is here otherwise. HTTP 422: not all commits are there, or one cannot be carried out.';

revoke all on function private.has_come(uuid, text, text), private.keep_to_arriving() from public, anon, authenticated;
revoke execute on function public.stage_commit(text, text, integer, json, text, text),
    public.bring_in_session(text, text, integer) from public, anon;
grant execute on function public.stage_commit(text, text, integer, json, text, text),
    public.bring_in_session(text, text, integer) to authenticated;

insert into private.schema_migrations (name) values ('022_bringing_in.sql') on conflict do nothing;

commit;
