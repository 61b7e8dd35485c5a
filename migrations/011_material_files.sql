-- The PDFs that materials were read from, so that their pages can be shown. A row goes when its material goes.
--
-- A file is written with its material, in the transaction of one call: commit_file calls commit_changes (007), which
-- checks owner and version, and adds the file. It comes beside the changes and not in them, since the functions there
-- read their JSON many times over.

begin;

create table if not exists public.material_files (
    session_id text not null,
    material_id text not null,
    data bytea not null,
    constraint material_files_pkey primary key (session_id, material_id),
    constraint material_files_material_fkey foreign key (session_id, material_id)
        references public.study_materials (session_id, id) on delete cascade,
    constraint material_files_data_check check (octet_length(data) between 1 and 33554432)
);
comment on table public.material_files is 'The file that a material was read from, where it has pages to show.';
alter table public.material_files enable row level security;
-- A PDF is compressed already: trying again would only take time.
alter table public.material_files alter column data set storage external;

revoke all on public.material_files from anon, authenticated;
grant select on public.material_files to authenticated;
-- Who sees the session sees its parts, as in 006.
drop policy if exists material_files_select_reader on public.material_files;
create policy material_files_select_reader on public.material_files for select to authenticated
    using (session_id = (select s.id from public.study_sessions s where s.id = session_id));

create or replace function public.commit_file(
    p_session_id text, p_base_version integer, p_commit_id text, p_changes json, p_material_id text, p_file text
) returns integer
language plpgsql security definer set search_path = '' as $$
declare
    is_repeated constant boolean := exists (
        select from public.commits c where c.session_id = p_session_id and c.commit_id = p_commit_id);
    -- Refuses whoever does not own the session, before anything is written.
    made constant integer := public.commit_changes(p_session_id, p_base_version, p_commit_id, p_changes);
    file constant bytea := decode(p_file, 'base64');
begin
    if is_repeated then
        return made;
    end if;
    insert into public.material_files (session_id, material_id, data)
    select m.session_id, m.id, file from public.study_materials m
    where m.session_id = p_session_id and m.id = p_material_id and m.digest = encode(sha256(file), 'hex')
    on conflict (session_id, material_id) do update set data = excluded.data;
    if not found then
        raise exception 'This file is none of the session''s materials. Nothing was changed.' using errcode = 'PT422';
    end if;
    return made;
end;
$$;
comment on function public.commit_file(text, integer, text, json, text, text) is
    'commit_changes with the file (in base64) of a material that the changes add or the session has. HTTP 422: the file '
    'is not the one that the material was read from.';

create or replace function public.material_file(p_session_id text, p_material_id text) returns text
language sql stable set search_path = '' as $$
    select translate(encode(f.data, 'base64'), E'\n', '') from public.material_files f
    where f.session_id = p_session_id and f.material_id = p_material_id
$$;
comment on function public.material_file(text, text) is
    'The file of a material in base64, under the caller''s own rights; null where none is kept.';

revoke execute on function
    public.commit_file(text, integer, text, json, text, text), public.material_file(text, text)
from public, anon;
grant execute on function
    public.commit_file(text, integer, text, json, text, text), public.material_file(text, text)
to authenticated;

insert into private.schema_migrations (name) values ('011_material_files.sql') on conflict do nothing;

commit;
