-- Whether an instructor made a commit, and whether a session's scores are to be worked out anew from its answer log.
alter table commits add column is_correction integer not null default 0;
alter table study_sessions add column is_outdated integer not null default 0;
