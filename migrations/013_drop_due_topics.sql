-- Nothing reads due_topics: what is due, the home page works out of dashboard's answer (012).

begin;

drop view if exists public.due_topics;

insert into private.schema_migrations (name) values ('013_drop_due_topics.sql') on conflict do nothing;

commit;
