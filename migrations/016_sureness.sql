-- What each answer tests and how sure the learner was of it; a topic that was studied and is not done yet; and what
-- the learner says of a topic that has no questions.

begin;

-- guard: once applied, this file does nothing when it is run again. Later ones have made anew what it makes.
do $guard$ begin
if exists (select from private.schema_migrations where name = '016_sureness.sql') then
    raise notice '016_sureness.sql was applied before: nothing to do';
    return;
end if;
execute $landed$
-- end of guard
alter table public.attempts add column if not exists concept text not null default '';
alter table public.attempts add column if not exists sureness text
    check (sureness in ('sure', 'think_so', 'guess'));
-- Until now the concept stood with the question alone.
update public.attempts a set concept = asked.question ->> 'concept_tested'
from public.quizzes q
cross join lateral json_array_elements(
    case when json_typeof(q.body -> 'questions') = 'array' then q.body -> 'questions' else '[]' end
) as asked (question)
where q.session_id = a.session_id and q.id = a.quiz_id and a.concept = ''
    and asked.question ->> 'id' = a.question_id and asked.question ->> 'concept_tested' <> '';

alter table public.topics drop constraint if exists topics_status_check;
alter table public.topics add constraint topics_status_check
    check (status in ('planned', 'learning', 'studied', 'done', 'left_out'));
alter table public.topics add column if not exists own_word text check (own_word in ('shaky', 'fair', 'firm'));
comment on column public.topics.own_word is
    'How well the learner says to know a topic that has no questions. Nobody else writes it.';

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
            item_rating, forecast, is_void, chosen, seconds, hint_opened, is_helped, is_skipped, concept, sureness)
        select p_session_id, a.quiz_id, a.question_id, p_owner, a.topic, a.at, a.is_right, a.is_blank, a.chance,
            a.item_rating, a.forecast, a.is_void, coalesce(a.chosen, ''), a.seconds, coalesce(a.hint_opened, false),
            coalesce(a.is_helped, false), coalesce(a.is_skipped, false), coalesce(a.concept, ''), a.sureness
        from json_to_recordset(p_changes -> 'attempts') as a (quiz_id text, question_id text, topic text,
            at timestamptz, is_right boolean, is_blank boolean, chance double precision, item_rating double precision,
            forecast double precision, is_void boolean, chosen text, seconds double precision, hint_opened boolean,
            is_helped boolean, is_skipped boolean, concept text, sureness text)
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
        status = case when t.status in ('learning', 'studied', 'done')
            and given.status in ('learning', 'studied', 'done') then given.status else t.status end
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
            'right', t.correct, 'mastery_score', t.mastery_score, 'review_on', t.review_on, 'own_word', t.own_word)
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

-- guard: the end of what is run once.
$landed$;
end $guard$;
-- end of guard
insert into private.schema_migrations (name) values ('016_sureness.sql') on conflict do nothing;

commit;
