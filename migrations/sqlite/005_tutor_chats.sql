-- What was asked of the tutor, and what it answered, in the order in which it was said.

create table tutor_chats (
    id integer primary key,
    session_id text not null references study_sessions (id),
    topic text not null,
    speaker text not null check (speaker in ('learner', 'tutor')),
    body text not null,
    sources text not null default '[]' check (json_valid(sources)),
    created_at text not null
) strict;

create index tutor_chats_topic on tutor_chats (session_id, topic, id);
