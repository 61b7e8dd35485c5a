-- What each answer tests and how sure the learner was of it; a topic that was studied and is not done yet; and what
-- the learner says of a topic that has no questions.

alter table attempts add column concept text not null default '';
alter table attempts add column sureness text check (sureness in ('sure', 'think_so', 'guess'));
-- Until now the concept stood with the question alone.
update attempts set concept = asked.concept
from (
    select q.id as quiz_id, json_extract(e.value, '$.id') as question_id,
        cast(json_extract(e.value, '$.concept_tested') as text) as concept
    from quizzes q, json_each(iif(json_valid(q.body), q.body, '{}'), '$.questions') e
    where e.type = 'object'
) as asked
where asked.quiz_id = attempts.quiz_id and asked.question_id = attempts.question_id and asked.concept <> '';

-- A check cannot be changed in place: the table is made anew. Misconceptions refer to it, and meanwhile to nothing.
pragma defer_foreign_keys = on;
create table topics_before as select * from topics;
drop table topics;
create table topics (
    session_id text not null references study_sessions (id),
    name text not null,
    position integer not null,
    planned_on text not null,
    difficulty text not null check (difficulty in ('easy', 'medium', 'hard')),
    hours real not null,
    prerequisites text not null default '[]' check (json_valid(prerequisites)),
    material_id text not null default '',
    section integer not null default 0,
    status text not null default 'planned' check (status in ('planned', 'learning', 'studied', 'done', 'left_out')),
    answered integer not null default 0,
    correct integer not null default 0,
    mastery_score real check (mastery_score between 0 and 100),
    review_on text,
    own_word text check (own_word in ('shaky', 'fair', 'firm')),
    primary key (session_id, name)
) strict, without rowid;

insert into topics (
    session_id, name, position, planned_on, difficulty, hours, prerequisites, material_id, section, status, answered,
    correct, mastery_score, review_on
)
select
    session_id, name, position, planned_on, difficulty, hours, prerequisites, material_id, section, status, answered,
    correct, mastery_score, review_on
from topics_before;
drop table topics_before;
