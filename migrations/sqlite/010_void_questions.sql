-- Which questions are out: the file is one class, of whoever runs the app. And a misconception is on a topic of its
-- session.

create table void_questions (
    question_id text primary key,
    voided_at text not null
) strict, without rowid;

-- Marks are carried over where an instructor's event proves them: the newest of the question's, of any session.
insert into void_questions (question_id, voided_at)
select question_id, timestamp from (
    select iif(question_id like '%-again', substr(question_id, 1, length(question_id) - 6), question_id) as question_id,
        action, timestamp, row_number() over (
            partition by iif(question_id like '%-again', substr(question_id, 1, length(question_id) - 6), question_id)
            order by id desc) as place
    from (
        select id, action, timestamp, json_extract(metadata, '$.question_id') as question_id
        from agent_events
        where agent = 'instructor' and action in ('void_question', 'unvoid_question')
    )
    where question_id <> ''
)
where place = 1 and action = 'void_question';

update attempts set is_void = (
    iif(question_id like '%-again', substr(question_id, 1, length(question_id) - 6), question_id)
    in (select question_id from void_questions)
)
-- A copy of what is elsewhere has no events, and has its marks from there.
where session_id in (select session_id from agent_events);

-- A table cannot be given a foreign key in place: it is made anew. One on no topic of its session can be neither asked
-- about nor cleared, and stays behind: no copy of the app has written one.
create table misconceptions_anew (
    id text primary key,
    session_id text not null references study_sessions (id),
    topic text not null,
    concept text not null,
    confusion text not null,
    counter_example text not null,
    question_id text not null,
    noticed_at text not null,
    evidence text not null default '[]' check (json_valid(evidence)),
    foreign key (session_id, topic) references topics (session_id, name)
) strict;

insert into misconceptions_anew (
    id, session_id, topic, concept, confusion, counter_example, question_id, noticed_at, evidence
)
select
    id, session_id, topic, concept, confusion, counter_example, question_id, noticed_at,
    iif(session_id not in (select session_id from agent_events), evidence, (
        select json_group_array(json(json_set(e.value, '$.is_void', json(iif(
            iif(e.item like '%-again', substr(e.item, 1, length(e.item) - 6), e.item)
            in (select question_id from void_questions), 'true', 'false')))))
        from (select value, json_extract(value, '$.question_id') as item from json_each(m.evidence) order by key) e
    ))
from misconceptions m
where (session_id, topic) in (select session_id, name from topics);

drop table misconceptions;
alter table misconceptions_anew rename to misconceptions;
create index misconceptions_session on misconceptions (session_id, topic);
