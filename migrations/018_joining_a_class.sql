-- What is out in a class is out for who joins it, also where it was answered before; and for who leaves, no longer.
--
-- Until now a mark was made when an answer was written: who left, wrote the same answer again and came back had it count.

begin;

create or replace function private.judge_member() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
    moved constant public.cohort_members := case when tg_op = 'DELETE' then old else new end;
    items constant text[] := array(select v.question_id from public.void_questions v where v.cohort_id = moved.cohort_id);
begin
    -- Each row's own trigger says anew whether it counts.
    update public.attempts set is_void = is_void
    where user_id = moved.user_id and private.item_of(question_id) = any (items);
    update public.misconceptions m set evidence = m.evidence
    from public.study_sessions s
    where s.id = m.session_id and s.user_id = moved.user_id and cardinality(items) > 0;
    return null;
end;
$$;
comment on function private.judge_member() is 'Judges anew what somebody has answered who joins a class or leaves it.';
revoke all on function private.judge_member() from public, anon, authenticated;

drop trigger if exists cohort_members_judge on public.cohort_members;
create trigger cohort_members_judge after insert or delete on public.cohort_members
for each row execute function private.judge_member();

insert into private.schema_migrations (name) values ('018_joining_a_class.sql') on conflict do nothing;

commit;
