-- To be forgotten: a learner erases one file, one session or everything. These functions are the only way past the
-- rule that history only grows. What is left of a session is its id and when it was erased, so that what comes late
-- to it is refused.

begin;

-- guard: once applied, this file does nothing when it is run again. Later ones have made anew what it makes.
do $guard$ begin
if exists (select from private.schema_migrations where name = '023_erasing.sql') then
    raise notice '023_erasing.sql was applied before: nothing to do';
    return;
end if;
execute $landed$
-- end of guard
create table if not exists public.erased_sessions (
    id text primary key,
    erased_at timestamptz not null
);
comment on table public.erased_sessions is 'Which sessions were erased, and when: nothing else is left of them.';
alter table public.erased_sessions enable row level security;
revoke all on public.erased_sessions from anon, authenticated;

-- What is told of a question rests on whole groups of five. Where one of a group went, the sums would tell of who came
-- into it; so the numbers stay, and of whom they were nobody knows.
create table if not exists private.gone_answers (
    question_id text primary key,
    answered bigint not null,
    information double precision not null,
    weight double precision not null
);
comment on table private.gone_answers is
    'Sums over the answers of those who are gone, where they were in a whole group of five: numbers without a person.';

-- Who erased a session and answers again counts once: of a living account a digest stays, and goes with the account.
create table if not exists private.gone_people (
    question_id text not null,
    person bytea not null,
    primary key (question_id, person)
);
comment on table private.gone_people is 'By a digest, whose answers are among those of private.gone_answers.';
revoke all on private.gone_answers, private.gone_people from public, anon, authenticated;

create or replace function private.guard_event() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
    if tg_op = 'DELETE' and exists (select from public.erased_sessions t where t.id = old.session_id) then
        return old;
    end if;
    -- Words of a file that was erased are taken out, and nothing is put in their place.
    if tg_op = 'UPDATE' and new.reasoning = '' and new.metadata::text = '{}'
        and new.context_patch::jsonb in (old.context_patch::jsonb, private.without_words(old.context_patch)::jsonb)
        and to_jsonb(new) - array['reasoning', 'metadata', 'context_patch']
            = to_jsonb(old) - array['reasoning', 'metadata', 'context_patch']
    then
        return new;
    end if;
    raise exception 'history is append-only' using errcode = 'PT403';
end;
$$;
comment on function private.guard_event() is
    'Stops every change to an event but for its going with its session, and for the taking out of an erased file''s words.';

create or replace function private.without_words(p_patch json) returns json
language sql immutable set search_path = '' as $$
    select case when p_patch::jsonb #> '{set,misconceptions}' is null then p_patch
        else jsonb_set(p_patch::jsonb, '{set,misconceptions}', '[]')::json end
$$;
comment on function private.without_words(json) is 'What an event changed, without what was mixed up.';

drop trigger if exists agent_events_append_only on public.agent_events;
create trigger agent_events_append_only before truncate on public.agent_events
for each statement execute function private.refuse_change();
drop trigger if exists agent_events_guarded on public.agent_events;
create trigger agent_events_guarded before update or delete on public.agent_events
for each row execute function private.guard_event();

create or replace function private.refuse_erased() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
    -- What its owner brings in from a file may come back under its id; what was on its way when it was erased may not.
    if new.version = 1 and new.commit_id like 'bring-in-%' then
        delete from public.erased_sessions t where t.id = new.session_id;
    elsif exists (select from public.erased_sessions t where t.id = new.session_id) then
        raise exception 'This session was erased, and stays so.' using errcode = 'PT410';
    end if;
    return new;
end;
$$;
comment on function private.refuse_erased() is 'Stops what comes late to a session that was erased.';

drop trigger if exists commits_erased on public.commits;
create trigger commits_erased before insert on public.commits
for each row execute function private.refuse_erased();

create or replace function public.was_erased(p_session_id text) returns boolean
language sql stable security definer set search_path = '' as $$
    select (select auth.uid()) is not null and exists (select from public.erased_sessions t where t.id = p_session_id)
$$;
comment on function public.was_erased(text) is 'Whether there was a session of this id that was erased.';

create or replace function private.person_of(p_user uuid, p_question_id text) returns bytea
language sql stable set search_path = '' as $$
    select sha256(convert_to(p_user::text || p_question_id, 'UTF8'))
$$;
comment on function private.person_of(uuid, text) is 'A digest that says of nobody who does not know the account whose it is.';

create or replace function private.keep_numbers(p_session_ids text[], p_quiz_ids text[]) returns void
language sql set search_path = '' as $$
    with asked as (
        select distinct a.question_id from public.attempts a
        where a.session_id = any (p_session_ids) and (p_quiz_ids is null or a.quiz_id = any (p_quiz_ids))
    ),
    firsts as (
        select distinct on (a.question_id, a.user_id) a.question_id, a.user_id, a.session_id, a.quiz_id, a.number,
            a.is_right,
            least(greatest(a.forecast, 0.05), 0.95) as forecast, least(greatest(a.item_rating, -3), 3) as item_rating
        from public.attempts a
        join asked using (question_id)
        where not a.is_void and not a.is_skipped
            and not exists (
                select from private.gone_people p where p.question_id = a.question_id
                    and p.person is not distinct from private.person_of(a.user_id, a.question_id))
        order by a.question_id, a.user_id, a.number
    ),
    in_line as (
        select f.*, row_number() over (partition by f.question_id order by f.number) + coalesce(g.answered, 0) as place,
            count(*) over (partition by f.question_id) + coalesce(g.answered, 0) as people
        from firsts f
        left join private.gone_answers g using (question_id)
    ),
    going as (
        select * from in_line l
        where l.session_id = any (p_session_ids) and (p_quiz_ids is null or l.quiz_id = any (p_quiz_ids))
            and l.place <= l.people - l.people % 5
    ),
    people as (
        insert into private.gone_people (question_id, person)
        select l.question_id, private.person_of(l.user_id, l.question_id) from going l
    )
    insert into private.gone_answers (question_id, answered, information, weight)
    select l.question_id, count(*), sum(l.forecast * (1 - l.forecast)),
        sum(l.forecast * (1 - l.forecast) * l.item_rating + l.forecast - l.is_right::integer)
    from going l
    group by l.question_id
    on conflict (question_id) do update set answered = private.gone_answers.answered + excluded.answered,
        information = private.gone_answers.information + excluded.information,
        weight = private.gone_answers.weight + excluded.weight
$$;
comment on function private.keep_numbers(text[], text[]) is
    'Adds what these sessions, or some quizzes of theirs, gave to whole groups of five to the numbers of nobody.';

create or replace function public.item_evidence(p_ids text[]) returns table (
    question_id text, answered bigint, information double precision, weight double precision, is_void boolean
)
language sql stable security definer set search_path = '' as $$
    with firsts as (
        select distinct on (a.question_id, a.user_id) a.question_id, a.user_id, a.number, a.is_right,
            least(greatest(a.forecast, 0.05), 0.95) as forecast, least(greatest(a.item_rating, -3), 3) as item_rating
        from public.attempts a
        where a.question_id = any (p_ids) and not a.is_void and not a.is_skipped
            -- Written so that the digest is worked out only where somebody has gone.
            and not exists (
                select from private.gone_people p where p.question_id = a.question_id
                    and p.person is not distinct from private.person_of(a.user_id, a.question_id))
        order by a.question_id, a.user_id, a.number
    ),
    in_line as (
        select f.*, row_number() over (partition by f.question_id order by f.number) + coalesce(g.answered, 0) as place,
            count(*) over (partition by f.question_id) + coalesce(g.answered, 0) as people
        from firsts f
        left join private.gone_answers g on g.question_id = f.question_id
    ),
    -- The same five for whoever asks: where the groups moved with the asker, two askers could tell one answer. Who is
    -- gone stays in their group, but is nobody of the five others: it may have been the asker.
    told as (
        select l.question_id, count(*) as answered, sum(l.forecast * (1 - l.forecast)) as information,
            sum(l.forecast * (1 - l.forecast) * l.item_rating + l.forecast - l.is_right::integer) as weight
        from in_line l
        where l.place <= l.people - l.people % 5
        group by l.question_id
        having count(*) filter (where l.user_id <> (select auth.uid())) >= 5
    )
    select asked.id, coalesce(t.answered + coalesce(g.answered, 0), 0),
        coalesce(t.information + coalesce(g.information, 0), 0), coalesce(t.weight + coalesce(g.weight, 0), 0),
        judged.is_void
    from (select distinct unnest(p_ids) as id) as asked
    left join told t on t.question_id = asked.id
    left join private.gone_answers g on g.question_id = asked.id
    cross join lateral (select private.is_out((select auth.uid()), asked.id) as is_void) as judged
    where (select auth.uid()) is not null and (t.question_id is not null or judged.is_void)
$$;
comment on function public.item_evidence(text[]) is
    'Sums over first answers to these questions, one a person, in groups of five as they came, and only where five '
    'others than the caller are among them; and whether the question is out for the caller.';

create or replace function private.erase_sessions(p_session_ids text[], p_at timestamptz) returns void
language plpgsql set search_path = '' as $$
begin
    -- Whoever writes to one of them waits here, and then finds it gone.
    perform from public.study_sessions s where s.id = any (p_session_ids) order by s.id for update;
    insert into public.erased_sessions (id, erased_at) select unnest(p_session_ids), p_at on conflict do nothing;
    perform private.keep_numbers(p_session_ids, null);
    delete from public.attempts where session_id = any (p_session_ids);
    delete from public.quiz_answers where session_id = any (p_session_ids);
    delete from public.quizzes where session_id = any (p_session_ids);
    delete from public.misconceptions where session_id = any (p_session_ids);
    delete from public.topics where session_id = any (p_session_ids);
    delete from public.lessons where session_id = any (p_session_ids);
    delete from public.plans where session_id = any (p_session_ids);
    delete from public.tutor_chats where session_id = any (p_session_ids);
    delete from public.study_materials where session_id = any (p_session_ids);
    delete from public.agent_events where session_id = any (p_session_ids);
    delete from public.commits where session_id = any (p_session_ids);
    delete from private.arriving_commits where session_id = any (p_session_ids);
    delete from public.study_sessions where id = any (p_session_ids);
end;
$$;
comment on function private.erase_sessions(text[], timestamptz) is
    'Erases sessions with all that belongs to them; the caller has checked whose they are.';

create or replace function private.erase_user(p_user uuid, p_at timestamptz) returns void
language plpgsql set search_path = '' as $$
begin
    perform private.erase_sessions(
        array(select s.id from public.study_sessions s where s.user_id = p_user), p_at);
    delete from private.gone_people g where g.person = private.person_of(p_user, g.question_id);
    delete from public.plan_cache where user_id = p_user;
    delete from public.cohorts where instructor_id = p_user;
    delete from public.cohort_members where user_id = p_user;
    delete from public.users where id = p_user;
end;
$$;
comment on function private.erase_user(uuid, timestamptz) is
    'Erases an account with all that it has, the classes that it leads among them.';

create or replace function public.erase_session(p_session_id text, p_at timestamptz) returns void
language plpgsql security definer set search_path = '' as $$
declare
    caller constant uuid := private.see_user();
begin
    if not exists (select from public.study_sessions s where s.id = p_session_id and s.user_id = caller) then
        if exists (select from public.erased_sessions t where t.id = p_session_id) then
            return;
        end if;
        raise exception 'There is no session "%".', p_session_id using errcode = 'PT404';
    end if;
    perform private.erase_sessions(array[p_session_id], p_at);
    -- A plan that waits there to be found again has words of what it was made of.
    delete from public.plan_cache where user_id = caller;
end;
$$;
comment on function public.erase_session(text, timestamptz) is
    'Erases a session of the caller''s, once. HTTP 404: no such session of the caller''s.';

create or replace function public.erase_account(p_at timestamptz) returns void
language plpgsql security definer set search_path = '' as $$
declare
    caller constant uuid := (select auth.uid());
begin
    if caller is null then
        raise exception 'Sign in to study.' using errcode = 'PT401';
    end if;
    perform private.erase_user(caller, p_at);
    if has_table_privilege(to_regclass('auth.users'), 'delete') then
        execute 'delete from auth.users where id = $1' using caller;
    end if;
end;
$$;
comment on function public.erase_account(timestamptz) is
    'Erases the caller''s account with all that it has, also at the sign-in service where that keeps it in this database.';

create or replace function public.erase_file(
    p_session_id text, p_base_version integer, p_commit_id text, p_changes json, p_gone json
) returns integer
language plpgsql security definer set search_path = '' as $$
declare
    is_repeated constant boolean := exists (
        select from public.commits c where c.session_id = p_session_id and c.commit_id = p_commit_id);
    -- Refuses whoever does not own the session, before anything is written.
    made constant integer := public.commit_changes(p_session_id, p_base_version, p_commit_id, p_changes);
    gone_quizzes constant text[] := array(select json_array_elements_text(p_gone -> 'quiz_ids'));
begin
    if is_repeated then
        return made;
    end if;
    if made <> p_base_version + 1 then
        -- What was corrected meanwhile may speak of the file too.
        raise exception 'The session was corrected meanwhile.' using errcode = 'PT409';
    end if;
    perform private.keep_numbers(array[p_session_id], gone_quizzes);
    delete from public.attempts where session_id = p_session_id and quiz_id = any (gone_quizzes);
    delete from public.quiz_answers where session_id = p_session_id and quiz_id = any (gone_quizzes);
    delete from public.quizzes where session_id = p_session_id and id = any (gone_quizzes);
    delete from public.misconceptions where session_id = p_session_id
        and id = any (array(select json_array_elements_text(p_gone -> 'misconception_ids')));
    delete from public.lessons where session_id = p_session_id
        and topic = any (array(select json_array_elements_text(p_gone -> 'lesson_topics')));
    delete from public.tutor_chats where session_id = p_session_id
        and topic = any (array(select json_array_elements_text(p_gone -> 'chat_topics')));
    update public.agent_events e set reasoning = '', metadata = '{}',
        context_patch = private.without_words(e.context_patch)
    where e.session_id = p_session_id
        and e.id = any (array(select json_array_elements_text(p_gone -> 'event_ids')::bigint));
    delete from public.plan_cache p where p.user_id = (select auth.uid());
    return made;
end;
$$;
comment on function public.erase_file(text, integer, text, json, json) is
    'commit_changes, which takes a material out of the caller''s session, with all that was made from it.';

create or replace function private.erase_removed_user() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
    perform private.erase_user(old.id, now());
    return null;
end;
$$;
comment on function private.erase_removed_user() is 'Erases here who was removed at the sign-in service.';

create or replace function private.refuse_removed_user() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
    is_there boolean;
begin
    execute 'select exists (select from auth.users where id = $1)' into is_there using new.id;
    if new.id = (select auth.uid()) and not is_there then
        raise exception 'This account was removed.' using errcode = 'PT401';
    end if;
    return new;
end;
$$;
comment on function private.refuse_removed_user() is
    'Stops somebody who was removed at the sign-in service, and whose token is not over yet, from coming back.';

-- Only a hosted project keeps its accounts in the same database, where who migrates may have triggers on them.
do $$
begin
    if has_table_privilege(to_regclass('auth.users'), 'select')
        and has_table_privilege(to_regclass('auth.users'), 'trigger')
    then
        execute 'drop trigger if exists exammentor_erase on auth.users';
        execute 'create trigger exammentor_erase after delete on auth.users'
            ' for each row execute function private.erase_removed_user()';
        execute 'drop trigger if exists users_removed on public.users';
        execute 'create trigger users_removed before insert on public.users'
            ' for each row execute function private.refuse_removed_user()';
    end if;
end
$$;

revoke all on function private.guard_event(), private.without_words(json), private.refuse_erased(),
    private.person_of(uuid, text), private.keep_numbers(text[], text[]),
    private.erase_sessions(text[], timestamptz), private.erase_user(uuid, timestamptz),
    private.erase_removed_user(), private.refuse_removed_user()
from public, anon, authenticated;
revoke execute on function public.was_erased(text), public.erase_session(text, timestamptz),
    public.erase_account(timestamptz), public.erase_file(text, integer, text, json, json)
from public, anon;
grant execute on function public.was_erased(text), public.erase_session(text, timestamptz),
    public.erase_account(timestamptz), public.erase_file(text, integer, text, json, json)
to authenticated;

-- guard: the end of what is run once.
$landed$;
end $guard$;
-- end of guard
insert into private.schema_migrations (name) values ('023_erasing.sql') on conflict do nothing;

commit;
