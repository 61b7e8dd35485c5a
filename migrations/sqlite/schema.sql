-- The embedded store's file as it stands: what the numbered files beside this one make, one after the other.
--
-- This file is for reading; the store applies the numbered ones, and a test proves that both give the same. Documents
-- are JSON as text. Times are ISO 8601 in UTC with microseconds, so that text order is time order.

create table schema_migrations (name text primary key, applied_at text not null) strict;

-- --- sessions and their history --------------------------------------------------------------------------------------

create table users (
    id text primary key,
    name text not null default '',
    role text not null default 'learner' check (role in ('learner', 'instructor')),
    created_at text not null
) strict;

-- `version` counts the session's commits; 0 was never saved.
create table study_sessions (
    id text primary key,
    user_id text not null references users (id),
    exam_type text not null default '',
    current_state text not null
        check (current_state in ('INTAKE', 'PLANNING', 'LEARNING', 'QUIZZING', 'ANALYZING', 'COMPLETED')),
    metadata text not null default '{}' check (json_valid(metadata)),
    created_at text not null,
    updated_at text not null,
    current_context text not null default '{}' check (json_valid(current_context)),
    version integer not null default 0,
    last_commit_id text not null default '',
    is_outdated integer not null default 0
) strict;
create index study_sessions_user_updated on study_sessions (user_id, updated_at desc, id desc);
create index study_sessions_updated on study_sessions (updated_at desc, id desc);

-- One row a commit: a retry under the same id finds the version that the first one made.
create table commits (
    commit_id text not null,
    session_id text not null references study_sessions (id),
    version integer not null,
    is_correction integer not null default 0,
    primary key (session_id, commit_id)
) strict, without rowid;

-- What is left of a session that was erased, so that what comes late to it is refused.
create table erased_sessions (
    id text primary key,
    erased_at text not null
) strict, without rowid;

-- It only grows: an event goes with its session, and the words of a file that was erased are taken out of it.
create table agent_events (
    id integer primary key autoincrement,
    session_id text not null references study_sessions (id),
    timestamp text not null,
    phase_before text not null,
    phase_after text not null,
    action text not null,
    agent text not null,
    reasoning text not null,
    metadata text not null,
    context_patch text not null,
    seed integer not null,
    duration_ms real not null,
    user_id text not null default ''
) strict;
create index agent_events_session on agent_events (session_id, id);
create index agent_events_action on agent_events (action, id);
create index agent_events_phase on agent_events (phase_after, id);
create index agent_events_agent on agent_events (agent, id);
create index agent_events_user on agent_events (user_id, id);

create trigger agent_events_no_update before update on agent_events
when not (
    new.reasoning = '' and new.metadata = '{}'
    and json_remove(new.context_patch, '$.set_extra') in (
        json_remove(old.context_patch, '$.set_extra'),
        json_remove(json_replace(old.context_patch, '$.set.misconceptions', json('[]')), '$.set_extra')
    )
    and not exists (
        select 1 from json_each(new.context_patch, '$.set_extra') n
        where not exists (
            select 1 from json_each(old.context_patch, '$.set_extra') o
            where (o.key, o.type, o.value) is (n.key, n.type, n.value)
        )
    )
    and not exists (
        select 1 from json_each(old.context_patch, '$.set_extra') o
        where o.key not like 'asked\_again%' escape '\' and o.key not like 'note\_%' escape '\'
            and not exists (select 1 from json_each(new.context_patch, '$.set_extra') n where n.key = o.key)
    )
    and (new.id, new.session_id, new.timestamp, new.phase_before, new.phase_after, new.action, new.agent, new.seed,
        new.duration_ms, new.user_id)
        = (old.id, old.session_id, old.timestamp, old.phase_before, old.phase_after, old.action, old.agent, old.seed,
        old.duration_ms, old.user_id)
)
begin
    select raise(abort, 'history is append-only');
end;

create trigger agent_events_no_delete before delete on agent_events
when not exists (select 1 from erased_sessions t where t.id = old.session_id)
begin
    select raise(abort, 'history is append-only');
end;

create view agent_history as
select session_id, json_group_array(json(event)) as agent_history
from (
    select session_id, json_object(
        'id', id, 'timestamp', timestamp, 'action', action, 'agent', agent, 'phase_before', phase_before,
        'phase_after', phase_after, 'reasoning', reasoning, 'metadata', json(metadata)) as event
    from agent_events
    order by session_id, id
)
group by session_id;

-- --- what is studied, and the plan -----------------------------------------------------------------------------------

create table study_materials (
    session_id text not null references study_sessions (id),
    id text not null,
    position integer not null,
    name text not null,
    kind text not null,
    page_count integer,
    digest text not null,
    section_titles text not null,
    sections text not null,
    primary key (session_id, id)
) strict;

-- The PDFs that materials were read from, so that their pages can be shown. A row goes when its material goes.
create table material_files (
    session_id text not null,
    material_id text not null,
    data blob not null,
    primary key (session_id, material_id),
    foreign key (session_id, material_id) references study_materials (session_id, id) on delete cascade
) strict;

create table plans (
    session_id text not null references study_sessions (id),
    version integer not null,
    body text not null,
    primary key (session_id, version)
) strict;

-- A topic that a plan leaves out is kept with the others, but is neither due nor counted.
create table topics (
    session_id text not null references study_sessions (id),
    name text not null,
    position integer not null,
    planned_on text not null,
    difficulty text not null check (difficulty in ('easy', 'medium', 'hard')),
    hours real not null,
    prerequisites text not null default '[]' check (json_valid(prerequisites)),
    material_id text not null default '',
    section integer not null default 0,
    status text not null default 'planned' check (status in ('planned', 'learning', 'studied', 'done', 'left_out')),
    answered integer not null default 0,
    correct integer not null default 0,
    mastery_score real check (mastery_score between 0 and 100),
    review_on text,
    own_word text check (own_word in ('shaky', 'fair', 'firm')),
    primary key (session_id, name)
) strict, without rowid;

create table plan_cache (
    cache_key text not null,
    user_id text not null references users (id),
    plan text not null,
    created_at text not null,
    expires_at text not null,
    primary key (user_id, cache_key)
) strict;

-- --- lessons, quizzes, and what was answered -------------------------------------------------------------------------

create table lessons (
    session_id text not null references study_sessions (id),
    topic text not null,
    body text not null,
    primary key (session_id, topic)
) strict;

create table tutor_chats (
    id integer primary key,
    session_id text not null references study_sessions (id),
    topic text not null,
    speaker text not null check (speaker in ('learner', 'tutor')),
    body text not null,
    sources text not null default '[]' check (json_valid(sources)),
    created_at text not null
) strict;
create index tutor_chats_topic on tutor_chats (session_id, topic, id);

create table quizzes (
    session_id text not null references study_sessions (id),
    id text not null,
    position integer not null,
    topic text not null,
    body text not null,
    seed integer not null,
    created_at text not null,
    submitted_at text,
    analysis text,
    kind text not null default 'quiz'
        check (kind in ('quiz', 'placement', 'review', 'check', 'probe', 'closing')),
    primary key (session_id, id)
) strict;
create index quizzes_session on quizzes (session_id, position);

-- The answers as they were given, before they are graded. An older copy of the app names no session with one.
create table quiz_answers (
    session_id text not null default '',
    quiz_id text not null,
    question_id text not null,
    body text not null,
    given_at text not null,
    primary key (session_id, quiz_id, question_id),
    foreign key (session_id, quiz_id) references quizzes (session_id, id)
) strict, without rowid;

-- The answer log, from which ratings, scores and review dates are worked out.
create table attempts (
    session_id text not null references study_sessions (id),
    quiz_id text not null,
    question_id text not null,
    topic text not null,
    at text not null,
    is_right integer not null check (is_right in (0, 1)),
    is_blank integer not null default 0 check (is_blank in (0, 1)),
    chance real not null check (chance between 0 and 1),
    item_rating real not null check (item_rating between -10 and 10),
    forecast real not null check (forecast between 0 and 1),
    is_void integer not null default 0 check (is_void in (0, 1)),
    chosen text not null default '',
    seconds real check (seconds between 0 and 86400),
    hint_opened integer not null default 0 check (hint_opened in (0, 1)),
    is_helped integer not null default 0 check (is_helped in (0, 1)),
    is_skipped integer not null default 0 check (is_skipped in (0, 1)),
    concept text not null default '',
    sureness text check (sureness in ('sure', 'think_so', 'guess')),
    primary key (session_id, quiz_id, question_id),
    foreign key (session_id, quiz_id) references quizzes (session_id, id)
) strict, without rowid;
create index attempts_question on attempts (question_id);

create table misconceptions (
    session_id text not null references study_sessions (id),
    id text not null,
    topic text not null,
    concept text not null,
    confusion text not null,
    counter_example text not null,
    question_id text not null,
    noticed_at text not null,
    evidence text not null default '[]' check (json_valid(evidence)),
    primary key (session_id, id),
    foreign key (session_id, topic) references topics (session_id, name)
) strict;
create index misconceptions_session on misconceptions (session_id, topic);

-- Which questions are out: the file is one class, of whoever runs the app.
create table void_questions (
    question_id text primary key,
    voided_at text not null
) strict, without rowid;
