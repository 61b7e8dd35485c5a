-- What cannot be had later: of each answer what was chosen, how long it took and what helped; of each quiz what it is
-- for; of each event whose it is.

alter table quizzes add column kind text not null default 'quiz'
    check (kind in ('quiz', 'placement', 'review', 'check', 'probe', 'closing'));
-- Until now a placement was told by its topic alone.
update quizzes set kind = 'placement' where topic = 'placement:quiz';

alter table attempts add column chosen text not null default '';
alter table attempts add column seconds real check (seconds between 0 and 86400);
alter table attempts add column hint_opened integer not null default 0 check (hint_opened in (0, 1));
alter table attempts add column is_helped integer not null default 0 check (is_helped in (0, 1));
alter table attempts add column is_skipped integer not null default 0 check (is_skipped in (0, 1));

-- History does not change; that it now says whose it is, is known from the session.
drop trigger agent_events_no_update;
alter table agent_events add column user_id text not null default '';
update agent_events set user_id = coalesce((select s.user_id from study_sessions s where s.id = session_id), '');
create trigger agent_events_no_update before update on agent_events
begin
    select raise(abort, 'history is append-only');
end;
create index agent_events_user on agent_events (user_id, id);
