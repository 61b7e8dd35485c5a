-- The session list also counts the topics that are studied: done ones, and those that only lack a later day.

begin;

-- guard: once applied, this file does nothing when it is run again. Later ones have made anew what it makes.
do $guard$ begin
if exists (select from private.schema_migrations where name = '017_studied_topics.sql') then
    raise notice '017_studied_topics.sql was applied before: nothing to do';
    return;
end if;
execute $landed$
-- end of guard
create or replace view public.session_list with (security_invoker = true) as
select s.id, s.user_id, s.exam_type, s.current_state, s.current_context ->> 'current_topic' as current_topic,
    (select count(*) from public.topics t where t.session_id = s.id and t.status <> 'left_out') as topics_total,
    (select count(*) from public.topics t where t.session_id = s.id and t.status = 'done') as topics_done,
    s.version, s.created_at, s.updated_at,
    (select count(*) from public.topics t
        where t.session_id = s.id and t.status in ('studied', 'done')) as topics_studied
from public.study_sessions s;

-- guard: the end of what is run once.
$landed$;
end $guard$;
-- end of guard
insert into private.schema_migrations (name) values ('017_studied_topics.sql') on conflict do nothing;

commit;
