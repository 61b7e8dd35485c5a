-- To be forgotten: what is left of a session that was erased is its id and the time, so that what comes late to it is
-- refused. Its events go with it, and the words of a file that was erased are taken out of events; nothing else changes
-- an event.

create table erased_sessions (
    id text primary key,
    erased_at text not null
) strict, without rowid;

drop trigger agent_events_no_update;
create trigger agent_events_no_update before update on agent_events
when not (
    new.reasoning = '' and new.metadata = '{}'
    and new.context_patch in (old.context_patch, json_replace(old.context_patch, '$.set.misconceptions', json('[]')))
    and (new.id, new.session_id, new.timestamp, new.phase_before, new.phase_after, new.action, new.agent, new.seed,
        new.duration_ms, new.user_id)
        = (old.id, old.session_id, old.timestamp, old.phase_before, old.phase_after, old.action, old.agent, old.seed,
        old.duration_ms, old.user_id)
)
begin
    select raise(abort, 'history is append-only');
end;

drop trigger agent_events_no_delete;
create trigger agent_events_no_delete before delete on agent_events
when not exists (select 1 from erased_sessions t where t.id = old.session_id)
begin
    select raise(abort, 'history is append-only');
end;
