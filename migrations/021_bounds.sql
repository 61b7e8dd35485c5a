-- What the app's models bound is bounded here too: a learner's own program may send what no reader gets through.

begin;

create or replace function private.check_changes(p_changes json) returns void
language plpgsql set search_path = '' as $$
declare
    -- jsonb is read once for all that is asked of it, and refuses what is no text in Postgres, as NUL is not.
    given constant jsonb := p_changes::jsonb;
    at constant timestamptz := given ->> 'at';
    part text;
    kind text;
    most integer;
begin
    for part, kind in values ('context', 'object'), ('events', 'array'), ('topics', 'array'), ('plans', 'array'),
        ('misconceptions', 'array'), ('created', 'object'), ('lesson', 'object'), ('quiz', 'object'),
        ('chat', 'array'), ('answer', 'object'), ('material', 'object')
    loop
        if coalesce(jsonb_typeof(given -> part), 'null') not in (kind, 'null')
            or part in ('context', 'events') and jsonb_typeof(given -> part) is distinct from kind
        then
            raise exception 'These changes have no % of the right kind. Nothing was changed.', part
                using errcode = 'PT422';
        end if;
    end loop;
    for part, most in values ('events', 1000), ('chat', 100), ('topics', 5000), ('plans', 5000),
        ('misconceptions', 10000), ('attempts', 10000), ('corrected', 10000)
    loop
        if (case when jsonb_typeof(given -> part) = 'array' then jsonb_array_length(given -> part) > most end) then
            raise exception 'These are too many % for one action. Nothing was changed.', part using errcode = 'PT422';
        end if;
    end loop;
    -- A book's text comes as a material; a lesson or a quiz is no book.
    if octet_length(given ->> 'lesson') > 5000000 or octet_length(given ->> 'quiz') > 5000000
        or octet_length(given ->> 'chat') > 5000000
    then
        raise exception 'This is longer than can be kept. Nothing was changed.' using errcode = 'PT422';
    end if;
    if at is null or at not between '2000-01-01T00:00:00Z' and '8999-12-31T00:00:00Z' then
        raise exception 'These changes have no time. Nothing was changed.' using errcode = 'PT422';
    end if;
end;
$$;
comment on function private.check_changes(json) is
    'Refuses what is no commit: parts of a wrong kind, no time, events without end.';

create or replace function private.refuse_boundless() returns trigger
language plpgsql set search_path = '' as $$
declare
    -- As in core/models/limits.py.
    longest_name constant integer := 200;
    longest_reasoning constant integer := 20000;
    longest_chosen constant integer := 20000;
    -- A little more than there: what stands around it counts here too.
    too_deep constant jsonpath := 'lax $.**{70 to last}';
    is_within boolean;
begin
    if tg_table_name = 'agent_events' then
        is_within := length(new.action) <= longest_name and length(new.agent) <= longest_name
            and length(new.reasoning) <= longest_reasoning
            and not jsonb_path_exists(new.metadata::jsonb, too_deep)
            and not jsonb_path_exists(new.context_patch::jsonb, too_deep);
    elsif tg_table_name = 'attempts' then
        is_within := length(new.chosen) <= longest_chosen and length(new.topic) <= longest_chosen
            and length(new.concept) <= longest_chosen;
    else
        is_within := not jsonb_path_exists(new.current_context::jsonb, too_deep)
            -- What somebody wrote before there was this rule is studied on.
            and (coalesce(new.current_context ->> 'user_id', new.user_id::text) = new.user_id::text
                or tg_op = 'UPDATE'
                    and new.current_context ->> 'user_id' is not distinct from old.current_context ->> 'user_id');
    end if;
    if not is_within then
        raise exception 'This is longer or deeper than can be kept, or another''s. Nothing was changed.'
            using errcode = 'PT422';
    end if;
    return new;
end;
$$;
comment on function private.refuse_boundless() is
    'Refuses words and documents beyond the bounds of the app''s models, and a context that names another learner.';
revoke all on function private.refuse_boundless() from public, anon, authenticated;

drop trigger if exists agent_events_bounds on public.agent_events;
create trigger agent_events_bounds before insert on public.agent_events
for each row execute function private.refuse_boundless();
drop trigger if exists attempts_bounds on public.attempts;
create trigger attempts_bounds before insert on public.attempts
for each row execute function private.refuse_boundless();
drop trigger if exists study_sessions_bounds on public.study_sessions;
create trigger study_sessions_bounds before insert or update of current_context on public.study_sessions
for each row execute function private.refuse_boundless();

-- Whoever reads a history takes “Instructor” for the instructor as well.
drop trigger if exists agent_events_forged on public.agent_events;
create trigger agent_events_forged before insert on public.agent_events
for each row when (lower(regexp_replace(new.agent, '^\s+|\s+$', '', 'g')) = 'instructor')
execute function private.refuse_forged_event();

insert into private.schema_migrations (name) values ('021_bounds.sql') on conflict do nothing;

commit;
