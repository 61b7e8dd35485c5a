-- The answer log, from which ratings, scores and review dates are worked out, and the evidence for a misconception.

create table attempts (
    session_id text not null references study_sessions (id),
    quiz_id text not null references quizzes (id),
    question_id text not null,
    topic text not null,
    at text not null,
    is_right integer not null check (is_right in (0, 1)),
    is_blank integer not null default 0 check (is_blank in (0, 1)),
    chance real not null check (chance between 0 and 1),
    item_rating real not null check (item_rating between -10 and 10),
    forecast real not null check (forecast between 0 and 1),
    is_void integer not null default 0 check (is_void in (0, 1)),
    primary key (session_id, quiz_id, question_id)
) strict, without rowid;

create index attempts_question on attempts (question_id);
create index attempts_quiz on attempts (quiz_id);

alter table misconceptions add column evidence text not null default '[]' check (json_valid(evidence));
