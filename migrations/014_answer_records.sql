-- What cannot be had later: of each answer what was chosen, how long it took and what helped; of each quiz what it is
-- for; of each event, in the history's page and its filters, whose it is. The events have had their learner since 002.

begin;

-- guard: once applied, this file does nothing when it is run again. Later ones have made anew what it makes.
do $guard$ begin
if exists (select from private.schema_migrations where name = '014_answer_records.sql') then
    raise notice '014_answer_records.sql was applied before: nothing to do';
    return;
end if;
execute $landed$
-- end of guard
alter table public.quizzes add column if not exists kind text not null default 'quiz';
alter table public.quizzes drop constraint if exists quizzes_kind_check;
alter table public.quizzes add constraint quizzes_kind_check
    check (kind in ('quiz', 'placement', 'review', 'check', 'probe', 'closing'));
-- Until now a placement was told by its topic alone.
update public.quizzes set kind = 'placement' where topic = 'placement:quiz' and kind = 'quiz';
comment on column public.quizzes.kind is
    'What the questions are for. Only a quiz moves the phase, the score and the analysis; every kind feeds the answer log.';

alter table public.attempts add column if not exists chosen text not null default '';
alter table public.attempts add column if not exists seconds double precision;
alter table public.attempts add column if not exists hint_opened boolean not null default false;
alter table public.attempts add column if not exists is_helped boolean not null default false;
alter table public.attempts add column if not exists is_skipped boolean not null default false;
alter table public.attempts drop constraint if exists attempts_seconds_check;
alter table public.attempts add constraint attempts_seconds_check check (seconds between 0 and 86400);
comment on table public.attempts is
    'Graded answers with what was expected of them, what was chosen, and how. Void and skipped ones count for nothing. '
    'Written by commits alone.';

create or replace function private.write_changes(p_session_id text, p_caller uuid, p_changes json) returns void
language plpgsql set search_path = '' as $$
declare
    quiz constant json := p_changes -> 'quiz';
    answer constant json := p_changes -> 'answer';
    material constant json := p_changes -> 'material';
    lesson constant json := p_changes -> 'lesson';
    at constant timestamptz := p_changes ->> 'at';
begin
    insert into public.agent_events (session_id, user_id, timestamp, phase_before, phase_after, action, agent,
        reasoning, metadata, context_patch, seed, duration_ms)
    select p_session_id, p_caller, e.timestamp, e.phase_before, e.phase_after, e.action, e.agent,
        e.reasoning, e.metadata, e.context_patch, e.seed, e.duration_ms
    from json_to_recordset(p_changes -> 'events') as e (timestamp timestamptz, phase_before text, phase_after text,
        action text, agent text, reasoning text, metadata json, context_patch json, seed bigint,
        duration_ms double precision);

    if json_array_length(p_changes -> 'topics') > 0 then
        insert into public.topics (session_id, name, position, planned_on, difficulty, hours, prerequisites,
            material_id, section, status, answered, correct, mastery_score, review_on)
        select p_session_id, t.name, t.position, t.planned_on, t.difficulty, t.hours, t.prerequisites,
            t.material_id, t.section, t.status, t.answered, t."right", t.mastery_score, t.review_on
        from json_to_recordset(p_changes -> 'topics') as t (name text, position integer, planned_on date,
            difficulty text, hours double precision, prerequisites json, material_id text, section integer,
            status text, answered integer, "right" integer, mastery_score double precision, review_on date)
        on conflict (session_id, name) do update set
            position = excluded.position, planned_on = excluded.planned_on, difficulty = excluded.difficulty,
            hours = excluded.hours, prerequisites = excluded.prerequisites, material_id = excluded.material_id,
            section = excluded.section, status = excluded.status, answered = excluded.answered,
            correct = excluded.correct, mastery_score = excluded.mastery_score, review_on = excluded.review_on;
    end if;

    if json_array_length(p_changes -> 'plans') > 0 then
        insert into public.plans (session_id, version, body)
        select p_session_id, (plan ->> 'version')::integer, plan
        from json_array_elements(p_changes -> 'plans') as plan
        on conflict (session_id, version) do update set body = excluded.body;
    end if;

    if json_typeof(lesson) = 'object' then
        insert into public.lessons (session_id, topic, body) values (p_session_id, lesson ->> 'topic', lesson)
        on conflict (session_id, topic) do update set body = excluded.body;
    end if;

    if json_typeof(quiz) = 'object' then
        insert into public.quizzes (session_id, id, topic, body, seed, created_at, submitted_at, analysis, kind,
            position)
        values (p_session_id, quiz ->> 'id', quiz #>> '{quiz,topic}', quiz -> 'quiz', (quiz ->> 'seed')::bigint,
            (quiz ->> 'created_at')::timestamptz, (quiz ->> 'submitted_at')::timestamptz,
            case when json_typeof(quiz -> 'analysis') = 'object' then quiz -> 'analysis' end,
            -- An older copy of the app names no kind: it knows a placement by its topic.
            coalesce(quiz ->> 'kind',
                case when quiz #>> '{quiz,topic}' = 'placement:quiz' then 'placement' else 'quiz' end),
            (select count(*) from public.quizzes q where q.session_id = p_session_id))
        on conflict (session_id, id) do update
            set submitted_at = excluded.submitted_at, analysis = excluded.analysis;
        insert into public.quiz_answers (session_id, quiz_id, question_id, body, given_at)
        select p_session_id, quiz ->> 'id', given ->> 'question_id', given, at
        from json_array_elements(quiz -> 'answers') as given
        on conflict (session_id, quiz_id, question_id)
            do update set body = excluded.body, given_at = excluded.given_at;
    end if;

    if json_typeof(answer) = 'object' then
        if not exists (select from public.quizzes q where q.session_id = p_session_id and q.id = answer ->> 'quiz_id')
        then
            raise exception 'There is no quiz % to answer. Nothing was changed.', answer ->> 'quiz_id'
                using errcode = 'PT422';
        end if;
        insert into public.quiz_answers (session_id, quiz_id, question_id, body, given_at)
        values (p_session_id, answer ->> 'quiz_id', answer #>> '{answer,question_id}', answer -> 'answer', at)
        on conflict (session_id, quiz_id, question_id)
            do update set body = excluded.body, given_at = excluded.given_at;
    end if;

    if json_array_length(p_changes -> 'misconceptions') > 0 then
        insert into public.misconceptions (session_id, id, topic, concept, confusion, counter_example, question_id,
            noticed_at)
        select p_session_id, m.id, m.topic, m.concept, m.confusion, m.counter_example, m.question_id, m.noticed_at
        from json_to_recordset(p_changes -> 'misconceptions') as m (id text, topic text, concept text,
            confusion text, counter_example text, question_id text, noticed_at timestamptz)
        on conflict (session_id, id) do update set
            topic = excluded.topic, concept = excluded.concept, confusion = excluded.confusion,
            counter_example = excluded.counter_example, question_id = excluded.question_id,
            noticed_at = excluded.noticed_at;
    end if;

    if json_typeof(p_changes -> 'chat') = 'array' then
        insert into public.tutor_chats (session_id, topic, speaker, body, sources, created_at)
        select p_session_id, m.said ->> 'topic', m.said ->> 'role', m.said ->> 'text', m.said -> 'sources',
            (m.said ->> 'at')::timestamptz
        from json_array_elements(p_changes -> 'chat') with ordinality as m (said, place)
        order by m.place;
    end if;

    if p_changes ->> 'removed_material' is not null then
        delete from public.study_materials m
        where m.session_id = p_session_id and m.id = p_changes ->> 'removed_material';
    end if;

    if json_typeof(material) = 'object' then
        delete from public.study_materials m where m.session_id = p_session_id and m.id = material ->> 'id';
        insert into public.study_materials (session_id, id, name, kind, page_count, digest, section_titles, sections,
            position)
        select p_session_id, m.id, m.name, m.kind, m.page_count, m.digest,
            (select coalesce(json_agg(section -> 'title'), '[]') from json_array_elements(m.sections) as section),
            m.sections,
            (select coalesce(max(o.position) + 1, 0) from public.study_materials o where o.session_id = p_session_id)
        from json_to_record(material) as m (id text, name text, kind text, page_count integer, digest text,
            sections json);
    end if;
end;
$$;

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
            item_rating, forecast, is_void, chosen, seconds, hint_opened, is_helped, is_skipped)
        select p_session_id, a.quiz_id, a.question_id, p_owner, a.topic, a.at, a.is_right, a.is_blank, a.chance,
            a.item_rating, a.forecast, a.is_void, coalesce(a.chosen, ''), a.seconds, coalesce(a.hint_opened, false),
            coalesce(a.is_helped, false), coalesce(a.is_skipped, false)
        from json_to_recordset(p_changes -> 'attempts') as a (quiz_id text, question_id text, topic text,
            at timestamptz, is_right boolean, is_blank boolean, chance double precision, item_rating double precision,
            forecast double precision, is_void boolean, chosen text, seconds double precision, hint_opened boolean,
            is_helped boolean, is_skipped boolean)
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

-- With a bound more it would be a second function of the name.
drop function if exists public.history_page(
    text, text, text, text, timestamptz, timestamptz, bigint, bigint, integer
);
create or replace function public.history_page(
    p_session_id text default '', p_agent text default '', p_action text default '', p_phase text default '',
    p_since timestamptz default '-infinity', p_until timestamptz default 'infinity',
    p_before bigint default 9223372036854775807, p_after bigint default null, p_limit integer default 50,
    p_user_id uuid default null
) returns setof public.agent_events
language plpgsql stable set search_path = '' as $$
declare
    way constant text := case when p_after is null then 'desc' else 'asc' end;
    page constant text := format(
        'select o.* from public.agent_events o where o.%s and o.id < $1 and o.id > $2'
        ' and ($3 = '''' or o.agent = $3) and ($4 = '''' or o.action = $4) and ($5 = '''' or o.phase_after = $5)'
        ' and o.timestamp >= $6 and o.timestamp < $7 and ($10 is null or o.user_id = $10) order by o.id %s limit $8',
        case when p_session_id = '' then 'user_id = who.id' else 'session_id = $9' end, way);
begin
    return query execute case
        when p_session_id <> '' then page
        -- The page of each whom the caller may see, then the page of these: no event of anybody else is passed over.
        else format('select e.* from (select (select auth.uid()) union select private.my_learners()) as who (id)'
            ' cross join lateral (%s) as e where $10 is null or who.id = $10 order by e.id %s limit $8', page, way)
    end
    using p_before, coalesce(p_after, 0), p_agent, p_action, p_phase, p_since, p_until, p_limit, p_session_id,
        p_user_id;
end;
$$;
comment on function public.history_page(
    text, text, text, text, timestamptz, timestamptz, bigint, bigint, integer, uuid
) is 'A page of events of one session, of one learner or of all that the caller may see: below p_before, newest first; '
    'with p_after above that id, oldest first.';

create or replace function public.history_facets() returns json
language sql stable set search_path = '' as $$
    with recursive who (id) as (select (select auth.uid()) union select private.my_learners()),
    -- Jumps along the index from one value to the next, however many events there are.
    agents (user_id, found) as (
        select who.id, (select min(e.agent) from public.agent_events e where e.user_id = who.id) from who
        union all
        select a.user_id, (select min(e.agent) from public.agent_events e
            where e.user_id = a.user_id and e.agent > a.found)
        from agents a where a.found is not null
    ),
    actions (user_id, found) as (
        select who.id, (select min(e.action) from public.agent_events e where e.user_id = who.id) from who
        union all
        select a.user_id, (select min(e.action) from public.agent_events e
            where e.user_id = a.user_id and e.action > a.found)
        from actions a where a.found is not null
    )
    select json_build_object(
        'agents', (select coalesce(json_agg(distinct found), '[]') from agents where found is not null),
        'actions', (select coalesce(json_agg(distinct found), '[]') from actions where found is not null),
        'learners', (
            select coalesce(json_agg(json_build_object('id', l.id, 'name', l.name) order by l.name, l.id), '[]')
            from (
                select u.id, case
                    when u.name = '' then coalesce(nullif(u.email, ''), u.id::text)
                    when u.email = '' then u.name
                    else format('%s (%s)', u.name, u.email) end as name
                from who join public.users u on u.id = who.id
                where exists (select from public.agent_events e where e.user_id = u.id)
            ) as l))
$$;
comment on function public.history_facets() is
    'The agents, actions and learners in the history that the caller may see. An address tells two of one name apart.';

revoke execute on function public.history_page(
    text, text, text, text, timestamptz, timestamptz, bigint, bigint, integer, uuid
) from public, anon;
grant execute on function public.history_page(
    text, text, text, text, timestamptz, timestamptz, bigint, bigint, integer, uuid
) to authenticated;

-- guard: the end of what is run once.
$landed$;
end $guard$;
-- end of guard
insert into private.schema_migrations (name) values ('014_answer_records.sql') on conflict do nothing;

commit;
