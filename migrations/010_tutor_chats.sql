-- What is asked of the tutor is written with the commit that asks it, like everything else of a session.
--
-- 007 makes the same two functions without this. Whoever runs 007 again by hand runs this file after it. The table is
-- in 004, and who sees it in 006.

begin;

-- guard: once applied, this file does nothing when it is run again. Later ones have made anew what it makes.
do $guard$ begin
if exists (select from private.schema_migrations where name = '010_tutor_chats.sql') then
    raise notice '010_tutor_chats.sql was applied before: nothing to do';
    return;
end if;
execute $landed$
-- end of guard
-- Nobody could write this table before, so that it is empty. What no reader understands is kept out of it.
alter table public.tutor_chats drop constraint if exists tutor_chats_sources_check;
alter table public.tutor_chats add constraint tutor_chats_sources_check check (json_typeof(sources) = 'array');
alter table public.tutor_chats drop constraint if exists tutor_chats_created_at_check;
alter table public.tutor_chats add constraint tutor_chats_created_at_check
    check (created_at between '2000-01-01T00:00:00Z' and '9999-12-31T00:00:00Z');

create or replace function private.check_changes(p_changes json) returns void
language plpgsql set search_path = '' as $$
declare
    -- jsonb is read once for all that is asked of it, and refuses what is no text in Postgres, as NUL is not.
    given constant jsonb := p_changes::jsonb;
    at constant timestamptz := given ->> 'at';
    part text;
    kind text;
begin
    for part, kind in values ('context', 'object'), ('events', 'array'), ('topics', 'array'), ('plans', 'array'),
        ('misconceptions', 'array'), ('created', 'object'), ('lesson', 'object'), ('quiz', 'object'),
        ('chat', 'array'), ('answer', 'object'), ('material', 'object')
    loop
        if coalesce(jsonb_typeof(given -> part), 'null') not in (kind, 'null')
            or part in ('context', 'events') and jsonb_typeof(given -> part) is distinct from kind
        then
            raise exception 'These changes have no % of the right kind. Nothing was changed.', part
                using errcode = 'PT422';
        end if;
    end loop;
    if jsonb_array_length(given -> 'events') > 1000 then
        raise exception 'These are too many events for one action. Nothing was changed.' using errcode = 'PT422';
    end if;
    if (case when jsonb_typeof(given -> 'chat') = 'array' then jsonb_array_length(given -> 'chat') > 100 end) then
        raise exception 'These are too many messages for one action. Nothing was changed.' using errcode = 'PT422';
    end if;
    if at is null or at not between '2000-01-01T00:00:00Z' and '9999-12-31T00:00:00Z' then
        raise exception 'These changes have no time. Nothing was changed.' using errcode = 'PT422';
    end if;
end;
$$;

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
        insert into public.quizzes (session_id, id, topic, body, seed, created_at, submitted_at, analysis, position)
        values (p_session_id, quiz ->> 'id', quiz #>> '{quiz,topic}', quiz -> 'quiz', (quiz ->> 'seed')::bigint,
            (quiz ->> 'created_at')::timestamptz, (quiz ->> 'submitted_at')::timestamptz,
            case when json_typeof(quiz -> 'analysis') = 'object' then quiz -> 'analysis' end,
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

-- guard: the end of what is run once.
$landed$;
end $guard$;
-- end of guard
insert into private.schema_migrations (name) values ('010_tutor_chats.sql') on conflict do nothing;

commit;
