-- Who may see and write what. Study is written by commit_changes alone (007), so that no row changes past the
-- version check and no event without its commit; the tables themselves are for reading.

begin;

create or replace function private.my_learners() returns setof uuid
language sql stable security definer set search_path = '' as $$
    select m.user_id
    from public.cohorts c
    join public.cohort_members m on m.cohort_id = c.id
    join public.users u on u.id = c.instructor_id and u.role = 'instructor'
    where c.instructor_id = (select auth.uid())
$$;
comment on function private.my_learners() is 'The learners in the caller''s own cohorts; none where the caller is no instructor.';

create or replace function private.is_instructor() returns boolean
language sql stable security definer set search_path = '' as $$
    select exists (select from public.users where id = (select auth.uid()) and role = 'instructor')
$$;
comment on function private.is_instructor() is 'Whether the caller is an instructor now.';

create or replace function private.my_cohorts() returns setof uuid
language sql stable security definer set search_path = '' as $$
    select cohort_id from public.cohort_members where user_id = (select auth.uid())
$$;
comment on function private.my_cohorts() is 'The cohorts that the caller has joined.';

create or replace function private.cohorts_i_lead() returns setof uuid
language sql stable security definer set search_path = '' as $$
    select id from public.cohorts where instructor_id = (select auth.uid())
$$;
comment on function private.cohorts_i_lead() is 'The cohorts that are the caller''s own.';

grant usage on schema private to authenticated;
revoke all on all tables in schema private from anon, authenticated;
revoke all on all functions in schema private from public, anon, authenticated;
-- By name: run again after 007 this must not open what writes.
grant execute on function private.my_learners(), private.is_instructor(), private.my_cohorts(), private.cohorts_i_lead()
to authenticated;

-- Supabase's default grants are taken back; what is meant is granted below, verb by verb.
revoke all on
    public.users, public.study_sessions, public.topics, public.misconceptions, public.agent_events, public.plan_cache,
    public.cohorts, public.cohort_members, public.study_materials, public.plans, public.lessons, public.quizzes,
    public.quiz_answers, public.tutor_chats, public.commits
from anon, authenticated;
revoke update, delete, truncate on public.agent_events from service_role;
revoke execute on function public.agent_history(public.study_sessions) from public, anon;
grant execute on function public.agent_history(public.study_sessions) to authenticated;

grant select on
    public.users, public.study_sessions, public.topics, public.misconceptions, public.agent_events,
    public.plan_cache, public.cohorts, public.cohort_members, public.study_materials, public.plans, public.lessons,
    public.quizzes, public.quiz_answers, public.tutor_chats
to authenticated;
grant update (name) on public.users to authenticated;
grant insert (cache_key, user_id, plan, expires_at), update (plan, created_at, expires_at), delete
    on public.plan_cache to authenticated;
grant insert (name, instructor_id), update (name), delete on public.cohorts to authenticated;
grant delete on public.cohort_members to authenticated;

-- users: one's own row, and an instructor the learners of the own cohorts. Nobody changes a role through the API.
drop policy if exists users_select_owner on public.users;
create policy users_select_owner on public.users for select to authenticated
    using ((select auth.uid()) = id);
drop policy if exists users_select_instructor on public.users;
create policy users_select_instructor on public.users for select to authenticated
    using (id in (select private.my_learners()));
drop policy if exists users_update_owner on public.users;
create policy users_update_owner on public.users for update to authenticated
    using ((select auth.uid()) = id) with check ((select auth.uid()) = id);

-- study_sessions and agent_events: the owner, and the instructor of a cohort that the owner is in.
drop policy if exists study_sessions_select_owner on public.study_sessions;
create policy study_sessions_select_owner on public.study_sessions for select to authenticated
    using ((select auth.uid()) = user_id);
drop policy if exists study_sessions_select_instructor on public.study_sessions;
create policy study_sessions_select_instructor on public.study_sessions for select to authenticated
    using (user_id in (select private.my_learners()));
drop policy if exists agent_events_select_owner on public.agent_events;
create policy agent_events_select_owner on public.agent_events for select to authenticated
    using ((select auth.uid()) = user_id);
drop policy if exists agent_events_select_instructor on public.agent_events;
create policy agent_events_select_instructor on public.agent_events for select to authenticated
    using (user_id in (select private.my_learners()));

-- A session's parts: who sees the session sees them. The look at study_sessions is under its own policies. It is not
-- written with exists, which the planner may turn into a list of all sessions of everybody, made for each query.
drop policy if exists topics_select_reader on public.topics;
create policy topics_select_reader on public.topics for select to authenticated
    using (session_id = (select s.id from public.study_sessions s where s.id = session_id));
drop policy if exists misconceptions_select_reader on public.misconceptions;
create policy misconceptions_select_reader on public.misconceptions for select to authenticated
    using (session_id = (select s.id from public.study_sessions s where s.id = session_id));
drop policy if exists study_materials_select_reader on public.study_materials;
create policy study_materials_select_reader on public.study_materials for select to authenticated
    using (session_id = (select s.id from public.study_sessions s where s.id = session_id));
drop policy if exists plans_select_reader on public.plans;
create policy plans_select_reader on public.plans for select to authenticated
    using (session_id = (select s.id from public.study_sessions s where s.id = session_id));
drop policy if exists lessons_select_reader on public.lessons;
create policy lessons_select_reader on public.lessons for select to authenticated
    using (session_id = (select s.id from public.study_sessions s where s.id = session_id));
drop policy if exists quizzes_select_reader on public.quizzes;
create policy quizzes_select_reader on public.quizzes for select to authenticated
    using (session_id = (select s.id from public.study_sessions s where s.id = session_id));
drop policy if exists quiz_answers_select_reader on public.quiz_answers;
create policy quiz_answers_select_reader on public.quiz_answers for select to authenticated
    using (session_id = (select s.id from public.study_sessions s where s.id = session_id));
drop policy if exists tutor_chats_select_reader on public.tutor_chats;
create policy tutor_chats_select_reader on public.tutor_chats for select to authenticated
    using (session_id = (select s.id from public.study_sessions s where s.id = session_id));

-- plan_cache: one's own plans, and those that the service role made for everybody, for reading.
drop policy if exists plan_cache_select_owner on public.plan_cache;
create policy plan_cache_select_owner on public.plan_cache for select to authenticated
    using ((select auth.uid()) = user_id or user_id is null);
drop policy if exists plan_cache_insert_owner on public.plan_cache;
create policy plan_cache_insert_owner on public.plan_cache for insert to authenticated
    with check ((select auth.uid()) = user_id);
drop policy if exists plan_cache_update_owner on public.plan_cache;
create policy plan_cache_update_owner on public.plan_cache for update to authenticated
    using ((select auth.uid()) = user_id) with check ((select auth.uid()) = user_id);
drop policy if exists plan_cache_delete_owner on public.plan_cache;
create policy plan_cache_delete_owner on public.plan_cache for delete to authenticated
    using ((select auth.uid()) = user_id);

-- cohorts: an instructor keeps the own ones; a learner sees those joined, and leaves when wanted.
drop policy if exists cohorts_select_instructor on public.cohorts;
create policy cohorts_select_instructor on public.cohorts for select to authenticated
    using ((select auth.uid()) = instructor_id);
drop policy if exists cohorts_select_member on public.cohorts;
create policy cohorts_select_member on public.cohorts for select to authenticated
    using (id in (select private.my_cohorts()));
drop policy if exists cohorts_insert_instructor on public.cohorts;
create policy cohorts_insert_instructor on public.cohorts for insert to authenticated
    with check ((select auth.uid()) = instructor_id and (select private.is_instructor()));
drop policy if exists cohorts_update_instructor on public.cohorts;
create policy cohorts_update_instructor on public.cohorts for update to authenticated
    using ((select auth.uid()) = instructor_id) with check ((select auth.uid()) = instructor_id);
drop policy if exists cohorts_delete_instructor on public.cohorts;
create policy cohorts_delete_instructor on public.cohorts for delete to authenticated
    using ((select auth.uid()) = instructor_id);
drop policy if exists cohort_members_select_member on public.cohort_members;
create policy cohort_members_select_member on public.cohort_members for select to authenticated
    using ((select auth.uid()) = user_id);
drop policy if exists cohort_members_select_instructor on public.cohort_members;
create policy cohort_members_select_instructor on public.cohort_members for select to authenticated
    using (cohort_id in (select private.cohorts_i_lead()));
drop policy if exists cohort_members_delete_member on public.cohort_members;
create policy cohort_members_delete_member on public.cohort_members for delete to authenticated
    using ((select auth.uid()) = user_id);
drop policy if exists cohort_members_delete_instructor on public.cohort_members;
create policy cohort_members_delete_instructor on public.cohort_members for delete to authenticated
    using (cohort_id in (select private.cohorts_i_lead()));

insert into private.schema_migrations (name) values ('006_policies.sql') on conflict do nothing;

commit;
