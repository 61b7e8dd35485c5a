-- A learner names, archives and bins sessions. What is archived or in the bin asks for nothing; the bin is emptied by the
-- app of its owner, as a session is erased at any time.

begin;

create or replace function private.keep_zone(p_session_id text, p_changes json) returns void
language plpgsql set search_path = '' as $$
declare
    zone constant text := p_changes ->> 'zone';
    filing constant json := p_changes -> 'filing';
    named jsonb := '{}';
    gone text[] := '{}';
begin
    if json_typeof(p_changes -> 'zone') = 'string' and zone ~ '^[A-Za-z0-9_+/-]{1,64}$' then
        named := jsonb_build_object('zone', zone);
    end if;
    if coalesce(json_typeof(filing), 'null') not in ('object', 'null') then
        raise exception 'These changes have no filing of the right kind. Nothing was changed.' using errcode = 'PT422';
    end if;
    if json_typeof(filing) = 'object' then
        -- It is named whole, and what is at its default is not kept. The bounds are those of core/models/filing.py.
        gone := '{title,archived,binned_at}';
        named := named || jsonb_strip_nulls(jsonb_build_object(
            'title', nullif(left(filing ->> 'title', 120), ''),
            'archived', nullif(filing ->> 'archived' = 'true', false),
            'binned_at', (select b.at from (select (filing ->> 'binned_at')::timestamptz) as b (at)
                where b.at between '2000-01-01T00:00:00Z' and '8999-12-31T00:00:00Z')));
    end if;
    update public.study_sessions s set metadata = s.metadata - gone || named
    where s.id = p_session_id and jsonb_typeof(s.metadata) = 'object' and s.metadata - gone || named <> s.metadata;
end;
$$;
comment on function private.keep_zone(text, json) is
    'Keeps the zone and the filing that a commit names in the session''s metadata; what else it has stays. A zone that is '
    'none is left out.';

create or replace view public.session_list with (security_invoker = true) as
select s.id, s.user_id, s.exam_type, s.current_state, s.current_context ->> 'current_topic' as current_topic,
    (select count(*) from public.topics t where t.session_id = s.id and t.status <> 'left_out') as topics_total,
    (select count(*) from public.topics t where t.session_id = s.id and t.status = 'done') as topics_done,
    s.version, s.created_at, s.updated_at,
    (select count(*) from public.topics t
        where t.session_id = s.id and t.status in ('studied', 'done')) as topics_studied,
    s.metadata ->> 'title' as title, s.metadata -> 'archived' as archived, s.metadata ->> 'binned_at' as binned_at,
    case when s.metadata ? 'binned_at' then 'bin' when s.metadata @> '{"archived": true}' then 'archive'
        else 'desk' end as place
from public.study_sessions s;
comment on view public.session_list is 'Sessions with how far each one is, and where it lies: on the desk, in the archive or '
    'in the bin.';

-- What a function returns can be changed only by making it anew.
drop function if exists public.dashboard(timestamptz, double precision);
create function public.dashboard(p_since timestamptz, p_pause double precision) returns table (
    id text, exam_type text, phase text, context json, topics json, misconceptions json, study_window json,
    studied json, title text, archived json, binned_at text
)
language sql stable set search_path = '' as $$
    select s.id, s.exam_type, s.current_state, s.current_context,
        (select coalesce(json_agg(json_build_object('name', t.name, 'position', t.position, 'planned_on', t.planned_on,
            'difficulty', t.difficulty, 'hours', t.hours, 'prerequisites', t.prerequisites,
            'material_id', t.material_id, 'section', t.section, 'status', t.status, 'answered', t.answered,
            'right', t.correct, 'mastery_score', t.mastery_score, 'review_on', t.review_on, 'own_word', t.own_word)
            order by t.position, t.name), '[]') from public.topics t where t.session_id = s.id),
        (select coalesce(json_agg(json_build_object('id', m.id, 'topic', m.topic, 'concept', m.concept,
            'confusion', m.confusion, 'counter_example', m.counter_example, 'question_id', m.question_id,
            'noticed_at', m.noticed_at, 'evidence', m.evidence) order by m.noticed_at, m.id), '[]')
            from public.misconceptions m where m.session_id = s.id),
        -- The plan that holds, else the one proposed, else the newest.
        (select json_build_object(
            'start', coalesce(p.body #>> '{plan,window,start}', p.body #>> '{plan,schedule,0,date}'),
            'days', coalesce(p.body #>> '{plan,window,days}', json_array_length(p.body #> '{plan,schedule}')::text),
            'hours', 0)
            from public.plans p where p.session_id = s.id and p.version::text = coalesce(
                nullif(s.current_context #>> '{extra_data,plan_version}', '0'),
                nullif(s.current_context #>> '{extra_data,plan_proposal}', '0'),
                (select max(newest.version)::text from public.plans newest where newest.session_id = s.id))),
        w.studied, s.metadata ->> 'title', (s.metadata -> 'archived')::json, s.metadata ->> 'binned_at'
    from public.study_sessions s
    cross join lateral (
        select coalesce(json_agg(json_build_object('since', stretch.since, 'until', stretch.until)
            order by stretch.since), '[]') as studied
        from (
            select min(n.timestamp) as since, max(n.timestamp) as until
            from (
                -- A stretch ends where the gap to the next event is too long, or less than none.
                select g.timestamp, count(*) filter (where not coalesce(g.gap between 0 and p_pause, false))
                    over (order by g.id) as number
                from (
                    select e.id, e.timestamp,
                        extract(epoch from e.timestamp - lag(e.timestamp) over (order by e.id))::double precision as gap
                    from public.agent_events e
                    where e.session_id = s.id and e.timestamp >= p_since - make_interval(secs => p_pause)
                        and s.updated_at >= p_since
                ) as g
            ) as n
            group by n.number
            having min(n.timestamp) < max(n.timestamp)
        ) as stretch
    ) as w
    where s.user_id = (select auth.uid())
        and (s.current_state <> 'COMPLETED' and not s.metadata @> '{"archived": true}' and not s.metadata ? 'binned_at'
            or s.updated_at >= p_since)
    order by s.updated_at desc, s.id desc
$$;
comment on function public.dashboard(timestamptz, double precision) is
    'The caller''s sessions that are open or were changed since p_since, with topics, misconceptions, the time that the '
    'plan fills, how they are filed, and the stretches of study that reach beyond p_since, in which no pause is '
    'longer than p_pause seconds.';

revoke execute on function private.keep_zone(text, json) from public, anon, authenticated;
revoke execute on function public.dashboard(timestamptz, double precision) from public, anon;
grant execute on function public.dashboard(timestamptz, double precision) to authenticated;

insert into private.schema_migrations (name) values ('027_filing.sql') on conflict do nothing;

commit;
