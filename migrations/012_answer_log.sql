-- The answer log, from which ratings, scores and review dates are worked out; the evidence for a misconception; what
-- an instructor corrects when a question is void; and what the home page shows in one round trip.
--
-- 007 makes commit_changes without this. Whoever runs 007 again by hand runs this file after it.

begin;

-- guard: once applied, this file does nothing when it is run again. Later ones have made anew what it makes.
do $guard$ begin
if exists (select from private.schema_migrations where name = '012_answer_log.sql') then
    raise notice '012_answer_log.sql was applied before: nothing to do';
    return;
end if;
execute $landed$
-- end of guard
alter table public.misconceptions add column if not exists evidence json not null default '[]';
alter table public.misconceptions drop constraint if exists misconceptions_evidence_check;
alter table public.misconceptions add constraint misconceptions_evidence_check
    check (json_typeof(evidence) = 'array');

create table if not exists public.attempts (
    session_id text not null,
    quiz_id text not null,
    question_id text not null,
    user_id uuid not null references public.users (id),
    topic text not null,
    at timestamptz not null check (at between '2000-01-01T00:00:00Z' and '9999-12-31T00:00:00Z'),
    is_right boolean not null,
    is_blank boolean not null default false,
    chance double precision not null check (chance between 0 and 1),
    item_rating double precision not null check (item_rating between -10 and 10),
    forecast double precision not null check (forecast between 0 and 1),
    is_void boolean not null default false,
    primary key (session_id, quiz_id, question_id),
    foreign key (session_id, quiz_id) references public.quizzes (session_id, id)
);
create index if not exists attempts_question on public.attempts (question_id, user_id);
create index if not exists attempts_user on public.attempts (user_id);
alter table public.attempts enable row level security;
comment on table public.attempts is
    'Graded answers with what was expected of them. Void ones count for nothing. Written by commits alone.';

revoke all on public.attempts from anon, authenticated;
grant select on public.attempts to authenticated;
drop policy if exists attempts_select_reader on public.attempts;
create policy attempts_select_reader on public.attempts for select to authenticated
    using (session_id = (select s.id from public.study_sessions s where s.id = session_id));

create or replace function private.write_answer_log(p_session_id text, p_owner uuid, p_changes json) returns void
language plpgsql set search_path = '' as $$
begin
    if coalesce(json_typeof(p_changes -> 'attempts'), 'null') not in ('array', 'null')
        or coalesce(json_typeof(p_changes -> 'corrected'), 'null') not in ('array', 'null')
    then
        raise exception 'These changes have no answers of the right kind. Nothing was changed.' using errcode = 'PT422';
    end if;
    if json_typeof(p_changes -> 'attempts') = 'array' then
        if json_array_length(p_changes -> 'attempts') > 10000 then
            raise exception 'These are too many answers for one action. Nothing was changed.' using errcode = 'PT422';
        end if;
        insert into public.attempts (session_id, quiz_id, question_id, user_id, topic, at, is_right, is_blank, chance,
            item_rating, forecast, is_void)
        select p_session_id, a.quiz_id, a.question_id, p_owner, a.topic, a.at, a.is_right, a.is_blank, a.chance,
            a.item_rating, a.forecast, a.is_void
        from json_to_recordset(p_changes -> 'attempts') as a (quiz_id text, question_id text, topic text,
            at timestamptz, is_right boolean, is_blank boolean, chance double precision, item_rating double precision,
            forecast double precision, is_void boolean)
        -- What was expected and what came is never written again: an answer can only be declared void, or not.
        on conflict (session_id, quiz_id, question_id) do update set is_void = excluded.is_void;
    end if;
    if json_typeof(p_changes -> 'misconceptions') = 'array' then
        update public.misconceptions m set evidence = given.evidence
        from json_to_recordset(p_changes -> 'misconceptions') as given (id text, evidence json)
        where m.session_id = p_session_id and m.id = given.id and json_typeof(given.evidence) = 'array';
    end if;
end;
$$;
comment on function private.write_answer_log(text, uuid, json) is
    'Writes the graded answers and the evidence of one commit; the caller has checked owner and version.';

create or replace function public.commit_changes(
    p_session_id text, p_base_version integer, p_commit_id text, p_changes json
) returns integer
language plpgsql security definer set search_path = '' as $$
declare
    caller constant uuid := private.see_user();
    current_version integer;
    earlier integer;
begin
    perform private.check_changes(p_changes);
    if p_base_version = 0 and json_typeof(p_changes -> 'created') = 'object' then
        insert into public.study_sessions (id, user_id, exam_type, current_state, created_at, updated_at)
        values (p_session_id, caller, p_changes #>> '{created,exam_type}', p_changes ->> 'phase',
            (p_changes ->> 'at')::timestamptz, (p_changes ->> 'at')::timestamptz)
        on conflict (id) do nothing;
        if found and p_changes #>> '{created,user_id}' <> caller::text then
            raise exception 'A session can only be begun for oneself.' using errcode = 'PT403';
        end if;
    end if;

    -- Held until the end, so that writers of one session stand in line and each sees what the one before wrote.
    select s.version into current_version from public.study_sessions s
    where s.id = p_session_id and s.user_id = caller for update;
    if not found then
        raise exception 'There is no session "%".', p_session_id using errcode = 'PT404';
    end if;

    select c.version into earlier from public.commits c
    where c.session_id = p_session_id and c.commit_id = p_commit_id;
    if found then
        return earlier;
    end if;
    if current_version <> p_base_version then
        raise exception 'The session is at version %, not %.', current_version, p_base_version using errcode = 'PT409';
    end if;

    update public.study_sessions s set
        current_state = p_changes ->> 'phase',
        current_context = p_changes -> 'context',
        updated_at = (p_changes ->> 'at')::timestamptz,
        last_commit_id = p_commit_id,
        version = s.version + 1,
        exam_type = coalesce(p_changes ->> 'exam_type', s.exam_type)
    where s.id = p_session_id;
    insert into public.commits (session_id, commit_id, version) values (p_session_id, p_commit_id, p_base_version + 1);
    perform private.write_changes(p_session_id, caller, p_changes);
    perform private.write_answer_log(p_session_id, caller, p_changes);
    return p_base_version + 1;
end;
$$;

-- An instructor declares a question void in the sessions of the own learners. Nothing else of a session can be changed
-- this way: no new topic, quiz, answer or misconception, no other phase, nothing of the context but what a score is in.
create or replace function public.correct_session(
    p_session_id text, p_base_version integer, p_commit_id text, p_changes json
) returns integer
language plpgsql security definer set search_path = '' as $$
declare
    caller constant uuid := private.see_user();
    of_score constant text[] := array['last_quiz_score', 'misconceptions'];
    parts constant text[] := array['created', 'exam_type', 'plans', 'lesson', 'answer', 'chat', 'material',
        'removed_material'];
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
    if p_changes ->> 'phase' <> held.current_state
        or (p_changes -> 'context')::jsonb - of_score <> held.current_context::jsonb - of_score
        or exists (select from json_each(p_changes) as given (part, content)
            where given.part = any (parts) and given.content::text not in ('null', '[]'))
        or exists (select from json_array_elements(p_changes -> 'events') as e
            where e ->> 'agent' <> 'instructor' or e ->> 'action' not in ('void_question', 'unvoid_question'))
        or exists (select from json_array_elements(p_changes -> 'attempts') as a
            where not exists (select from public.attempts o where o.session_id = p_session_id
                and o.quiz_id = a ->> 'quiz_id' and o.question_id = a ->> 'question_id'))
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
        mastery_score = given.mastery_score, review_on = given.review_on
    from json_to_recordset(p_changes -> 'topics') as given (name text, answered integer, "right" integer,
        mastery_score double precision, review_on date)
    where t.session_id = p_session_id and t.name = given.name;
    if json_typeof(p_changes -> 'corrected') = 'array' then
        update public.quizzes q set analysis = given.analysis
        from json_to_recordset(p_changes -> 'corrected') as given (id text, analysis json)
        where q.session_id = p_session_id and q.id = given.id and json_typeof(given.analysis) = 'object';
    end if;
    perform private.write_answer_log(p_session_id, held.user_id, p_changes);
    return p_base_version + 1;
end;
$$;
comment on function public.correct_session(text, integer, text, json) is
    'Writes what a question that an instructor declared void, or no longer void, changes in a learner''s session: '
    'scores, dates, analyses, evidence, and the event that says so.';

create or replace function public.item_evidence(p_ids text[]) returns table (
    question_id text, answered bigint, information double precision, weight double precision, is_void boolean
)
language sql stable security definer set search_path = '' as $$
    with peers (id) as (
        select (select auth.uid())
        union select private.my_learners()
        union select m.user_id from public.cohort_members m where m.cohort_id in (select private.my_cohorts())
    )
    select a.question_id,
        count(*) filter (where not a.is_void),
        coalesce(sum(a.forecast * (1 - a.forecast)) filter (where not a.is_void), 0),
        coalesce(sum(a.forecast * (1 - a.forecast) * a.item_rating + a.forecast - a.is_right::integer)
            filter (where not a.is_void), 0),
        -- What one class's instructor takes out is not asked there; another class's instructor has no say in it.
        coalesce(bool_or(a.is_void and a.user_id in (select id from peers)), false)
    from public.attempts a
    where a.question_id = any (p_ids) and (select auth.uid()) is not null
    group by a.question_id
$$;
comment on function public.item_evidence(text[]) is
    'Sums over everybody''s answers to these questions, for the items'' ratings: nobody''s single answer.';

create or replace function public.dashboard(
    p_today timestamptz, p_week timestamptz, p_pause double precision, p_limit integer
) returns table (
    id text, exam_type text, phase text, context json, topics json, misconceptions json,
    studied_today double precision, studied_week double precision
)
language sql stable set search_path = '' as $$
    select s.id, s.exam_type, s.current_state, s.current_context,
        (select coalesce(json_agg(json_build_object('name', t.name, 'position', t.position, 'planned_on', t.planned_on,
            'difficulty', t.difficulty, 'hours', t.hours, 'prerequisites', t.prerequisites,
            'material_id', t.material_id, 'section', t.section, 'status', t.status, 'answered', t.answered,
            'right', t.correct, 'mastery_score', t.mastery_score, 'review_on', t.review_on)
            order by t.position, t.name), '[]') from public.topics t where t.session_id = s.id),
        (select coalesce(json_agg(json_build_object('id', m.id, 'topic', m.topic, 'concept', m.concept,
            'confusion', m.confusion, 'counter_example', m.counter_example, 'question_id', m.question_id,
            'noticed_at', m.noticed_at, 'evidence', m.evidence) order by m.noticed_at, m.id), '[]')
            from public.misconceptions m where m.session_id = s.id),
        w.today, w.week
    from public.study_sessions s
    cross join lateral (
        select coalesce(sum(g.gap) filter (where g.timestamp >= p_today), 0) as today, coalesce(sum(g.gap), 0) as week
        from (
            select e.timestamp,
                extract(epoch from e.timestamp - lag(e.timestamp) over (order by e.id))::double precision as gap
            from public.agent_events e where e.session_id = s.id and e.timestamp >= p_week and s.updated_at >= p_week
        ) as g
        where g.gap between 0 and p_pause
    ) as w
    where s.user_id = (select auth.uid()) and (s.current_state <> 'COMPLETED' or s.updated_at >= p_week)
    order by s.updated_at desc, s.id desc
    limit p_limit
$$;
comment on function public.dashboard(timestamptz, timestamptz, double precision, integer) is
    'The caller''s sessions that are open or were studied in since p_week, with topics, misconceptions and the seconds '
    'studied since p_today and p_week: a gap between events of at most p_pause seconds was study.';

revoke execute on function private.write_answer_log(text, uuid, json) from public, anon, authenticated;
revoke execute on function
    public.correct_session(text, integer, text, json), public.item_evidence(text[]),
    public.dashboard(timestamptz, timestamptz, double precision, integer)
from public, anon;
grant execute on function
    public.correct_session(text, integer, text, json), public.item_evidence(text[]),
    public.dashboard(timestamptz, timestamptz, double precision, integer)
to authenticated;

-- guard: the end of what is run once.
$landed$;
end $guard$;
-- end of guard
insert into private.schema_migrations (name) values ('012_answer_log.sql') on conflict do nothing;

commit;
