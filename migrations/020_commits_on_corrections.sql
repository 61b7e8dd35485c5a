-- A learner's commit on a session that was corrected meanwhile is taken, and what was corrected stays; the app works it
-- out anew from the answer log. Until now a quiz that was handed in offline was lost to one correction.

begin;

alter table public.commits add column if not exists is_correction boolean not null default false;
comment on column public.commits.is_correction is 'Whether an instructor made it.';
alter table public.study_sessions add column if not exists is_outdated boolean not null default false;
comment on column public.study_sessions.is_outdated is
    'Whether scores and analyses are to be worked out anew from the answer log, in the learner''s next commit.';

create or replace function private.only_corrected_since(p_session_id text, p_version integer) returns boolean
language sql stable set search_path = '' as $$
    select s.version > p_version and s.version - p_version = (
        select count(*) from public.commits c
        where c.session_id = s.id and c.version > p_version and c.is_correction)
    from public.study_sessions s where s.id = p_session_id
$$;
comment on function private.only_corrected_since(text, integer) is
    'Whether a session has moved on since that version, and by an instructor''s corrections alone.';

create or replace function private.on_corrected(p_session_id text, p_changes json) returns json
language sql stable set search_path = '' as $$
    with held as (
        select jsonb_build_object('last_quiz_score', s.current_context::jsonb -> 'last_quiz_score',
            'misconceptions', coalesce(s.current_context::jsonb -> 'misconceptions', '[]')) as score,
            p_changes::jsonb as given
        from public.study_sessions s where s.id = p_session_id
    )
    select (h.given || jsonb_build_object(
        'context', h.given -> 'context' || h.score,
        -- What an event says it changed is what it changed: the events give the context back.
        'events', (select coalesce(jsonb_agg(e.event || jsonb_build_object('context_patch',
                coalesce(e.event -> 'context_patch', '{}') || jsonb_build_object(
                    'set', coalesce(e.event #> '{context_patch,set}', '{}') - array['last_quiz_score', 'misconceptions'],
                    'unset', coalesce(e.event #> '{context_patch,unset}', '[]') - 'last_quiz_score' - 'misconceptions'
                )) order by e.place), '[]')
            from jsonb_array_elements(h.given -> 'events') with ordinality as e (event, place)),
        'topics', (select coalesce(jsonb_agg(g.topic || case when t.name is null then '{}' else jsonb_build_object(
                'answered', t.answered, 'right', t.correct, 'mastery_score', t.mastery_score, 'review_on', t.review_on,
                'status', case when t.status in ('learning', 'studied', 'done')
                    and g.topic ->> 'status' in ('learning', 'studied', 'done') then t.status
                    else g.topic ->> 'status' end) end order by g.place), '[]')
            from jsonb_array_elements(case when jsonb_typeof(h.given -> 'topics') = 'array' then h.given -> 'topics'
                else '[]' end) with ordinality as g (topic, place)
            left join public.topics t on t.session_id = p_session_id and t.name = g.topic ->> 'name'),
        'quiz', coalesce((select h.given -> 'quiz' || jsonb_build_object('analysis', q.analysis::jsonb)
            from public.quizzes q
            where q.session_id = p_session_id and q.id = h.given #>> '{quiz,id}' and q.analysis is not null),
            h.given -> 'quiz')
    ))::json from held h
$$;
comment on function private.on_corrected(text, json) is
    'What a commit writes on a session that was corrected meanwhile: scores, topic figures and analyses stay corrected.';

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
    -- Whoever handed in did not know yet that a question is out.
    update public.study_sessions s set is_outdated = true
    where s.id = p_session_id and not s.is_outdated and exists (
        select from json_to_recordset(case when json_typeof(p_changes -> 'attempts') = 'array'
            then p_changes -> 'attempts' else '[]' end) as given (quiz_id text, question_id text, is_void boolean)
        join public.attempts a on a.session_id = p_session_id and a.quiz_id = given.quiz_id
            and a.question_id = given.question_id and a.is_void <> coalesce(given.is_void, false));
    if json_typeof(p_changes -> 'corrected') = 'array' then
        update public.quizzes q set analysis = given.analysis
        from json_to_recordset(p_changes -> 'corrected') as given (id text, analysis json)
        where q.session_id = p_session_id and q.id = given.id and json_typeof(given.analysis) = 'object';
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
    changes json := p_changes;
    base integer := p_base_version;
    current_version integer;
    earlier integer;
begin
    perform private.check_changes(p_changes);
    if coalesce(json_typeof(p_changes -> 'is_worked_out'), 'null') not in ('boolean', 'null') then
        raise exception 'These changes do not say whether scores are worked out. Nothing was changed.'
            using errcode = 'PT422';
    end if;
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
    if private.only_corrected_since(p_session_id, p_base_version) then
        base := current_version;
        changes := private.on_corrected(p_session_id, p_changes);
    end if;
    if current_version <> base then
        raise exception 'The session is at version %, not %.', current_version, p_base_version using errcode = 'PT409';
    end if;

    update public.study_sessions s set
        current_state = changes ->> 'phase',
        current_context = changes -> 'context',
        is_outdated = base <> p_base_version
            or s.is_outdated and not coalesce((p_changes ->> 'is_worked_out')::boolean, false),
        updated_at = (p_changes ->> 'at')::timestamptz,
        last_commit_id = p_commit_id,
        version = s.version + 1,
        exam_type = coalesce(p_changes ->> 'exam_type', s.exam_type)
    where s.id = p_session_id;
    insert into public.commits (session_id, commit_id, version) values (p_session_id, p_commit_id, base + 1);
    perform private.write_changes(p_session_id, caller, changes);
    perform private.write_answer_log(p_session_id, caller, changes);
    return base + 1;
end;
$$;
comment on function public.commit_changes(text, integer, text, json) is
    'Writes one action of the caller on the version it was based on and returns the new version. The same commit id '
    'again answers as the first did and writes nothing. Where only corrections came between, it is written on these, '
    'which stay. HTTP 409: another version is current; 404: no such session of '
    'the caller''s; 422: an answer to a quiz that is not there, or what is no commit at all.';

create or replace function public.correct_session(
    p_session_id text, p_base_version integer, p_commit_id text, p_changes json
) returns integer
language plpgsql security definer set search_path = '' as $$
declare
    caller constant uuid := private.see_user();
    of_score constant text[] := array['last_quiz_score', 'misconceptions'];
    nothing constant jsonb := '{"last_quiz_score": null, "misconceptions": []}';
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
        -- What the event says it changed is what is changed: the events give the context back.
        or nothing || (p_changes -> 'context')::jsonb <> nothing || held.current_context::jsonb
            || coalesce((p_changes #> '{events,0,context_patch,set}')::jsonb, '{}')
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
    insert into public.commits (session_id, commit_id, version, is_correction)
    values (p_session_id, p_commit_id, p_base_version + 1, true);
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
comment on function public.correct_session(text, integer, text, json) is
    'Writes what a question that an instructor took out, or in again, changes in a learner''s session: scores, dates, '
    'analyses, and the event that says so. What was answered is marked by mark_question.';

revoke all on function private.only_corrected_since(text, integer), private.on_corrected(text, json)
from public, anon, authenticated;

insert into private.schema_migrations (name) values ('020_commits_on_corrections.sql') on conflict do nothing;

commit;
