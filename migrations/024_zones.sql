-- Days are the learner's: a session keeps the time zone that its learner is in. The home page's query gives the stretches
-- of time studied, so that they can be cut at the learner's midnight, the time that each plan fills, and every session.
-- The dashboard of before, with today and the week as the caller has them, stays for copies of the app that still ask it.

begin;

-- guard: once applied, this file does nothing when it is run again. Later ones have made anew what it makes.
do $guard$ begin
if exists (select from private.schema_migrations where name = '024_zones.sql') then
    raise notice '024_zones.sql was applied before: nothing to do';
    return;
end if;
execute $landed$
-- end of guard
create or replace function private.keep_zone(p_session_id text, p_changes json) returns void
language sql set search_path = '' as $$
    update public.study_sessions s set metadata = s.metadata || jsonb_build_object('zone', p_changes ->> 'zone')
    where s.id = p_session_id and jsonb_typeof(s.metadata) = 'object'
        and json_typeof(p_changes -> 'zone') = 'string' and p_changes ->> 'zone' ~ '^[A-Za-z0-9_+/-]{1,64}$'
        and s.metadata ->> 'zone' is distinct from p_changes ->> 'zone'
$$;
comment on function private.keep_zone(text, json) is
    'Keeps the zone that a commit names in the session''s metadata; what else it has stays. What is no name is left out.';

create or replace function private.write_changes(p_session_id text, p_caller uuid, p_changes json) returns void
language plpgsql set search_path = '' as $$
declare
    quiz constant json := p_changes -> 'quiz';
    answer constant json := p_changes -> 'answer';
    material constant json := p_changes -> 'material';
    lesson constant json := p_changes -> 'lesson';
    at constant timestamptz := p_changes ->> 'at';
begin
    perform private.keep_zone(p_session_id, p_changes);
    insert into public.agent_events (session_id, user_id, timestamp, phase_before, phase_after, action, agent,
        reasoning, metadata, context_patch, seed, duration_ms)
    select p_session_id, p_caller, e.timestamp, e.phase_before, e.phase_after, e.action, e.agent,
        e.reasoning, e.metadata, e.context_patch, e.seed, e.duration_ms
    from json_to_recordset(p_changes -> 'events') as e (timestamp timestamptz, phase_before text, phase_after text,
        action text, agent text, reasoning text, metadata json, context_patch json, seed bigint,
        duration_ms double precision);

    if json_array_length(p_changes -> 'topics') > 0 then
        insert into public.topics (session_id, name, position, planned_on, difficulty, hours, prerequisites,
            material_id, section, status, answered, correct, mastery_score, review_on, own_word)
        select p_session_id, t.name, t.position, t.planned_on, t.difficulty, t.hours, t.prerequisites,
            t.material_id, t.section, t.status, t.answered, t."right", t.mastery_score, t.review_on,
            -- An older copy of the app sends no word of the learner's, and must not wipe it.
            case when given::jsonb ? 'own_word' then t.own_word
                else (select o.own_word from public.topics o where o.session_id = p_session_id and o.name = t.name) end
        from json_array_elements(p_changes -> 'topics') as given
        cross join json_to_record(given) as t (name text, position integer, planned_on date, difficulty text,
            hours double precision, prerequisites json, material_id text, section integer, status text,
            answered integer, "right" integer, mastery_score double precision, review_on date, own_word text)
        on conflict (session_id, name) do update set
            position = excluded.position, planned_on = excluded.planned_on, difficulty = excluded.difficulty,
            hours = excluded.hours, prerequisites = excluded.prerequisites, material_id = excluded.material_id,
            section = excluded.section, status = excluded.status, answered = excluded.answered,
            correct = excluded.correct, mastery_score = excluded.mastery_score, review_on = excluded.review_on,
            own_word = excluded.own_word;
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
comment on function private.write_changes(text, uuid, json) is
    'Writes what one commit adds to a session; the caller has checked owner and version.';

create or replace function public.dashboard(p_since timestamptz, p_pause double precision) returns table (
    id text, exam_type text, phase text, context json, topics json, misconceptions json, study_window json,
    studied json
)
language sql stable set search_path = '' as $$
    select s.id, s.exam_type, s.current_state, s.current_context,
        (select coalesce(json_agg(json_build_object('name', t.name, 'position', t.position, 'planned_on', t.planned_on,
            'difficulty', t.difficulty, 'hours', t.hours, 'prerequisites', t.prerequisites,
            'material_id', t.material_id, 'section', t.section, 'status', t.status, 'answered', t.answered,
            'right', t.correct, 'mastery_score', t.mastery_score, 'review_on', t.review_on, 'own_word', t.own_word)
            order by t.position, t.name), '[]') from public.topics t where t.session_id = s.id),
        (select coalesce(json_agg(json_build_object('id', m.id, 'topic', m.topic, 'concept', m.concept,
            'confusion', m.confusion, 'counter_example', m.counter_example, 'question_id', m.question_id,
            'noticed_at', m.noticed_at, 'evidence', m.evidence) order by m.noticed_at, m.id), '[]')
            from public.misconceptions m where m.session_id = s.id),
        -- The plan that holds, else the one proposed, else the newest.
        (select json_build_object(
            'start', coalesce(p.body #>> '{plan,window,start}', p.body #>> '{plan,schedule,0,date}'),
            'days', coalesce(p.body #>> '{plan,window,days}', json_array_length(p.body #> '{plan,schedule}')::text),
            'hours', 0)
            from public.plans p where p.session_id = s.id and p.version::text = coalesce(
                nullif(s.current_context #>> '{extra_data,plan_version}', '0'),
                nullif(s.current_context #>> '{extra_data,plan_proposal}', '0'),
                (select max(newest.version)::text from public.plans newest where newest.session_id = s.id))),
        w.studied
    from public.study_sessions s
    cross join lateral (
        select coalesce(json_agg(json_build_object('since', stretch.since, 'until', stretch.until)
            order by stretch.since), '[]') as studied
        from (
            select min(n.timestamp) as since, max(n.timestamp) as until
            from (
                -- A stretch ends where the gap to the next event is too long, or less than none.
                select g.timestamp, count(*) filter (where not coalesce(g.gap between 0 and p_pause, false))
                    over (order by g.id) as number
                from (
                    select e.id, e.timestamp,
                        extract(epoch from e.timestamp - lag(e.timestamp) over (order by e.id))::double precision as gap
                    from public.agent_events e
                    where e.session_id = s.id and e.timestamp >= p_since - make_interval(secs => p_pause)
                        and s.updated_at >= p_since
                ) as g
            ) as n
            group by n.number
            having min(n.timestamp) < max(n.timestamp)
        ) as stretch
    ) as w
    where s.user_id = (select auth.uid()) and (s.current_state <> 'COMPLETED' or s.updated_at >= p_since)
    order by s.updated_at desc, s.id desc
$$;
comment on function public.dashboard(timestamptz, double precision) is
    'The caller''s sessions that are open or were studied in since p_since, with topics, misconceptions, the time that the '
    'plan fills, and the stretches of study that reach beyond p_since, in which no pause is longer than p_pause seconds.';

revoke execute on function private.keep_zone(text, json) from public, anon, authenticated;
revoke execute on function private.write_changes(text, uuid, json) from public, anon, authenticated;
revoke execute on function public.dashboard(timestamptz, double precision) from public, anon;
grant execute on function public.dashboard(timestamptz, double precision) to authenticated;

-- guard: the end of what is run once.
$landed$;
end $guard$;
-- end of guard
insert into private.schema_migrations (name) values ('024_zones.sql') on conflict do nothing;

commit;
