-- The way into a class: a code is not found by trying, can be made anew, and does not let in again who was taken out.

begin;

-- PostgREST gives an error of this kind its own status and headers.
create or replace function private.refuse_for_now(p_sentence text, p_seconds integer) returns void
language plpgsql set search_path = '' as $$
begin
    raise sqlstate 'PGRST' using
        message = json_build_object('code', 'PT429', 'message', p_sentence)::text,
        detail = json_build_object('status', 429, 'status_text', 'Too Many Requests',
            'headers', json_build_object('Retry-After', greatest(p_seconds, 1)::text))::text;
end;
$$;
comment on function private.refuse_for_now(text, integer) is
    'Answers with HTTP 429: the same call may work in so many seconds.';

create table if not exists private.code_guesses (
    user_id uuid primary key references public.users (id) on delete cascade,
    since timestamptz not null,
    wrong integer not null
);
comment on table private.code_guesses is 'How many codes that are none somebody has tried since then.';

create table if not exists public.cohort_removals (
    cohort_id uuid not null references public.cohorts (id) on delete cascade,
    user_id uuid not null references public.users (id) on delete cascade,
    -- As the instructor knew them: who is in no class of theirs is seen no more.
    email text not null,
    removed_at timestamptz not null default now(),
    constraint cohort_removals_pkey primary key (cohort_id, user_id)
);
comment on table public.cohort_removals is 'Whom the instructor took out of a class. The code does not let them in again.';
create index if not exists cohort_removals_user on public.cohort_removals (user_id);
alter table public.cohort_removals enable row level security;
revoke all on public.cohort_removals from anon, authenticated;
grant select, delete on public.cohort_removals to authenticated;
drop policy if exists cohort_removals_select_instructor on public.cohort_removals;
create policy cohort_removals_select_instructor on public.cohort_removals for select to authenticated
    using (cohort_id in (select private.cohorts_i_lead()));
drop policy if exists cohort_removals_delete_instructor on public.cohort_removals;
create policy cohort_removals_delete_instructor on public.cohort_removals for delete to authenticated
    using (cohort_id in (select private.cohorts_i_lead()));

create or replace function private.note_removal() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
    -- Who leaves may come back, and a class that is deleted takes nobody out.
    insert into public.cohort_removals (cohort_id, user_id, email)
    select c.id, u.id, u.email from public.cohorts c join public.users u on u.id = old.user_id
    where c.id = old.cohort_id and c.instructor_id = (select auth.uid()) and c.instructor_id <> u.id
    on conflict do nothing;
    return null;
end;
$$;
comment on function private.note_removal() is 'Remembers whom an instructor takes out of a class.';
revoke all on function private.note_removal(), private.refuse_for_now(text, integer) from public, anon, authenticated;
revoke all on private.code_guesses from public, anon, authenticated;
drop trigger if exists cohort_members_removed on public.cohort_members;
create trigger cohort_members_removed after delete on public.cohort_members
for each row execute function private.note_removal();

create or replace function public.join_cohort(p_code text) returns text
language plpgsql security definer set search_path = '' as $$
declare
    most_wrong constant integer := 10;
    pause constant interval := '1 hour';
    caller constant uuid := private.see_user();
    joined public.cohorts;
    guesses private.code_guesses;
begin
    insert into private.code_guesses as g (user_id, since, wrong) values (caller, now(), 0)
    on conflict (user_id) do update set
        wrong = case when g.since < now() - pause then 0 else g.wrong end,
        since = case when g.since < now() - pause then now() else g.since end
    returning * into guesses;
    if guesses.wrong >= most_wrong then
        perform private.refuse_for_now('Too many codes were tried that are none. Ask your instructor for the code, and '
            'try again in an hour.', ceil(extract(epoch from guesses.since + pause - now()))::integer);
    end if;
    select * into joined from public.cohorts c where c.join_code = upper(btrim(p_code));
    if not found then
        -- An error would take the count back with it.
        update private.code_guesses set wrong = wrong + 1 where user_id = caller;
        return null;
    end if;
    if exists (select from public.cohort_removals r where r.cohort_id = joined.id and r.user_id = caller) then
        raise exception 'The instructor took you out of this class.' using errcode = 'PT403';
    end if;
    insert into public.cohort_members (cohort_id, user_id) values (joined.id, caller) on conflict do nothing;
    return joined.name;
end;
$$;
comment on function public.join_cohort(text) is
    'Joins the cohort of that code and returns its name; null where there is none. HTTP 403: the caller was taken out '
    'of it; 429: too many codes were tried that are none.';

create or replace function public.renew_code(p_cohort_id uuid) returns text
language sql security definer set search_path = '' as $$
    update public.cohorts set join_code = upper(substr(replace(gen_random_uuid()::text, '-', ''), 1, 10))
    where id = p_cohort_id and instructor_id = (select auth.uid())
    returning join_code
$$;
comment on function public.renew_code(uuid) is
    'Gives one''s own cohort another code and returns it: the one before lets nobody in. Null where it is another''s.';
revoke execute on function public.renew_code(uuid) from public, anon;
grant execute on function public.renew_code(uuid) to authenticated;

insert into private.schema_migrations (name) values ('025_class_codes.sql') on conflict do nothing;

commit;
