-- What pages look up in one round trip. Views and functions run as the caller, under the policies of 006.

begin;

-- guard: once applied, this file does nothing when it is run again. Later ones have made anew what it makes.
do $guard$ begin
if exists (select from private.schema_migrations where name = '008_reading.sql') then
    raise notice '008_reading.sql was applied before: nothing to do';
    return;
end if;
execute $landed$
-- end of guard
create or replace view public.session_list with (security_invoker = true) as
select s.id, s.user_id, s.exam_type, s.current_state, s.current_context ->> 'current_topic' as current_topic,
    (select count(*) from public.topics t where t.session_id = s.id) as topics_total,
    (select count(*) from public.topics t where t.session_id = s.id and t.status = 'done') as topics_done,
    s.version, s.created_at, s.updated_at
from public.study_sessions s;
comment on view public.session_list is 'Sessions with how far each one is.';

create or replace view public.due_topics with (security_invoker = true) as
select s.user_id, s.id as session_id, s.exam_type, t.name,
    case when t.status = 'done' then t.review_on else t.planned_on end as due_on, t.status = 'done' as is_review
from public.study_sessions s
join public.topics t on t.session_id = s.id
where s.current_state <> 'COMPLETED';
comment on view public.due_topics is 'Topics of open sessions with the day on which the plan or a review puts them.';

create or replace function public.history_page(
    p_session_id text default '', p_agent text default '', p_action text default '', p_phase text default '',
    p_since timestamptz default '-infinity', p_until timestamptz default 'infinity',
    p_before bigint default 9223372036854775807, p_after bigint default null, p_limit integer default 50
) returns setof public.agent_events
language plpgsql stable set search_path = '' as $$
declare
    way constant text := case when p_after is null then 'desc' else 'asc' end;
    page constant text := format(
        'select o.* from public.agent_events o where o.%s and o.id < $1 and o.id > $2'
        ' and ($3 = '''' or o.agent = $3) and ($4 = '''' or o.action = $4) and ($5 = '''' or o.phase_after = $5)'
        ' and o.timestamp >= $6 and o.timestamp < $7 order by o.id %s limit $8',
        case when p_session_id = '' then 'user_id = who.id' else 'session_id = $9' end, way);
begin
    return query execute case
        when p_session_id <> '' then page
        -- The page of each whom the caller may see, then the page of these: no event of anybody else is passed over.
        else format('select e.* from (select (select auth.uid()) union select private.my_learners()) as who (id)'
            ' cross join lateral (%s) as e order by e.id %s limit $8', page, way)
    end
    using p_before, coalesce(p_after, 0), p_agent, p_action, p_phase, p_since, p_until, p_limit, p_session_id;
end;
$$;
comment on function public.history_page(
    text, text, text, text, timestamptz, timestamptz, bigint, bigint, integer
) is 'A page of events of one session or of all that the caller may see: below p_before, newest first; with p_after '
    'above that id, oldest first.';

create or replace function public.history_facets() returns json
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
        'actions', (select coalesce(json_agg(distinct found), '[]') from actions where found is not null))
$$;
comment on function public.history_facets() is 'The agents and actions in the history that the caller may see.';

create or replace function public.who_am_i() returns json
language sql security definer set search_path = '' as $$
    select private.see_user();
    select json_build_object('id', u.id, 'email', u.email, 'name', u.name, 'role', u.role)
    from public.users u where u.id = (select auth.uid())
$$;
comment on function public.who_am_i() is 'The caller''s row in users, made from the token on first sight.';

create or replace function public.check_store() returns text
language sql stable security definer set search_path = '' as $$
    select max(name) from private.schema_migrations
$$;
comment on function public.check_store() is 'The newest migration that was applied.';

create or replace function public.join_cohort(p_code text) returns text
language plpgsql security definer set search_path = '' as $$
declare
    caller constant uuid := private.see_user();
    joined public.cohorts;
begin
    select * into joined from public.cohorts c where c.join_code = upper(btrim(p_code));
    if not found then
        raise exception 'No class has this code. Ask your instructor for it again.' using errcode = 'PT404';
    end if;
    insert into public.cohort_members (cohort_id, user_id) values (joined.id, caller) on conflict do nothing;
    return joined.name;
end;
$$;
comment on function public.join_cohort(text) is 'Joins the cohort of that code and returns its name.';

revoke all on public.session_list, public.due_topics from anon, authenticated;
grant select on public.session_list, public.due_topics to authenticated;
revoke execute on function
    public.history_page(text, text, text, text, timestamptz, timestamptz, bigint, bigint, integer), public.history_facets(),
    public.who_am_i(), public.join_cohort(text), public.check_store()
from public, anon;
grant execute on function
    public.history_page(text, text, text, text, timestamptz, timestamptz, bigint, bigint, integer), public.history_facets(),
    public.who_am_i(), public.join_cohort(text)
to authenticated;
-- The one thing that nobody needs to sign in for: whether the schema is there.
grant execute on function public.check_store() to anon, authenticated;

-- guard: the end of what is run once. Where 013 was run too early, what it drops does not come back.
$landed$;
if exists (select from private.schema_migrations where name = '013_drop_due_topics.sql') then
    drop view public.due_topics;
end if;
end $guard$;
-- end of guard
insert into private.schema_migrations (name) values ('008_reading.sql') on conflict do nothing;

commit;
