-- With a file go the notes on its lessons and what was answered again about it: an event that tells of it keeps neither.

drop trigger agent_events_no_update;
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
