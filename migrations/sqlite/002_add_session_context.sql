-- The context with the version it was saved at, the commits that made it, and the history that only grows.

alter table study_sessions add column current_context text not null default '{}' check (json_valid(current_context));
alter table study_sessions add column version integer not null default 0;
alter table study_sessions add column last_commit_id text not null default '';

-- One row a commit: a retry under the same id finds the version that the first one made.
create table commits (
    commit_id text not null,
    session_id text not null references study_sessions (id),
    version integer not null,
    primary key (session_id, commit_id)
) strict, without rowid;

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
    duration_ms real not null
) strict;

create index agent_events_session on agent_events (session_id, id);
create index agent_events_action on agent_events (action, id);
create index agent_events_phase on agent_events (phase_after, id);
create index agent_events_agent on agent_events (agent, id);

create trigger agent_events_no_update before update on agent_events
begin
    select raise(abort, 'history is append-only');
end;

create trigger agent_events_no_delete before delete on agent_events
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
