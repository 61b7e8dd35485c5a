-- A plan may leave topics out: they are kept with the others, but are neither due nor counted.
--
-- 008 makes the same two views without this. Whoever runs 008 again by hand runs this file after it.

begin;

-- guard: once applied, this file does nothing when it is run again. Later ones have made anew what it makes.
do $guard$ begin
if exists (select from private.schema_migrations where name = '009_left_out_topics.sql') then
    raise notice '009_left_out_topics.sql was applied before: nothing to do';
    return;
end if;
execute $landed$
-- end of guard
alter table public.topics drop constraint if exists topics_status_check;
alter table public.topics add constraint topics_status_check
    check (status in ('planned', 'learning', 'done', 'left_out'));

create or replace view public.session_list with (security_invoker = true) as
select s.id, s.user_id, s.exam_type, s.current_state, s.current_context ->> 'current_topic' as current_topic,
    (select count(*) from public.topics t where t.session_id = s.id and t.status <> 'left_out') as topics_total,
    (select count(*) from public.topics t where t.session_id = s.id and t.status = 'done') as topics_done,
    s.version, s.created_at, s.updated_at
from public.study_sessions s;

create or replace view public.due_topics with (security_invoker = true) as
select s.user_id, s.id as session_id, s.exam_type, t.name,
    case when t.status = 'done' then t.review_on else t.planned_on end as due_on, t.status = 'done' as is_review
from public.study_sessions s
join public.topics t on t.session_id = s.id
where s.current_state <> 'COMPLETED' and t.status <> 'left_out';

-- guard: the end of what is run once. Where 013 was run too early, what it drops does not come back.
$landed$;
if exists (select from private.schema_migrations where name = '013_drop_due_topics.sql') then
    drop view public.due_topics;
end if;
end $guard$;
-- end of guard
insert into private.schema_migrations (name) values ('009_left_out_topics.sql') on conflict do nothing;

commit;
