-- Who decides what counts: an instructor's table says which questions are out, for each class; items are measured by the
-- database, five people at a time; nobody's events say that an instructor wrote them; a misconception is on a topic of
-- its session; and a correction takes only what an instructor may correct, of the right kind and length.

begin;

-- guard: once applied, this file does nothing when it is run again. Later ones have made anew what it makes.
do $guard$ begin
if exists (select from private.schema_migrations where name = '015_void_questions.sql') then
    raise notice '015_void_questions.sql was applied before: nothing to do';
    return;
end if;
execute $landed$
-- end of guard
create table if not exists public.void_questions (
    cohort_id uuid not null references public.cohorts (id) on delete cascade,
    question_id text not null check (length(question_id) between 1 and 200),
    voided_at timestamptz not null default now(),
    primary key (cohort_id, question_id)
);
comment on table public.void_questions is
    'The questions that are out in a class. Written by mark_question alone.';
alter table public.void_questions enable row level security;
revoke all on public.void_questions from anon, authenticated;
grant select on public.void_questions to authenticated;
drop policy if exists void_questions_select_member on public.void_questions;
create policy void_questions_select_member on public.void_questions for select to authenticated
    using (cohort_id in (select private.my_cohorts()));
drop policy if exists void_questions_select_instructor on public.void_questions;
create policy void_questions_select_instructor on public.void_questions for select to authenticated
    using (cohort_id in (select private.cohorts_i_lead()));

create or replace function private.item_of(p_question_id text) returns text
language sql immutable set search_path = '' as $$
    select regexp_replace(p_question_id, '-again$', '')
$$;
comment on function private.item_of(text) is 'The item that a question is: one that is asked again, turned, is the same.';

create or replace function private.is_out(p_user uuid, p_question_id text) returns boolean
language sql stable set search_path = '' as $$
    select exists (
        select from public.void_questions v
        where v.question_id = private.item_of(p_question_id) and v.cohort_id in (
            select m.cohort_id from public.cohort_members m where m.user_id = p_user
            union all select c.id from public.cohorts c where c.instructor_id = p_user))
$$;
comment on function private.is_out(uuid, text) is 'Whether a question is out in a class that the user is in or leads.';

-- What anybody sends as is_void makes no difference: these say it of each row that is written, by the table.
create or replace function private.judge_attempt() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
    new.is_void := private.is_out(new.user_id, new.question_id);
    return new;
end;
$$;
comment on function private.judge_attempt() is 'Marks an answer void where its question is out for whoever gave it.';

create or replace function private.judge_evidence() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
    owner constant uuid := (select s.user_id from public.study_sessions s where s.id = new.session_id);
begin
    if json_typeof(new.evidence) = 'array' then
        new.evidence := (
            select coalesce(json_agg(
                case when json_typeof(e.said) = 'object' then (e.said::jsonb || jsonb_build_object('is_void',
                    coalesce(private.is_out(owner, e.said ->> 'question_id'), false)))::json else e.said end
                order by e.place), '[]')
            from json_array_elements(new.evidence) with ordinality as e (said, place));
    end if;
    return new;
end;
$$;
comment on function private.judge_evidence() is 'Marks what speaks for a misconception void where its question is out.';

create or replace function private.refuse_forged_event() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
    if (select auth.uid()) is not null and not (select private.is_instructor()) then
        raise exception 'Only an instructor''s own actions are recorded as an instructor''s. Nothing was changed.'
            using errcode = 'PT422';
    end if;
    return new;
end;
$$;
comment on function private.refuse_forged_event() is 'Stops an event that says it is an instructor''s and is not.';

-- The order in which answers came, as the database saw it: the time in a row is the learner's word.
alter table public.attempts add column if not exists number bigint generated always as identity;

-- Marks are carried over where an instructor's event proves them: one in a learner's session, unless somebody else in
-- the class had answered the same before and has no such event. Whoever took a question out did it for all.
insert into public.void_questions (cohort_id, question_id)
with said as (
    select distinct on (e.session_id, item) e.session_id, e.user_id, private.item_of(e.metadata ->> 'question_id') as item,
        e.action, e.timestamp as at
    from public.agent_events e
    where e.agent = 'instructor' and e.action in ('void_question', 'unvoid_question')
        and length(e.metadata ->> 'question_id') between 1 and 200
    order by e.session_id, item, e.id desc
),
out as (select * from said where action = 'void_question')
select distinct m.cohort_id, o.item
from out o
join public.cohort_members m on m.user_id = o.user_id
join public.cohorts c on c.id = m.cohort_id
join public.users u on u.id = c.instructor_id and u.role = 'instructor'
where not exists (
    select from public.attempts a
    join public.cohort_members p on p.user_id = a.user_id and p.cohort_id = m.cohort_id
    where a.question_id in (o.item, o.item || '-again') and a.at < o.at
        and not exists (select from out mine where mine.session_id = a.session_id and mine.item = o.item))
    -- Once: from then on the table is what counts, and not what was said before.
    and not exists (select from private.schema_migrations where name = '015_void_questions.sql')
on conflict do nothing;

drop trigger if exists attempts_judge on public.attempts;
create trigger attempts_judge before insert or update on public.attempts
for each row execute function private.judge_attempt();
drop trigger if exists misconceptions_judge on public.misconceptions;
create trigger misconceptions_judge before insert or update on public.misconceptions
for each row execute function private.judge_evidence();
drop trigger if exists agent_events_forged on public.agent_events;
create trigger agent_events_forged before insert on public.agent_events
for each row when (new.agent = 'instructor') execute function private.refuse_forged_event();

update public.attempts set is_void = is_void where is_void;
update public.misconceptions set evidence = evidence where json_array_length(evidence) > 0;

-- One on no topic of its session can be neither asked about nor cleared: no copy of the app has written one.
delete from public.misconceptions m
where not exists (select from public.topics t where t.session_id = m.session_id and t.name = m.topic);
alter table public.misconceptions drop constraint if exists misconceptions_topic_fkey;
alter table public.misconceptions add constraint misconceptions_topic_fkey
    foreign key (session_id, topic) references public.topics (session_id, name);

create or replace function public.item_evidence(p_ids text[]) returns table (
    question_id text, answered bigint, information double precision, weight double precision, is_void boolean
)
language sql stable security definer set search_path = '' as $$
    with firsts as (
        select distinct on (a.question_id, a.user_id) a.question_id, a.user_id, a.number, a.is_right,
            least(greatest(a.forecast, 0.05), 0.95) as forecast, least(greatest(a.item_rating, -3), 3) as item_rating
        from public.attempts a
        where a.question_id = any (p_ids) and not a.is_void and not a.is_skipped
        order by a.question_id, a.user_id, a.number
    ),
    in_line as (
        select f.*, row_number() over (partition by f.question_id order by f.number) as place,
            count(*) over (partition by f.question_id) as people
        from firsts f
    ),
    -- The same five for whoever asks: where the groups moved with the asker, two askers could tell one answer.
    told as (
        select l.question_id, count(*) as answered, sum(l.forecast * (1 - l.forecast)) as information,
            sum(l.forecast * (1 - l.forecast) * l.item_rating + l.forecast - l.is_right::integer) as weight
        from in_line l
        where l.place <= l.people - l.people % 5
        group by l.question_id
        having count(*) filter (where l.user_id <> (select auth.uid())) >= 5
    )
    select asked.id, coalesce(t.answered, 0), coalesce(t.information, 0), coalesce(t.weight, 0), judged.is_void
    from (select distinct unnest(p_ids) as id) as asked
    left join told t on t.question_id = asked.id
    cross join lateral (select private.is_out((select auth.uid()), asked.id) as is_void) as judged
    where (select auth.uid()) is not null and (t.question_id is not null or judged.is_void)
$$;
comment on function public.item_evidence(text[]) is
    'Sums over first answers to these questions, one a person, in groups of five as they came, and only where five '
    'others than the caller are among them; and whether the question is out for the caller.';

create or replace function public.mark_question(p_question_id text, p_is_void boolean) returns setof text
language plpgsql security definer set search_path = '' as $$
declare
    caller constant uuid := private.see_user();
    item constant text := private.item_of(p_question_id);
    forms constant text[] := array[item, item || '-again'];
begin
    if not (select private.is_instructor()) then
        raise exception 'Only an instructor takes a question out, or in again.' using errcode = 'PT403';
    end if;
    if not exists (select from public.cohorts c where c.instructor_id = caller) then
        raise exception 'You lead no class yet, so there is nobody to take a question out for. Make a class first.'
            using errcode = 'PT422';
    end if;
    if p_is_void then
        insert into public.void_questions (cohort_id, question_id)
        select c.id, item from public.cohorts c where c.instructor_id = caller
        on conflict do nothing;
    else
        delete from public.void_questions v
        where v.question_id = item and v.cohort_id in (select c.id from public.cohorts c where c.instructor_id = caller);
    end if;
    return query
    with learners (id) as (select caller union select private.my_learners()),
    -- Written as they are: the triggers judge them anew.
    answers as (
        update public.attempts a set is_void = a.is_void
        where a.question_id = any (forms) and a.user_id in (select l.id from learners l)
        returning a.session_id
    ),
    shown as (
        update public.misconceptions m set evidence = m.evidence
        from public.study_sessions s
        where s.id = m.session_id and s.user_id in (select l.id from learners l)
            and exists (select from json_array_elements(m.evidence) as e where e ->> 'question_id' = any (forms))
        returning m.session_id
    )
    select a.session_id from answers a union select w.session_id from shown w order by 1;
end;
$$;
comment on function public.mark_question(text, boolean) is
    'Takes a question out of the caller''s own classes, or in again, marks what was answered to it, and returns the '
    'sessions that it was answered in. HTTP 403: the caller is no instructor; 422: of no class.';

create or replace function private.is_analysis(p_analysis jsonb) returns boolean
language sql immutable set search_path = '' as $$
    -- What a path cannot find is unknown to it, and would pass: so what is right is counted, and must be all.
    select length(p_analysis::text) <= 1000000
        and coalesce(p_analysis @@ 'strict ($.overall_score == null
            || $.overall_score.type() == "number" && $.overall_score >= 0 && $.overall_score <= 100)
            && $.summary.type() == "string" && $.encouragement.type() == "string"
            && $.topic_mastery.type() == "object" && $.recommendations.type() == "array"
            && $.concepts.type() == "array" && $.misconceptions.type() == "array"', false)
        and (select count(*) from jsonb_object_keys(p_analysis -> 'topic_mastery'))
            = (select count(*) from jsonb_path_query(p_analysis, 'strict $.topic_mastery.keyvalue()
                ? (@.value.type() == "number" && @.value >= 0 && @.value <= 100)'))
        and jsonb_array_length(p_analysis -> 'recommendations')
            = (select count(*) from jsonb_path_query(p_analysis, 'strict $.recommendations[*] ? (@.type() == "string")'))
        and jsonb_array_length(p_analysis -> 'concepts')
            = (select count(*) from jsonb_path_query(p_analysis, 'strict $.concepts[*] ? (@.concept.type() == "string"
                && @.right.type() == "number" && @.right >= 0 && @.asked.type() == "number" && @.asked >= 1)'))
        and jsonb_array_length(p_analysis -> 'misconceptions')
            = (select count(*) from jsonb_path_query(p_analysis, 'strict $.misconceptions[*] ? (
                @.question_id.type() == "string" && @.wrong_option_chosen.type() == "string"
                && @.inferred_confusion.type() == "string" && @.counter_example.type() == "string"
                && @.explanation.type() == "string" && (@.redemption_question == null || (
                    @.redemption_question.id.type() == "string" && @.redemption_question.text.type() == "string"
                    && @.redemption_question.explanation.type() == "string"
                    && @.redemption_question.concept_tested.type() == "string"
                    && @.redemption_question.question_type.type() == "string"
                    && @.redemption_question.options.type() == "array"
                    && !exists(@.redemption_question.options[*] ? (@.type() != "string"))
                    && @.redemption_question.accepted_answers.type() == "array"
                    && !exists(@.redemption_question.accepted_answers[*] ? (@.type() != "string")))))'))
$$;
comment on function private.is_analysis(jsonb) is 'Whether this is what the app can read as the analysis of a quiz.';

create or replace function private.check_correction(p_changes json) returns void
language plpgsql set search_path = '' as $$
declare
    given constant jsonb := p_changes::jsonb;
    context constant jsonb := given -> 'context';
    score constant jsonb := coalesce(context -> 'last_quiz_score', 'null');
    mixed_up constant jsonb := coalesce(context -> 'misconceptions', '[]');
    patch constant jsonb := given #> '{events,0,context_patch}';
    of_score constant text[] := array['last_quiz_score', 'misconceptions'];
begin
    if jsonb_typeof(score) not in ('number', 'null')
        or (case when jsonb_typeof(score) = 'number' then score::numeric not between 0 and 100 end)
        or jsonb_typeof(mixed_up) <> 'array' or length(mixed_up::text) > 200000
        or jsonb_path_exists(mixed_up, 'strict $[*] ? (@.type() != "string")')
        -- One event, which says why, and of the context only what is corrected.
        or jsonb_array_length(given -> 'events') <> 1
        or coalesce(length(btrim(given #>> '{events,0,reasoning}')), 0) not between 1 and 500
        or length(given #>> '{events,0,metadata}') > 1000000
        or coalesce(patch -> 'set_extra', '{}') <> '{}' or coalesce(patch -> 'unset_extra', '[]') <> '[]'
        or coalesce(patch -> 'unset', '[]') <> '[]' or coalesce(patch -> 'set', '{}') - of_score <> '{}'
        or not coalesce(patch -> 'set', '{}') <@ context
        or jsonb_path_exists(given, 'lax $.topics[*] ? (@.answered < 0 || @.right < 0)')
        or exists (select from json_to_recordset(p_changes -> 'topics') as t (review_on date)
            where t.review_on not between '2000-01-01' and '9999-12-31')
        or exists (select from jsonb_path_query(given, 'lax $.corrected[*]') as quiz
            where not coalesce(private.is_analysis(quiz -> 'analysis'), false))
    then
        raise exception 'What is corrected is not of the right kind. Nothing was changed.' using errcode = 'PT422';
    end if;
end;
$$;
comment on function private.check_correction(json) is
    'Refuses a correction that says no why, or whose values the learner''s pages could not show.';

create or replace function public.correct_session(
    p_session_id text, p_base_version integer, p_commit_id text, p_changes json
) returns integer
language plpgsql security definer set search_path = '' as $$
declare
    caller constant uuid := private.see_user();
    of_score constant text[] := array['last_quiz_score', 'misconceptions'];
    parts constant text[] := array['created', 'exam_type', 'plans', 'lesson', 'quiz', 'answer', 'chat', 'material',
        'removed_material', 'attempts', 'misconceptions'];
    held public.study_sessions;
    earlier integer;
begin
    perform private.check_changes(p_changes);
    select * into held from public.study_sessions s
    where s.id = p_session_id and (s.user_id = caller or s.user_id in (select private.my_learners())) for update;
    if not found or not (select private.is_instructor()) then
        raise exception 'There is no session "%" of a learner of yours.', p_session_id using errcode = 'PT404';
    end if;
    select c.version into earlier from public.commits c
    where c.session_id = p_session_id and c.commit_id = p_commit_id;
    if found then
        return earlier;
    end if;
    if held.version <> p_base_version then
        raise exception 'The session is at version %, not %.', held.version, p_base_version using errcode = 'PT409';
    end if;
    perform private.check_correction(p_changes);
    if p_changes ->> 'phase' <> held.current_state
        or (p_changes -> 'context')::jsonb - of_score <> held.current_context::jsonb - of_score
        or exists (select from json_each(p_changes) as given (part, content)
            where given.part = any (parts) and given.content::text not in ('null', '[]'))
        or exists (select from json_array_elements(p_changes -> 'events') as e
            where e ->> 'agent' <> 'instructor' or e ->> 'action' not in ('void_question', 'unvoid_question'))
    then
        raise exception 'Only what a void question touched can be corrected. Nothing was changed.'
            using errcode = 'PT422';
    end if;

    update public.study_sessions s set current_context = p_changes -> 'context', last_commit_id = p_commit_id,
        version = s.version + 1, updated_at = (p_changes ->> 'at')::timestamptz
    where s.id = p_session_id;
    insert into public.commits (session_id, commit_id, version) values (p_session_id, p_commit_id, p_base_version + 1);
    insert into public.agent_events (session_id, user_id, timestamp, phase_before, phase_after, action, agent,
        reasoning, metadata, context_patch, seed, duration_ms)
    select p_session_id, held.user_id, e.timestamp, held.current_state, held.current_state, e.action, e.agent,
        e.reasoning, e.metadata, e.context_patch, e.seed, e.duration_ms
    from json_to_recordset(p_changes -> 'events') as e (timestamp timestamptz, action text, agent text,
        reasoning text, metadata json, context_patch json, seed bigint, duration_ms double precision);
    update public.topics t set answered = given.answered, correct = given."right",
        mastery_score = given.mastery_score, review_on = given.review_on,
        status = case when t.status in ('learning', 'done') and given.status in ('learning', 'done') then given.status
            else t.status end
    from json_to_recordset(p_changes -> 'topics') as given (name text, answered integer, "right" integer,
        mastery_score double precision, review_on date, status text)
    where t.session_id = p_session_id and t.name = given.name;
    if json_typeof(p_changes -> 'corrected') = 'array' then
        update public.quizzes q set analysis = given.analysis
        from json_to_recordset(p_changes -> 'corrected') as given (id text, analysis json)
        where q.session_id = p_session_id and q.id = given.id and json_typeof(given.analysis) = 'object';
    end if;
    return p_base_version + 1;
end;
$$;
comment on function public.correct_session(text, integer, text, json) is
    'Writes what a question that an instructor took out, or in again, changes in a learner''s session: scores, dates, '
    'analyses, and the event that says so. What was answered is marked by mark_question.';

revoke execute on function
    private.item_of(text), private.is_out(uuid, text), private.judge_attempt(), private.judge_evidence(),
    private.refuse_forged_event(), private.is_analysis(jsonb), private.check_correction(json)
from public, anon, authenticated;
revoke execute on function public.mark_question(text, boolean) from public, anon;
grant execute on function public.mark_question(text, boolean) to authenticated;

-- guard: the end of what is run once.
$landed$;
end $guard$;
-- end of guard
insert into private.schema_migrations (name) values ('015_void_questions.sql') on conflict do nothing;

commit;
