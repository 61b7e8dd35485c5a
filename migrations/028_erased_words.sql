-- With a file go the notes on its lessons and what was answered again about it: an event that tells of it keeps neither.

begin;

create or replace function private.without_words(p_patch json) returns json
language sql immutable set search_path = '' as $$
    select case when said.patch = p_patch::jsonb then p_patch else said.patch::json end
    from (select p_patch::jsonb
        || case when p_patch::jsonb #> '{set,misconceptions}' is null then '{}'
            else jsonb_build_object('set', jsonb_set(p_patch::jsonb -> 'set', '{misconceptions}', '[]')) end
        || case when jsonb_typeof(p_patch::jsonb -> 'set_extra') is distinct from 'object' then '{}'
            else jsonb_build_object('set_extra', (select coalesce(jsonb_object_agg(extra.key, extra.value), '{}')
                from jsonb_each(p_patch::jsonb -> 'set_extra') as extra (key, value)
                where extra.key not like 'asked\_again%' and extra.key not like 'note\_%')) end
    ) as said (patch)
$$;
comment on function private.without_words(json) is
    'What an event changed, without what was mixed up, noted and answered again.';

insert into private.schema_migrations (name) values ('028_erased_words.sql') on conflict do nothing;

commit;
