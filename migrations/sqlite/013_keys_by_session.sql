-- A quiz and a misconception are known by their session and their own id, as on Supabase: what is brought into one
-- session from a file cannot touch another one that has a quiz of the same id.

-- A key cannot be changed in place: the tables are made anew, and what refers to them is whole again at the end.
pragma defer_foreign_keys = on;
create table quizzes_before as select * from quizzes;
create table quiz_answers_before as select * from quiz_answers;
create table attempts_before as select * from attempts;
create table misconceptions_before as select * from misconceptions;
drop table attempts;
drop table quiz_answers;
drop table quizzes;
drop table misconceptions;

create table quizzes (
    session_id text not null references study_sessions (id),
    id text not null,
    position integer not null,
    topic text not null,
    body text not null,
    seed integer not null,
    created_at text not null,
    submitted_at text,
    analysis text,
    kind text not null default 'quiz'
        check (kind in ('quiz', 'placement', 'review', 'check', 'probe', 'closing')),
    primary key (session_id, id)
) strict;
create index quizzes_session on quizzes (session_id, position);

-- An older copy of the app names no session with an answer; see the journal's local copy.
create table quiz_answers (
    session_id text not null default '',
    quiz_id text not null,
    question_id text not null,
    body text not null,
    given_at text not null,
    primary key (session_id, quiz_id, question_id),
    foreign key (session_id, quiz_id) references quizzes (session_id, id)
) strict, without rowid;

create table attempts (
    session_id text not null references study_sessions (id),
    quiz_id text not null,
    question_id text not null,
    topic text not null,
    at text not null,
    is_right integer not null check (is_right in (0, 1)),
    is_blank integer not null default 0 check (is_blank in (0, 1)),
    chance real not null check (chance between 0 and 1),
    item_rating real not null check (item_rating between -10 and 10),
    forecast real not null check (forecast between 0 and 1),
    is_void integer not null default 0 check (is_void in (0, 1)),
    chosen text not null default '',
    seconds real check (seconds between 0 and 86400),
    hint_opened integer not null default 0 check (hint_opened in (0, 1)),
    is_helped integer not null default 0 check (is_helped in (0, 1)),
    is_skipped integer not null default 0 check (is_skipped in (0, 1)),
    concept text not null default '',
    sureness text check (sureness in ('sure', 'think_so', 'guess')),
    primary key (session_id, quiz_id, question_id),
    foreign key (session_id, quiz_id) references quizzes (session_id, id)
) strict, without rowid;
create index attempts_question on attempts (question_id);

create table misconceptions (
    session_id text not null references study_sessions (id),
    id text not null,
    topic text not null,
    concept text not null,
    confusion text not null,
    counter_example text not null,
    question_id text not null,
    noticed_at text not null,
    evidence text not null default '[]' check (json_valid(evidence)),
    primary key (session_id, id),
    foreign key (session_id, topic) references topics (session_id, name)
) strict;
create index misconceptions_session on misconceptions (session_id, topic);

insert into quizzes (
    session_id, id, position, topic, body, seed, created_at, submitted_at, analysis, kind
)
select session_id, id, position, topic, body, seed, created_at, submitted_at, analysis, kind from quizzes_before;
insert into quiz_answers (session_id, quiz_id, question_id, body, given_at)
select q.session_id, a.quiz_id, a.question_id, a.body, a.given_at
from quiz_answers_before a join quizzes_before q on q.id = a.quiz_id;
-- What says to be an answer to another session's quiz stands for nothing, and would hold the file up.
insert into attempts (
    session_id, quiz_id, question_id, topic, at, is_right, is_blank, chance, item_rating, forecast, is_void, chosen,
    seconds, hint_opened, is_helped, is_skipped, concept, sureness
)
select
    a.session_id, a.quiz_id, a.question_id, a.topic, a.at, a.is_right, a.is_blank, a.chance, a.item_rating, a.forecast,
    a.is_void, a.chosen, a.seconds, a.hint_opened, a.is_helped, a.is_skipped, a.concept, a.sureness
from attempts_before a join quizzes_before q on q.id = a.quiz_id and q.session_id = a.session_id;
insert into misconceptions (
    session_id, id, topic, concept, confusion, counter_example, question_id, noticed_at, evidence
)
select session_id, id, topic, concept, confusion, counter_example, question_id, noticed_at, evidence
from misconceptions_before;

drop table quizzes_before;
drop table quiz_answers_before;
drop table attempts_before;
drop table misconceptions_before;
