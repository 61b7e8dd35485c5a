-- One action, one round trip, one transaction.

begin;

-- guard: once applied, this file does nothing when it is run again. Later ones have made anew what it makes.
do $guard$ begin
if exists (select from private.schema_migrations where name = '007_commit_changes.sql') then
    raise notice '007_commit_changes.sql was applied before: nothing to do';
    return;
end if;
execute $landed$
-- end of guard
create or replace function private.see_user() returns uuid
language plpgsql security definer set search_path = '' as $$
declare
    caller constant uuid := (select auth.uid());
begin
    if caller is null then
        raise exception 'Sign in to study.' using errcode = 'PT401';
    end if;
    insert into public.users (id, email) values (caller, coalesce((select auth.jwt()) ->> 'email', ''))
    on conflict (id) do update set email = excluded.email where public.users.email <> excluded.email;
    return caller;
end;
$$;
comment on function private.see_user() is 'The caller''s id; makes the row in users from the token on first sight.';

-- The app would not send what is refused here. But a learner's own program could, and one session with a time or a
-- context that no reader understands would spoil every list that it is in, an instructor's too.
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
        ('answer', 'object'), ('material', 'object')
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
    if at is null or at not between '2000-01-01T00:00:00Z' and '9999-12-31T00:00:00Z' then
        raise exception 'These changes have no time. Nothing was changed.' using errcode = 'PT422';
    end if;
end;
$$;
comment on function private.check_changes(json) is
    'Refuses what is no commit: parts of a wrong kind, no time, events without end.';

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
    return p_base_version + 1;
end;
$$;
comment on function public.commit_changes(text, integer, text, json) is
    'Writes one action of the caller on the version it was based on and returns the new version. The same commit id '
    'again answers as the first did and writes nothing. HTTP 409: another version is current; 404: no such session of '
    'the caller''s; 422: an answer to a quiz that is not there, or what is no commit at all.';

revoke execute on function public.commit_changes(text, integer, text, json) from public, anon;
grant execute on function public.commit_changes(text, integer, text, json) to authenticated;
revoke execute on function private.write_changes(text, uuid, json) from public, anon, authenticated;
revoke execute on function private.check_changes(json) from public, anon, authenticated;
revoke execute on function private.see_user() from public, anon, authenticated;

-- guard: the end of what is run once.
$landed$;
end $guard$;
-- end of guard
insert into private.schema_migrations (name) values ('007_commit_changes.sql') on conflict do nothing;

commit;
