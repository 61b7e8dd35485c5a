-- The Supabase database as it stands: what the numbered files beside this one make, one after the other.
--
-- This file is for reading. `python -m core migrate` applies the numbered files, and a test proves that both give the
-- same. Whoever adds a migration changes this file too: what stands here is how it is, why it came to be is there.

-- --- what the API must not serve: PostgREST exposes public alone -----------------------------------------------------

create schema private;
grant usage on schema private to authenticated;

create table private.schema_migrations (
    name text primary key,
    applied_at timestamptz not null default now()
);

-- --- accounts and classes --------------------------------------------------------------------------------------------

-- A row is made from the token on first sight. Only the service role changes a role.
create table public.users (
    id uuid primary key,
    email text not null default '',
    name text not null default '' check (length(name) <= 200),
    role text not null default 'learner' check (role in ('learner', 'instructor')),
    created_at timestamptz not null default now()
);
create index users_email on public.users (lower(email));

-- Whom an instructor sees: a cohort is one instructor's, and a learner joins it with its code.
create table public.cohorts (
    id uuid primary key default gen_random_uuid(),
    name text not null check (length(name) between 1 and 200),
    instructor_id uuid not null references public.users (id),
    join_code text not null unique default upper(substr(replace(gen_random_uuid()::text, '-', ''), 1, 10)),
    created_at timestamptz not null default now()
);
create index cohorts_instructor on public.cohorts (instructor_id);

create table public.cohort_members (
    cohort_id uuid not null references public.cohorts (id) on delete cascade,
    user_id uuid not null references public.users (id),
    joined_at timestamptz not null default now(),
    primary key (cohort_id, user_id)
);
create index cohort_members_user on public.cohort_members (user_id);

create table public.cohort_removals (
    cohort_id uuid not null references public.cohorts (id) on delete cascade,
    user_id uuid not null references public.users (id) on delete cascade,
    -- As the instructor knew them: who is in no class of theirs is seen no more.
    email text not null,
    removed_at timestamptz not null default now(),
    constraint cohort_removals_pkey primary key (cohort_id, user_id)
);
comment on table public.cohort_removals is 'Whom the instructor took out of a class. The code does not let them in again.';
create index cohort_removals_user on public.cohort_removals (user_id);

create table private.code_guesses (
    user_id uuid primary key references public.users (id) on delete cascade,
    since timestamptz not null,
    wrong integer not null
);
comment on table private.code_guesses is 'How many codes that are none somebody has tried since then.';

-- --- sessions and their history --------------------------------------------------------------------------------------

-- Documents are json, not jsonb: numbers and the order of keys come back as they were written, so that a replay of
-- the history gives exactly the stored context.

-- `version` counts the session's commits; 0 was never saved.
create table public.study_sessions (
    id text primary key check (length(id) between 1 and 200),
    user_id uuid not null references public.users (id),
    exam_type text not null default '',
    current_state text not null default 'INTAKE'
        check (current_state in ('INTAKE', 'PLANNING', 'LEARNING', 'QUIZZING', 'ANALYZING', 'COMPLETED')),
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    metadata jsonb not null default '{}',
    current_context json not null default '{}',
    version integer not null default 0,
    last_commit_id text not null default '',
    is_outdated boolean not null default false
);
comment on column public.study_sessions.is_outdated is
    'Whether scores and analyses are to be worked out anew from the answer log, in the learner''s next commit.';
create index study_sessions_user_updated on public.study_sessions (user_id, updated_at desc, id desc);
create index study_sessions_updated on public.study_sessions (updated_at desc, id desc);

-- One row a commit: a retry under the same id finds the version that the first one made.
create table public.commits (
    session_id text not null references public.study_sessions (id),
    commit_id text not null check (length(commit_id) between 1 and 200),
    version integer not null,
    is_correction boolean not null default false,
    primary key (session_id, commit_id)
);
comment on column public.commits.is_correction is 'Whether an instructor made it.';

create table public.agent_events (
    id bigint generated always as identity,
    session_id text not null references public.study_sessions (id),
    -- The session's owner, repeated here so that a policy needs no look at another table for each event.
    user_id uuid not null references public.users (id),
    -- Each bound is one of the app's own: one event that it cannot read would spoil every page that it is on.
    timestamp timestamptz not null check (timestamp between '2000-01-01T00:00:00Z' and '9999-12-31T00:00:00Z'),
    phase_before text not null
        check (phase_before in ('INTAKE', 'PLANNING', 'LEARNING', 'QUIZZING', 'ANALYZING', 'COMPLETED')),
    phase_after text not null
        check (phase_after in ('INTAKE', 'PLANNING', 'LEARNING', 'QUIZZING', 'ANALYZING', 'COMPLETED')),
    action text not null,
    agent text not null,
    reasoning text not null default '',
    metadata json not null default '{}' check (json_typeof(metadata) = 'object'),
    -- A key that is left out is unknown to the path, and what is unknown passes a check.
    context_patch json not null default '{}' check (context_patch::jsonb @@ 'strict $.type() == "object"
        && !exists($.keyvalue() ? (!(@.key like_regex "^(set|unset)(_extra)?$")))
        && $.set.type() == "object" && $.set_extra.type() == "object"
        && $.unset.type() == "array" && !exists($.unset[*] ? (@.type() != "string"))
        && $.unset_extra.type() == "array" && !exists($.unset_extra[*] ? (@.type() != "string"))'),
    seed bigint not null default 0 check (seed >= 0),
    duration_ms double precision not null default 0 check (duration_ms >= 0 and duration_ms <> 'NaN'),
    -- No index on id alone: for a page of an old session the planner would read everybody's newer events along it.
    primary key (session_id, id)
);
create index agent_events_user on public.agent_events (user_id, id);
create index agent_events_user_agent on public.agent_events (user_id, agent, id);
create index agent_events_user_action on public.agent_events (user_id, action, id);
create index agent_events_action_time on public.agent_events (action, timestamp);

create function private.refuse_change() returns trigger
language plpgsql set search_path = '' as $$
begin
    raise exception 'history is append-only' using errcode = 'PT403';
end;
$$;
comment on function private.refuse_change() is 'Stops every change to what only grows, whoever asks.';

create trigger agent_events_append_only before truncate on public.agent_events
for each statement execute function private.refuse_change();

create table public.erased_sessions (
    id text primary key,
    erased_at timestamptz not null
);
comment on table public.erased_sessions is 'Which sessions were erased, and when: nothing else is left of them.';

create function private.guard_event() returns trigger
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

create function private.without_words(p_patch json) returns json
language sql immutable set search_path = '' as $$
    select case when said.patch = p_patch::jsonb then p_patch else said.patch::json end
    from (select p_patch::jsonb
        || case when p_patch::jsonb #> '{set,misconceptions}' is null then '{}'
            else jsonb_build_object('set', jsonb_set(p_patch::jsonb -> 'set', '{misconceptions}', '[]')) end
        || case when jsonb_typeof(p_patch::jsonb -> 'set_extra') is distinct from 'object' then '{}'
            else jsonb_build_object('set_extra', (select coalesce(jsonb_object_agg(extra.key, extra.value), '{}')
                from jsonb_each(p_patch::jsonb -> 'set_extra') as extra (key, value)
                where extra.key not like 'asked\_again%' and extra.key not like 'note\_%')) end
    ) as said (patch)
$$;
comment on function private.without_words(json) is
    'What an event changed, without what was mixed up, noted and answered again.';

create trigger agent_events_guarded before update or delete on public.agent_events
for each row execute function private.guard_event();

create function public.agent_history(public.study_sessions) returns json
language sql stable set search_path = '' as $$
    select coalesce(json_agg(json_build_object(
        'id', e.id, 'timestamp', e.timestamp, 'action', e.action, 'agent', e.agent,
        'phase_before', e.phase_before, 'phase_after', e.phase_after,
        'reasoning', e.reasoning, 'metadata', e.metadata) order by e.id), '[]'::json)
    from public.agent_events e
    where e.session_id = $1.id
$$;
comment on function public.agent_history(public.study_sessions) is
    'A session''s events, oldest first, as the field agent_history of a session: select=id,agent_history.';

-- --- what is studied -------------------------------------------------------------------------------------------------

create table public.study_materials (
    session_id text not null references public.study_sessions (id),
    id text not null,
    position integer not null,
    name text not null,
    kind text not null,
    page_count integer,
    digest text not null,
    section_titles json not null,
    sections json not null,
    primary key (session_id, id)
);

create table public.material_files (
    session_id text not null,
    material_id text not null,
    data bytea not null,
    constraint material_files_pkey primary key (session_id, material_id),
    constraint material_files_material_fkey foreign key (session_id, material_id)
        references public.study_materials (session_id, id) on delete cascade,
    constraint material_files_data_check check (octet_length(data) between 1 and 33554432)
);
comment on table public.material_files is 'The file that a material was read from, where it has pages to show.';
-- A PDF is compressed already: trying again would only take time.
alter table public.material_files alter column data set storage external;

-- --- the plan --------------------------------------------------------------------------------------------------------

create table public.plans (
    session_id text not null references public.study_sessions (id),
    version integer not null,
    body json not null,
    primary key (session_id, version)
);

-- A topic that a plan leaves out is kept with the others, but is neither due nor counted.
create table public.topics (
    session_id text not null references public.study_sessions (id),
    name text not null,
    position integer not null,
    planned_on date not null,
    difficulty text not null check (difficulty in ('easy', 'medium', 'hard')),
    hours double precision not null,
    prerequisites json not null default '[]',
    material_id text not null default '',
    section integer not null default 0,
    status text not null default 'planned' check (status in ('planned', 'learning', 'studied', 'done', 'left_out')),
    answered integer not null default 0,
    correct integer not null default 0,
    mastery_score double precision check (mastery_score between 0 and 100),
    review_on date,
    own_word text check (own_word in ('shaky', 'fair', 'firm')),
    primary key (session_id, name)
);
comment on column public.topics.own_word is
    'How well the learner says to know a topic that has no questions. Nobody else writes it.';

create table public.plan_cache (
    id bigint generated always as identity primary key,
    cache_key text not null check (length(cache_key) between 1 and 200),
    -- Null is a plan for everybody; only the service role can write one.
    user_id uuid references public.users (id),
    plan json not null,
    created_at timestamptz not null default now(),
    expires_at timestamptz not null default now() + interval '24 hours',
    unique nulls not distinct (cache_key, user_id)
);
create index plan_cache_user on public.plan_cache (user_id);
create index plan_cache_expiry on public.plan_cache (expires_at);

-- --- lessons, quizzes, and what was answered -------------------------------------------------------------------------

create table public.lessons (
    session_id text not null references public.study_sessions (id),
    topic text not null,
    body json not null,
    primary key (session_id, topic)
);

create table public.tutor_chats (
    id bigint generated always as identity primary key,
    session_id text not null references public.study_sessions (id),
    topic text not null,
    speaker text not null check (speaker in ('learner', 'tutor')),
    body text not null,
    sources json not null default '[]' check (json_typeof(sources) = 'array'),
    created_at timestamptz not null default now()
        check (created_at between '2000-01-01T00:00:00Z' and '9999-12-31T00:00:00Z')
);
create index tutor_chats_session on public.tutor_chats (session_id, id);

create table public.quizzes (
    session_id text not null references public.study_sessions (id),
    id text not null,
    position integer not null,
    topic text not null,
    body json not null,
    seed bigint not null,
    created_at timestamptz not null,
    submitted_at timestamptz,
    analysis json,
    kind text not null default 'quiz'
        constraint quizzes_kind_check check (kind in ('quiz', 'placement', 'review', 'check', 'probe', 'closing')),
    primary key (session_id, id)
);
create index quizzes_position on public.quizzes (session_id, position);
comment on column public.quizzes.kind is
    'What the questions are for. Only a quiz moves the phase, the score and the analysis; every kind feeds the answer log.';

-- The answers as they were given, before they are graded.
create table public.quiz_answers (
    session_id text not null,
    quiz_id text not null,
    question_id text not null,
    body json not null,
    given_at timestamptz not null,
    primary key (session_id, quiz_id, question_id),
    foreign key (session_id, quiz_id) references public.quizzes (session_id, id)
);

-- The answer log, from which ratings, scores and review dates are worked out.
create table public.attempts (
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
    chosen text not null default '',
    seconds double precision constraint attempts_seconds_check check (seconds between 0 and 86400),
    hint_opened boolean not null default false,
    is_helped boolean not null default false,
    is_skipped boolean not null default false,
    -- The order in which answers came, as the database saw it: the time in a row is the learner's word.
    number bigint generated always as identity,
    concept text not null default '',
    sureness text check (sureness in ('sure', 'think_so', 'guess')),
    primary key (session_id, quiz_id, question_id),
    foreign key (session_id, quiz_id) references public.quizzes (session_id, id)
);
create index attempts_question on public.attempts (question_id, user_id);
create index attempts_user on public.attempts (user_id);
comment on table public.attempts is
    'Graded answers with what was expected of them, what was chosen, and how. Void and skipped ones count for nothing. '
    'Written by commits alone.';

create table public.misconceptions (
    session_id text not null references public.study_sessions (id),
    id text not null,
    topic text not null,
    concept text not null,
    confusion text not null,
    counter_example text not null,
    question_id text not null,
    noticed_at timestamptz not null,
    evidence json not null default '[]' check (json_typeof(evidence) = 'array'),
    primary key (session_id, id),
    constraint misconceptions_topic_fkey foreign key (session_id, topic) references public.topics (session_id, name)
);
create index misconceptions_topic on public.misconceptions (session_id, topic);

-- Which questions are out, for each class.
create table public.void_questions (
    cohort_id uuid not null references public.cohorts (id) on delete cascade,
    question_id text not null check (length(question_id) between 1 and 200),
    voided_at timestamptz not null default now(),
    primary key (cohort_id, question_id)
);
comment on table public.void_questions is
    'The questions that are out in a class. Written by mark_question alone.';

-- --- who the caller is -----------------------------------------------------------------------------------------------

create function private.my_learners() returns setof uuid
language sql stable security definer set search_path = '' as $$
    select m.user_id
    from public.cohorts c
    join public.cohort_members m on m.cohort_id = c.id
    join public.users u on u.id = c.instructor_id and u.role = 'instructor'
    where c.instructor_id = (select auth.uid())
$$;
comment on function private.my_learners() is 'The learners in the caller''s own cohorts; none where the caller is no instructor.';

create function private.is_instructor() returns boolean
language sql stable security definer set search_path = '' as $$
    select exists (select from public.users where id = (select auth.uid()) and role = 'instructor')
$$;
comment on function private.is_instructor() is 'Whether the caller is an instructor now.';

create function private.my_cohorts() returns setof uuid
language sql stable security definer set search_path = '' as $$
    select cohort_id from public.cohort_members where user_id = (select auth.uid())
$$;
comment on function private.my_cohorts() is 'The cohorts that the caller has joined.';

create function private.cohorts_i_lead() returns setof uuid
language sql stable security definer set search_path = '' as $$
    select id from public.cohorts where instructor_id = (select auth.uid())
$$;
comment on function private.cohorts_i_lead() is 'The cohorts that are the caller''s own.';

create function private.see_user() returns uuid
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

-- --- how much an account may keep, and how fast it may write --------------------------------------------------------

create table private.quotas (
    name text primary key check (name in ('sessions', 'text', 'files', 'commits')),
    most bigint not null check (most > 0),
    most_late bigint not null,
    constraint quotas_late_check check (most_late >= most)
);
comment on table private.quotas is
    'An account''s sessions, the bytes of its materials'' text and of its files, and its commits a minute. Whoever runs '
    'the database may change them.';
insert into private.quotas (name, most, most_late) values
    ('sessions', 300, 1000), ('text', 200000000, 400000000), ('files', 1000000000, 2000000000), ('commits', 300, 6000);

-- What a crash forgets of this is a minute.
create unlogged table private.commit_rates (
    user_id uuid not null references public.users (id) on delete cascade,
    is_late boolean not null,
    minute timestamptz not null,
    made integer not null,
    constraint commit_rates_pkey primary key (user_id, is_late)
);
comment on table private.commit_rates is
    'How many commits an account has made in that minute: what is sent late takes no room of what is done now.';

create function private.refuse_for_now(p_sentence text, p_seconds integer) returns void
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

create function private.is_late(p_at timestamptz) returns boolean
language sql stable set search_path = '' as $$
    select p_at < now() - interval '2 minutes'
$$;
comment on function private.is_late(timestamptz) is 'Whether what was done at that time comes late, or out of a file.';

create function private.quota(p_name text, p_at timestamptz) returns bigint
language sql stable set search_path = '' as $$
    select case when private.is_late(p_at) then q.most_late else q.most end
    from private.quotas q where q.name = p_name
$$;
comment on function private.quota(text, timestamptz) is 'The limit of that name for what was done at that time.';

create function private.keep_to_sessions() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
    -- Whoever runs the database may fill it as they like.
    if new.user_id = (select auth.uid())
        and (select count(*) from public.study_sessions s where s.user_id = new.user_id)
            > private.quota('sessions', new.created_at)
    then
        perform private.refuse_for_now('Your account holds as many sessions as it can. Erase one that you no longer '
            'need, and begin this one then.', 3600);
    end if;
    return null;
end;
$$;
comment on function private.keep_to_sessions() is 'Refuses a session beyond the account''s limit.';

create function private.keep_to_rate() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
    this_minute constant timestamptz := date_trunc('minute', now());
    session public.study_sessions;
    so_far integer;
begin
    select * into session from public.study_sessions s where s.id = new.session_id;
    if session.user_id is distinct from (select auth.uid()) then
        -- A correction: its instructor marks a whole class at once.
        return null;
    end if;
    insert into private.commit_rates as r (user_id, is_late, minute, made)
    values (session.user_id, private.is_late(session.updated_at), this_minute, 1)
    on conflict (user_id, is_late) do update set
        made = case when r.minute = this_minute then r.made + 1 else 1 end, minute = this_minute
    returning made into so_far;
    if so_far > private.quota('commits', session.updated_at) then
        perform private.refuse_for_now('This is too much at once. What you did is kept and is saved in a minute.',
            ceil(60 - extract(second from now()))::integer);
    end if;
    return null;
end;
$$;
comment on function private.keep_to_rate() is 'Refuses more commits in a minute than an account may make.';

create function private.keep_to_size() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
    session public.study_sessions;
    kept bigint;
begin
    select * into session from public.study_sessions s where s.id = new.session_id;
    if session.user_id is distinct from (select auth.uid()) then
        return null;
    end if;
    -- The sizes stand beside the values, which are not read for them.
    if tg_table_name = 'study_materials' then
        select sum(pg_column_size(m.sections)) into kept from public.study_materials m
        join public.study_sessions s on s.id = m.session_id where s.user_id = session.user_id;
        if kept > private.quota('text', session.updated_at) then
            perform private.refuse_for_now('Your account holds as much text as it can. Erase a material or a session '
                'that you no longer need, and add this one then.', 3600);
        end if;
    else
        select sum(octet_length(f.data)) into kept from public.material_files f
        join public.study_sessions s on s.id = f.session_id where s.user_id = session.user_id;
        if kept > private.quota('files', session.updated_at) then
            perform private.refuse_for_now('Your account holds as many files as it can. Erase a file or a session that '
                'you no longer need, and add this one then.', 3600);
        end if;
    end if;
    return null;
end;
$$;
comment on function private.keep_to_size() is 'Refuses text and files beyond the account''s limit.';

create function private.keep_to_cache() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
    if new.user_id = (select auth.uid()) and (
        octet_length(new.plan::text) > 5000000
        or (select count(*) from public.plan_cache c where c.user_id = new.user_id) > 200)
    then
        perform private.refuse_for_now('No more plans are kept for this account just now.', 3600);
    end if;
    return null;
end;
$$;
comment on function private.keep_to_cache() is 'Refuses kept plans beyond what an account needs: they are no study.';

create trigger study_sessions_quota after insert on public.study_sessions
for each row execute function private.keep_to_sessions();
create trigger commits_quota after insert on public.commits
for each row execute function private.keep_to_rate();
create trigger study_materials_quota after insert on public.study_materials
for each row execute function private.keep_to_size();
create trigger material_files_quota after insert on public.material_files
for each row execute function private.keep_to_size();
create trigger plan_cache_quota after insert or update on public.plan_cache
for each row execute function private.keep_to_cache();

-- --- what counts: no word of a learner's, but the table of the class and the database's own sums --------------------

create function private.item_of(p_question_id text) returns text
language sql immutable set search_path = '' as $$
    select regexp_replace(p_question_id, '-again$', '')
$$;
comment on function private.item_of(text) is 'The item that a question is: one that is asked again, turned, is the same.';

create function private.is_out(p_user uuid, p_question_id text) returns boolean
language sql stable set search_path = '' as $$
    select exists (
        select from public.void_questions v
        where v.question_id = private.item_of(p_question_id) and v.cohort_id in (
            select m.cohort_id from public.cohort_members m where m.user_id = p_user
            union all select c.id from public.cohorts c where c.instructor_id = p_user))
$$;
comment on function private.is_out(uuid, text) is 'Whether a question is out in a class that the user is in or leads.';

-- What anybody sends as is_void makes no difference: these say it of each row that is written, by the table.
create function private.judge_attempt() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
    new.is_void := private.is_out(new.user_id, new.question_id);
    return new;
end;
$$;
comment on function private.judge_attempt() is 'Marks an answer void where its question is out for whoever gave it.';

create trigger attempts_judge before insert or update on public.attempts
for each row execute function private.judge_attempt();

create function private.judge_evidence() returns trigger
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

create trigger misconceptions_judge before insert or update on public.misconceptions
for each row execute function private.judge_evidence();

create function private.judge_member() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
    moved constant public.cohort_members := case when tg_op = 'DELETE' then old else new end;
    items constant text[] := array(select v.question_id from public.void_questions v where v.cohort_id = moved.cohort_id);
begin
    -- Each row's own trigger says anew whether it counts.
    update public.attempts set is_void = is_void
    where user_id = moved.user_id and private.item_of(question_id) = any (items);
    update public.misconceptions m set evidence = m.evidence
    from public.study_sessions s
    where s.id = m.session_id and s.user_id = moved.user_id and cardinality(items) > 0;
    return null;
end;
$$;
comment on function private.judge_member() is 'Judges anew what somebody has answered who joins a class or leaves it.';

create trigger cohort_members_judge after insert or delete on public.cohort_members
for each row execute function private.judge_member();

create function private.note_removal() returns trigger
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
create trigger cohort_members_removed after delete on public.cohort_members
for each row execute function private.note_removal();

create function private.refuse_forged_event() returns trigger
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

-- Whoever reads a history takes “Instructor” for the instructor as well.
create trigger agent_events_forged before insert on public.agent_events
for each row when (lower(regexp_replace(new.agent, '^\s+|\s+$', '', 'g')) = 'instructor')
execute function private.refuse_forged_event();

-- What the app's models bound is bounded here too: a learner's own program may send what no reader gets through.
create function private.refuse_boundless() returns trigger
language plpgsql set search_path = '' as $$
declare
    -- As in core/models/limits.py.
    longest_name constant integer := 200;
    longest_reasoning constant integer := 20000;
    longest_chosen constant integer := 20000;
    -- A little more than there: what stands around it counts here too.
    too_deep constant jsonpath := 'lax $.**{70 to last}';
    is_within boolean;
begin
    if tg_table_name = 'agent_events' then
        is_within := length(new.action) <= longest_name and length(new.agent) <= longest_name
            and length(new.reasoning) <= longest_reasoning
            and not jsonb_path_exists(new.metadata::jsonb, too_deep)
            and not jsonb_path_exists(new.context_patch::jsonb, too_deep);
    elsif tg_table_name = 'attempts' then
        is_within := length(new.chosen) <= longest_chosen and length(new.topic) <= longest_chosen
            and length(new.concept) <= longest_chosen;
    else
        is_within := not jsonb_path_exists(new.current_context::jsonb, too_deep)
            -- What somebody wrote before there was this rule is studied on.
            and (coalesce(new.current_context ->> 'user_id', new.user_id::text) = new.user_id::text
                or tg_op = 'UPDATE'
                    and new.current_context ->> 'user_id' is not distinct from old.current_context ->> 'user_id');
    end if;
    if not is_within then
        raise exception 'This is longer or deeper than can be kept, or another''s. Nothing was changed.'
            using errcode = 'PT422';
    end if;
    return new;
end;
$$;
comment on function private.refuse_boundless() is
    'Refuses words and documents beyond the bounds of the app''s models, and a context that names another learner.';

create trigger agent_events_bounds before insert on public.agent_events
for each row execute function private.refuse_boundless();
create trigger attempts_bounds before insert on public.attempts
for each row execute function private.refuse_boundless();
create trigger study_sessions_bounds before insert or update of current_context on public.study_sessions
for each row execute function private.refuse_boundless();

create function public.mark_question(p_question_id text, p_is_void boolean) returns setof text
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

create function private.has_types(p_value jsonb, p_types jsonb) returns boolean
language sql immutable set search_path = '' as $$
    select jsonb_typeof(p_value) = 'object' and not exists (
        select from jsonb_each_text(p_types) as t (name, types)
        where p_value ? t.name and jsonb_typeof(p_value -> t.name) <> all (string_to_array(t.types, '|')))
$$;
comment on function private.has_types(jsonb, jsonb) is 'Whether this is an object, and what it has of these keys of these types.';

create function private.is_source(p_source jsonb) returns boolean
language sql immutable set search_path = '' as $$
    select p_source ? 'document'
        and private.has_types(p_source, '{"document": "string", "page": "number|null", "quote": "string"}')
        and coalesce(mod((p_source ->> 'page')::numeric, 1) = 0, true)
$$;
comment on function private.is_source(jsonb) is 'Whether the app can read this as where a statement stands.';

create function private.are_indexes(p_indexes jsonb, p_options jsonb) returns boolean
language sql immutable set search_path = '' as $$
    select coalesce(bool_and(case when jsonb_typeof(i.place) = 'number' then mod(i.place::numeric, 1) = 0
            and (p_options is null or i.place::numeric between 0 and jsonb_array_length(p_options) - 1)
        else false end), true)
    from jsonb_array_elements(p_indexes) as i (place)
$$;
comment on function private.are_indexes(jsonb, jsonb) is 'Whether these are whole numbers, and places of these options.';

create function private.is_question(p_question jsonb) returns boolean
language plpgsql immutable set search_path = '' as $$
declare
    kind constant text := p_question ->> 'question_type';
    options jsonb := '[]';
    right_ones jsonb := '[]';
    part text;
begin
    if not coalesce(private.has_types(p_question, '{"id": "string", "text": "string", "question_type": "string",
            "options": "array", "correct_option_index": "number|null", "correct_indexes": "array",
            "accepted_answers": "array", "rivals": "array|null", "explanation": "string", "difficulty": "string",
            "concept_tested": "string", "sources": "array", "option_notes": "array", "hint": "string", "topic": "string",
            "has_math": "boolean", "figure": "object|null"}'), false)
        or not p_question ?& array['id', 'text', 'question_type', 'explanation', 'concept_tested']
        or kind not in ('multiple_choice', 'true_false', 'fill_blank', 'multi_select')
        or p_question ->> 'difficulty' not in ('easy', 'medium', 'hard')
        or p_question #>> '{figure,svg}' !~ '^<svg\s'
        or jsonb_typeof(p_question -> 'figure') = 'object'
            and not coalesce(jsonb_typeof(p_question #> '{figure,svg}') || jsonb_typeof(p_question #> '{figure,alt}')
                = 'stringstring', false)
    then
        return false;
    end if;
    foreach part in array array['options', 'accepted_answers', 'rivals'] loop
        if jsonb_typeof(p_question -> part) = 'array'
            and jsonb_path_exists(p_question -> part, 'strict $[*] ? (@.type() != "string")')
        then
            return false;
        end if;
    end loop;
    options := coalesce(p_question -> 'options', options);
    if kind = 'multi_select' then
        right_ones := coalesce(p_question -> 'correct_indexes', right_ones);
    elsif p_question ->> 'correct_option_index' is not null then
        right_ones := jsonb_build_array(p_question -> 'correct_option_index');
    end if;
    return case
            when kind = 'fill_blank'
                then options = '[]' and coalesce(p_question -> 'accepted_answers', '[]') <> '[]'
            else right_ones <> '[]' and private.are_indexes(right_ones, options)
        end
        and private.are_indexes(coalesce(p_question -> 'correct_indexes', '[]'), null)
        and private.are_indexes(jsonb_path_query_array(p_question, 'lax $.correct_option_index ? (@ != null)'), null)
        and not exists (select from jsonb_array_elements(coalesce(p_question -> 'sources', '[]')) as s (said)
            where not coalesce(private.is_source(s.said), false))
        and not exists (select from jsonb_array_elements(coalesce(p_question -> 'option_notes', '[]')) as n (said)
            where not coalesce(private.has_types(n.said, '{"option_index": "number", "misconception": "string",
                    "counter_example": "string", "source": "object|null"}')
                and n.said ?& array['option_index', 'misconception', 'counter_example']
                and private.are_indexes(jsonb_build_array(n.said -> 'option_index'), options)
                and not right_ones @> (n.said -> 'option_index')
                and (n.said ->> 'source' is null or private.is_source(n.said -> 'source')), false));
end;
$$;
comment on function private.is_question(jsonb) is 'Whether the app can read this as a question that it asks.';

create function private.is_analysis(p_analysis jsonb) returns boolean
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
                && @.right.type() == "number" && @.right >= 0 && @.right == @.right.floor()
                && @.asked.type() == "number" && @.asked >= @.right && @.asked >= 1 && @.asked == @.asked.floor())'))
        and jsonb_array_length(p_analysis -> 'misconceptions')
            = (select count(*) from jsonb_path_query(p_analysis, 'strict $.misconceptions[*] ? (
                @.question_id.type() == "string" && @.wrong_option_chosen.type() == "string"
                && @.inferred_confusion.type() == "string" && @.counter_example.type() == "string"
                && @.explanation.type() == "string")'))
        and not exists (select from jsonb_array_elements(p_analysis -> 'misconceptions') as m (noted)
            where jsonb_typeof(m.noted -> 'redemption_question') <> 'null'
                and not private.is_question(m.noted -> 'redemption_question'))
$$;
comment on function private.is_analysis(jsonb) is 'Whether this is what the app can read as the analysis of a quiz.';

create function private.check_correction(p_changes json) returns void
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

-- --- writing: one action, one round trip, one transaction ------------------------------------------------------------

create function private.check_changes(p_changes json) returns void
language plpgsql set search_path = '' as $$
declare
    -- jsonb is read once for all that is asked of it, and refuses what is no text in Postgres, as NUL is not.
    given constant jsonb := p_changes::jsonb;
    at constant timestamptz := given ->> 'at';
    part text;
    kind text;
    most integer;
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
    for part, most in values ('events', 1000), ('chat', 100), ('topics', 5000), ('plans', 5000),
        ('misconceptions', 10000), ('attempts', 10000), ('corrected', 10000)
    loop
        if (case when jsonb_typeof(given -> part) = 'array' then jsonb_array_length(given -> part) > most end) then
            raise exception 'These are too many % for one action. Nothing was changed.', part using errcode = 'PT422';
        end if;
    end loop;
    -- A book's text comes as a material; a lesson or a quiz is no book.
    if octet_length(given ->> 'lesson') > 5000000 or octet_length(given ->> 'quiz') > 5000000
        or octet_length(given ->> 'chat') > 5000000
    then
        raise exception 'This is longer than can be kept. Nothing was changed.' using errcode = 'PT422';
    end if;
    if at is null or at not between '2000-01-01T00:00:00Z' and '8999-12-31T00:00:00Z' then
        raise exception 'These changes have no time. Nothing was changed.' using errcode = 'PT422';
    end if;
end;
$$;
comment on function private.check_changes(json) is
    'Refuses what is no commit: parts of a wrong kind, no time, events without end.';

create function private.keep_zone(p_session_id text, p_changes json) returns void
language plpgsql set search_path = '' as $$
declare
    zone constant text := p_changes ->> 'zone';
    filing constant json := p_changes -> 'filing';
    named jsonb := '{}';
    gone text[] := '{}';
begin
    if json_typeof(p_changes -> 'zone') = 'string' and zone ~ '^[A-Za-z0-9_+/-]{1,64}$' then
        named := jsonb_build_object('zone', zone);
    end if;
    if coalesce(json_typeof(filing), 'null') not in ('object', 'null') then
        raise exception 'These changes have no filing of the right kind. Nothing was changed.' using errcode = 'PT422';
    end if;
    if json_typeof(filing) = 'object' then
        -- It is named whole, and what is at its default is not kept. The bounds are those of core/models/filing.py.
        gone := '{title,archived,binned_at}';
        named := named || jsonb_strip_nulls(jsonb_build_object(
            'title', nullif(left(filing ->> 'title', 120), ''),
            'archived', nullif(filing ->> 'archived' = 'true', false),
            'binned_at', (select b.at from (select (filing ->> 'binned_at')::timestamptz) as b (at)
                where b.at between '2000-01-01T00:00:00Z' and '8999-12-31T00:00:00Z')));
    end if;
    update public.study_sessions s set metadata = s.metadata - gone || named
    where s.id = p_session_id and jsonb_typeof(s.metadata) = 'object' and s.metadata - gone || named <> s.metadata;
end;
$$;
comment on function private.keep_zone(text, json) is
    'Keeps the zone and the filing that a commit names in the session''s metadata; what else it has stays. A zone that is '
    'none is left out.';

create function private.write_changes(p_session_id text, p_caller uuid, p_changes json) returns void
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

create function private.write_answer_log(p_session_id text, p_owner uuid, p_changes json) returns void
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

create function private.only_corrected_since(p_session_id text, p_version integer) returns boolean
language sql stable set search_path = '' as $$
    select s.version > p_version and s.version - p_version = (
        select count(*) from public.commits c
        where c.session_id = s.id and c.version > p_version and c.is_correction)
    from public.study_sessions s where s.id = p_session_id
$$;
comment on function private.only_corrected_since(text, integer) is
    'Whether a session has moved on since that version, and by an instructor''s corrections alone.';

create function private.on_corrected(p_session_id text, p_changes json) returns json
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

create function public.commit_changes(
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

create function public.commit_file(
    p_session_id text, p_base_version integer, p_commit_id text, p_changes json, p_material_id text, p_file text
) returns integer
language plpgsql security definer set search_path = '' as $$
declare
    is_repeated constant boolean := exists (
        select from public.commits c where c.session_id = p_session_id and c.commit_id = p_commit_id);
    -- Refuses whoever does not own the session, before anything is written.
    made constant integer := public.commit_changes(p_session_id, p_base_version, p_commit_id, p_changes);
    file constant bytea := decode(p_file, 'base64');
begin
    if is_repeated then
        return made;
    end if;
    insert into public.material_files (session_id, material_id, data)
    select m.session_id, m.id, file from public.study_materials m
    where m.session_id = p_session_id and m.id = p_material_id and m.digest = encode(sha256(file), 'hex')
    on conflict (session_id, material_id) do update set data = excluded.data;
    if not found then
        raise exception 'This file is none of the session''s materials. Nothing was changed.' using errcode = 'PT422';
    end if;
    return made;
end;
$$;
comment on function public.commit_file(text, integer, text, json, text, text) is
    'commit_changes with the file (in base64) of a material that the changes add or the session has. HTTP 422: the file '
    'is not the one that the material was read from.';

-- --- a session out of a file: its commits wait where nobody sees them, until all are there ---------------------------

create table private.arriving_commits (
    user_id uuid not null references public.users (id) on delete cascade,
    session_id text not null check (length(session_id) between 1 and 200),
    import_id text not null check (length(import_id) between 1 and 100),
    number integer not null check (number >= 0),
    changes json not null,
    material_id text,
    -- In base64, as commit_file takes it.
    file text,
    at timestamptz not null default now(),
    primary key (user_id, session_id, import_id, number)
);
comment on table private.arriving_commits is
    'The commits of a session that is being brought in, until all are there. Nobody reads it but bring_in_session.';
alter table private.arriving_commits alter column file set storage external;
create index arriving_commits_at on private.arriving_commits (at);
revoke all on private.arriving_commits from public, anon, authenticated;

create function private.has_come(p_caller uuid, p_session_id text, p_import_id text) returns boolean
language plpgsql stable set search_path = '' as $$
declare
    is_here constant boolean := exists (select from public.study_sessions s where s.id = p_session_id);
begin
    if is_here and not exists (
        select from public.commits c join public.study_sessions s on s.id = c.session_id
        where c.session_id = p_session_id and c.commit_id = p_import_id || '-0' and s.user_id = p_caller
    ) then
        raise exception 'A session "%" is here otherwise.', p_session_id using errcode = 'PT409';
    end if;
    return is_here;
end;
$$;
comment on function private.has_come(uuid, text, text) is
    'Whether this import has made the session. HTTP 409: a session of that id is here otherwise.';

create function private.keep_to_arriving() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
    arriving bigint;
begin
    select sum(pg_column_size(a.changes) + coalesce(octet_length(a.file), 0)) into arriving
    from private.arriving_commits a where a.user_id = new.user_id;
    -- In base64 a file is a third larger; no more is put down than could come in.
    if arriving > 2 * (private.quota('files', '-infinity') + private.quota('text', '-infinity')) then
        perform private.refuse_for_now('Too much is being brought in at once. Try again tomorrow, or erase something '
            'first.', 86400);
    end if;
    return null;
end;
$$;
comment on function private.keep_to_arriving() is 'Refuses more that is on its way in than an account may hold.';
create trigger arriving_commits_quota after insert on private.arriving_commits
for each row execute function private.keep_to_arriving();

create function public.stage_commit(
    p_session_id text, p_import_id text, p_number integer, p_changes json, p_material_id text default null,
    p_file text default null
) returns boolean
language plpgsql security definer set search_path = '' as $$
declare
    caller constant uuid := private.see_user();
begin
    if p_number is null or p_number < 0 then
        raise exception 'This commit of a file has no number. Nothing was changed.' using errcode = 'PT422';
    end if;
    if private.has_come(caller, p_session_id, p_import_id) then
        return false;
    end if;
    if p_number = 0 then
        delete from private.arriving_commits a
        where (a.user_id = caller and a.session_id = p_session_id and a.import_id <> p_import_id)
            or a.at < now() - interval '1 day';
    end if;
    perform private.check_changes(p_changes);
    insert into private.arriving_commits (user_id, session_id, import_id, number, changes, material_id, file)
    values (caller, p_session_id, p_import_id, p_number, p_changes, p_material_id, p_file)
    on conflict (user_id, session_id, import_id, number) do update set
        changes = excluded.changes, material_id = excluded.material_id, file = excluded.file, at = now();
    return true;
end;
$$;
comment on function public.stage_commit(text, text, integer, json, text, text) is
    'Puts down one commit of a session that is being brought in, where nobody sees it. False: this import has made the '
    'session before. HTTP 409: a session of that id is here otherwise.';

-- What is large may take longer than a call otherwise may; PostgREST takes this setting over.
create function public.bring_in_session(
    p_session_id text, p_import_id text, p_commits integer
) returns boolean
language plpgsql security definer set search_path = '' set statement_timeout = '5min' as $$
declare
    caller constant uuid := private.see_user();
    arriving private.arriving_commits;
begin
    if private.has_come(caller, p_session_id, p_import_id) then
        return false;
    end if;
    if p_commits is null or p_commits < 1 or p_commits <> (
        select count(*) from private.arriving_commits a
        where a.user_id = caller and a.session_id = p_session_id and a.import_id = p_import_id and a.number < p_commits
    ) then
        raise exception 'This session was not received whole. Nothing was changed. Bring the file in once more.'
            using errcode = 'PT422';
    end if;
    for arriving in
        select * from private.arriving_commits a
        where a.user_id = caller and a.session_id = p_session_id and a.import_id = p_import_id and a.number < p_commits
        order by a.number
    loop
        if arriving.file is null then
            perform public.commit_changes(
                p_session_id, arriving.number, p_import_id || '-' || arriving.number, arriving.changes);
        else
            perform public.commit_file(
                p_session_id, arriving.number, p_import_id || '-' || arriving.number, arriving.changes,
                arriving.material_id, arriving.file);
        end if;
    end loop;
    delete from private.arriving_commits a where a.user_id = caller and a.session_id = p_session_id;
    return true;
end;
$$;
comment on function public.bring_in_session(text, text, integer) is
    'Makes the session out of its commits that were put down, all or none. False: this import has made it before. HTTP '
    '409: a session of that id is here otherwise. HTTP 422: not all commits are there, or one cannot be carried out.';

-- An instructor declares a question void in the sessions of the own learners. Nothing else of a session can be changed
-- this way: no new topic, quiz, answer or misconception, no other phase, nothing of the context but what a score is in.
create function public.correct_session(
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

create function public.join_cohort(p_code text) returns text
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

create function public.renew_code(p_cohort_id uuid) returns text
language sql security definer set search_path = '' as $$
    update public.cohorts set join_code = upper(substr(replace(gen_random_uuid()::text, '-', ''), 1, 10))
    where id = p_cohort_id and instructor_id = (select auth.uid())
    returning join_code
$$;
comment on function public.renew_code(uuid) is
    'Gives one''s own cohort another code and returns it: the one before lets nobody in. Null where it is another''s.';

-- --- to be forgotten: the only way past the rule that history only grows ---------------------------------------------

create function private.refuse_erased() returns trigger
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

create trigger commits_erased before insert on public.commits
for each row execute function private.refuse_erased();

create function public.was_erased(p_session_id text) returns boolean
language sql stable security definer set search_path = '' as $$
    select (select auth.uid()) is not null and exists (select from public.erased_sessions t where t.id = p_session_id)
$$;
comment on function public.was_erased(text) is 'Whether there was a session of this id that was erased.';

-- What is told of a question rests on whole groups of five. Where one of a group went, the sums would tell of who came
-- into it; so the numbers stay, and of whom they were nobody knows.
create table private.gone_answers (
    question_id text primary key,
    answered bigint not null,
    information double precision not null,
    weight double precision not null
);
comment on table private.gone_answers is
    'Sums over the answers of those who are gone, where they were in a whole group of five: numbers without a person.';

-- Who erased a session and answers again counts once: of a living account a digest stays, and goes with the account.
create table private.gone_people (
    question_id text not null,
    person bytea not null,
    primary key (question_id, person)
);
comment on table private.gone_people is 'By a digest, whose answers are among those of private.gone_answers.';

create function private.person_of(p_user uuid, p_question_id text) returns bytea
language sql stable set search_path = '' as $$
    select sha256(convert_to(p_user::text || p_question_id, 'UTF8'))
$$;
comment on function private.person_of(uuid, text) is 'A digest that says of nobody who does not know the account whose it is.';

create function private.keep_numbers(p_session_ids text[], p_quiz_ids text[]) returns void
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

create function private.erase_sessions(p_session_ids text[], p_at timestamptz) returns void
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

create function private.erase_user(p_user uuid, p_at timestamptz) returns void
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

create function public.erase_session(p_session_id text, p_at timestamptz) returns void
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

create function public.erase_account(p_at timestamptz) returns void
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

create function public.erase_file(
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

create function private.erase_removed_user() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
    perform private.erase_user(old.id, now());
    return null;
end;
$$;
comment on function private.erase_removed_user() is 'Erases here who was removed at the sign-in service.';

create function private.refuse_removed_user() returns trigger
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

-- --- reading: what pages look up in one round trip, as the caller and under the policies below -----------------------

create view public.session_list with (security_invoker = true) as
select s.id, s.user_id, s.exam_type, s.current_state, s.current_context ->> 'current_topic' as current_topic,
    (select count(*) from public.topics t where t.session_id = s.id and t.status <> 'left_out') as topics_total,
    (select count(*) from public.topics t where t.session_id = s.id and t.status = 'done') as topics_done,
    s.version, s.created_at, s.updated_at,
    (select count(*) from public.topics t
        where t.session_id = s.id and t.status in ('studied', 'done')) as topics_studied,
    s.metadata ->> 'title' as title, s.metadata -> 'archived' as archived, s.metadata ->> 'binned_at' as binned_at,
    case when s.metadata ? 'binned_at' then 'bin' when s.metadata @> '{"archived": true}' then 'archive'
        else 'desk' end as place
from public.study_sessions s;
comment on view public.session_list is 'Sessions with how far each one is, and where it lies: on the desk, in the archive or '
    'in the bin.';

create function public.history_page(
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

create function public.history_facets() returns json
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

create function public.dashboard(
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
comment on function public.dashboard(timestamptz, timestamptz, double precision, integer) is
    'The caller''s sessions that are open or were studied in since p_week, with topics, misconceptions and the seconds '
    'studied since p_today and p_week: a gap between events of at most p_pause seconds was study.';

create function public.dashboard(p_since timestamptz, p_pause double precision) returns table (
    id text, exam_type text, phase text, context json, topics json, misconceptions json, study_window json,
    studied json, title text, archived json, binned_at text
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
        w.studied, s.metadata ->> 'title', (s.metadata -> 'archived')::json, s.metadata ->> 'binned_at'
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
    where s.user_id = (select auth.uid())
        and (s.current_state <> 'COMPLETED' and not s.metadata @> '{"archived": true}' and not s.metadata ? 'binned_at'
            or s.updated_at >= p_since)
    order by s.updated_at desc, s.id desc
$$;
comment on function public.dashboard(timestamptz, double precision) is
    'The caller''s sessions that are open or were changed since p_since, with topics, misconceptions, the time that the '
    'plan fills, how they are filed, and the stretches of study that reach beyond p_since, in which no pause is '
    'longer than p_pause seconds.';

create function public.item_evidence(p_ids text[]) returns table (
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

create function public.material_file(p_session_id text, p_material_id text) returns text
language sql stable set search_path = '' as $$
    select translate(encode(f.data, 'base64'), E'\n', '') from public.material_files f
    where f.session_id = p_session_id and f.material_id = p_material_id
$$;
comment on function public.material_file(text, text) is
    'The file of a material in base64, under the caller''s own rights; null where none is kept.';

create function public.who_am_i() returns json
language sql security definer set search_path = '' as $$
    select private.see_user();
    select json_build_object('id', u.id, 'email', u.email, 'name', u.name, 'role', u.role)
    from public.users u where u.id = (select auth.uid())
$$;
comment on function public.who_am_i() is 'The caller''s row in users, made from the token on first sight.';

create function public.check_store() returns text
language sql stable security definer set search_path = '' as $$
    select max(name) from private.schema_migrations
$$;
comment on function public.check_store() is 'The newest migration that was applied.';

-- --- grants: Supabase's default ones are taken back; what is meant is given verb by verb -----------------------------

-- Study is written by commit_changes alone, so that no row changes past the version check and no event without its
-- commit; the tables themselves are for reading.
revoke all on
    public.users, public.study_sessions, public.topics, public.misconceptions, public.agent_events, public.plan_cache,
    public.cohorts, public.cohort_members, public.study_materials, public.material_files, public.plans, public.lessons,
    public.quizzes, public.quiz_answers, public.attempts, public.tutor_chats, public.commits, public.session_list,
    public.void_questions, public.cohort_removals, public.erased_sessions
from anon, authenticated;
revoke update, delete, truncate on public.agent_events from service_role;
grant select on
    public.users, public.study_sessions, public.topics, public.misconceptions, public.agent_events, public.plan_cache,
    public.cohorts, public.cohort_members, public.study_materials, public.material_files, public.plans, public.lessons,
    public.quizzes, public.quiz_answers, public.attempts, public.tutor_chats, public.session_list,
    public.void_questions
to authenticated;
grant update (name) on public.users to authenticated;
grant insert (cache_key, user_id, plan, expires_at), update (plan, created_at, expires_at), delete
    on public.plan_cache to authenticated;
grant insert (name, instructor_id), update (name), delete on public.cohorts to authenticated;
grant delete on public.cohort_members to authenticated;
grant select, delete on public.cohort_removals to authenticated;

revoke execute on all functions in schema private from public, anon, authenticated;
grant execute on function private.my_learners(), private.is_instructor(), private.my_cohorts(), private.cohorts_i_lead()
to authenticated;

revoke execute on function
    public.agent_history(public.study_sessions), public.commit_changes(text, integer, text, json),
    public.commit_file(text, integer, text, json, text, text), public.correct_session(text, integer, text, json),
    public.history_page(text, text, text, text, timestamptz, timestamptz, bigint, bigint, integer, uuid),
    public.history_facets(), public.dashboard(timestamptz, timestamptz, double precision, integer),
    public.dashboard(timestamptz, double precision),
    public.item_evidence(text[]), public.material_file(text, text), public.who_am_i(), public.join_cohort(text),
    public.renew_code(uuid), public.mark_question(text, boolean), public.check_store(),
    public.stage_commit(text, text, integer, json, text, text), public.bring_in_session(text, text, integer),
    public.was_erased(text), public.erase_session(text, timestamptz), public.erase_account(timestamptz),
    public.erase_file(text, integer, text, json, json)
from public, anon;
grant execute on function
    public.agent_history(public.study_sessions), public.commit_changes(text, integer, text, json),
    public.commit_file(text, integer, text, json, text, text), public.correct_session(text, integer, text, json),
    public.history_page(text, text, text, text, timestamptz, timestamptz, bigint, bigint, integer, uuid),
    public.history_facets(), public.dashboard(timestamptz, timestamptz, double precision, integer),
    public.dashboard(timestamptz, double precision),
    public.item_evidence(text[]), public.material_file(text, text), public.who_am_i(), public.join_cohort(text),
    public.renew_code(uuid), public.mark_question(text, boolean), public.check_store(),
    public.stage_commit(text, text, integer, json, text, text), public.bring_in_session(text, text, integer),
    public.was_erased(text), public.erase_session(text, timestamptz), public.erase_account(timestamptz),
    public.erase_file(text, integer, text, json, json)
to authenticated;
-- The one thing that nobody needs to sign in for: whether the schema is there.
grant execute on function public.check_store() to anon;

-- --- policies: who sees and writes which rows ------------------------------------------------------------------------

alter table public.users enable row level security;
alter table public.study_sessions enable row level security;
alter table public.topics enable row level security;
alter table public.misconceptions enable row level security;
alter table public.agent_events enable row level security;
alter table public.plan_cache enable row level security;
alter table public.cohorts enable row level security;
alter table public.cohort_members enable row level security;
alter table public.cohort_removals enable row level security;
alter table public.study_materials enable row level security;
alter table public.material_files enable row level security;
alter table public.plans enable row level security;
alter table public.lessons enable row level security;
alter table public.quizzes enable row level security;
alter table public.quiz_answers enable row level security;
alter table public.attempts enable row level security;
alter table public.tutor_chats enable row level security;
alter table public.commits enable row level security;
alter table public.void_questions enable row level security;
alter table public.erased_sessions enable row level security;

-- users: one's own row, and an instructor the learners of the own cohorts. Nobody changes a role through the API.
create policy users_select_owner on public.users for select to authenticated
    using ((select auth.uid()) = id);
create policy users_select_instructor on public.users for select to authenticated
    using (id in (select private.my_learners()));
create policy users_update_owner on public.users for update to authenticated
    using ((select auth.uid()) = id) with check ((select auth.uid()) = id);

-- study_sessions and agent_events: the owner, and the instructor of a cohort that the owner is in.
create policy study_sessions_select_owner on public.study_sessions for select to authenticated
    using ((select auth.uid()) = user_id);
create policy study_sessions_select_instructor on public.study_sessions for select to authenticated
    using (user_id in (select private.my_learners()));
create policy agent_events_select_owner on public.agent_events for select to authenticated
    using ((select auth.uid()) = user_id);
create policy agent_events_select_instructor on public.agent_events for select to authenticated
    using (user_id in (select private.my_learners()));

-- A session's parts: who sees the session sees them. The look at study_sessions is under its own policies. It is not
-- written with exists, which the planner may turn into a list of all sessions of everybody, made for each query.
create policy topics_select_reader on public.topics for select to authenticated
    using (session_id = (select s.id from public.study_sessions s where s.id = session_id));
create policy misconceptions_select_reader on public.misconceptions for select to authenticated
    using (session_id = (select s.id from public.study_sessions s where s.id = session_id));
create policy study_materials_select_reader on public.study_materials for select to authenticated
    using (session_id = (select s.id from public.study_sessions s where s.id = session_id));
create policy material_files_select_reader on public.material_files for select to authenticated
    using (session_id = (select s.id from public.study_sessions s where s.id = session_id));
create policy plans_select_reader on public.plans for select to authenticated
    using (session_id = (select s.id from public.study_sessions s where s.id = session_id));
create policy lessons_select_reader on public.lessons for select to authenticated
    using (session_id = (select s.id from public.study_sessions s where s.id = session_id));
create policy quizzes_select_reader on public.quizzes for select to authenticated
    using (session_id = (select s.id from public.study_sessions s where s.id = session_id));
create policy quiz_answers_select_reader on public.quiz_answers for select to authenticated
    using (session_id = (select s.id from public.study_sessions s where s.id = session_id));
create policy attempts_select_reader on public.attempts for select to authenticated
    using (session_id = (select s.id from public.study_sessions s where s.id = session_id));
create policy tutor_chats_select_reader on public.tutor_chats for select to authenticated
    using (session_id = (select s.id from public.study_sessions s where s.id = session_id));

-- plan_cache: one's own plans, and those that the service role made for everybody, for reading.
create policy plan_cache_select_owner on public.plan_cache for select to authenticated
    using ((select auth.uid()) = user_id or user_id is null);
create policy plan_cache_insert_owner on public.plan_cache for insert to authenticated
    with check ((select auth.uid()) = user_id);
create policy plan_cache_update_owner on public.plan_cache for update to authenticated
    using ((select auth.uid()) = user_id) with check ((select auth.uid()) = user_id);
create policy plan_cache_delete_owner on public.plan_cache for delete to authenticated
    using ((select auth.uid()) = user_id);

-- cohorts: an instructor keeps the own ones; a learner sees those joined, and leaves when wanted.
create policy cohorts_select_instructor on public.cohorts for select to authenticated
    using ((select auth.uid()) = instructor_id);
create policy cohorts_select_member on public.cohorts for select to authenticated
    using (id in (select private.my_cohorts()));
create policy cohorts_insert_instructor on public.cohorts for insert to authenticated
    with check ((select auth.uid()) = instructor_id and (select private.is_instructor()));
create policy cohorts_update_instructor on public.cohorts for update to authenticated
    using ((select auth.uid()) = instructor_id) with check ((select auth.uid()) = instructor_id);
create policy cohorts_delete_instructor on public.cohorts for delete to authenticated
    using ((select auth.uid()) = instructor_id);
create policy cohort_members_select_member on public.cohort_members for select to authenticated
    using ((select auth.uid()) = user_id);
create policy cohort_members_select_instructor on public.cohort_members for select to authenticated
    using (cohort_id in (select private.cohorts_i_lead()));
create policy cohort_members_delete_member on public.cohort_members for delete to authenticated
    using ((select auth.uid()) = user_id);
create policy cohort_members_delete_instructor on public.cohort_members for delete to authenticated
    using (cohort_id in (select private.cohorts_i_lead()));
create policy cohort_removals_select_instructor on public.cohort_removals for select to authenticated
    using (cohort_id in (select private.cohorts_i_lead()));
create policy cohort_removals_delete_instructor on public.cohort_removals for delete to authenticated
    using (cohort_id in (select private.cohorts_i_lead()));

-- void_questions: who is in a class, or leads it, sees what is out there.
create policy void_questions_select_member on public.void_questions for select to authenticated
    using (cohort_id in (select private.my_cohorts()));
create policy void_questions_select_instructor on public.void_questions for select to authenticated
    using (cohort_id in (select private.cohorts_i_lead()));
