-- The PDFs that materials were read from, so that their pages can be shown. A row goes when its material goes.

create table material_files (
    session_id text not null,
    material_id text not null,
    data blob not null,
    primary key (session_id, material_id),
    foreign key (session_id, material_id) references study_materials (session_id, id) on delete cascade
) strict;
