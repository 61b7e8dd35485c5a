-- What the app's models bound is bounded here too: a learner's own program may send what no reader gets through.

begin;

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
