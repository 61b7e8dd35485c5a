-- Quizzes that were handed in before there was an answer log (007) enter it, marked as they would be now.
--
-- attempts_of is a function of the store's, since marking is done in its own code: the attempts of one quiz as a JSON
-- array, which is empty where the quiz cannot be read.

insert or ignore into attempts (
    session_id, quiz_id, question_id, topic, at, is_right, is_blank, chance, item_rating, forecast
)
select
    q.session_id, q.id, json_extract(a.value, '$.question_id'), json_extract(a.value, '$.topic'), q.submitted_at,
    json_extract(a.value, '$.is_right'), json_extract(a.value, '$.is_blank'), json_extract(a.value, '$.chance'),
    json_extract(a.value, '$.item_rating'), json_extract(a.value, '$.forecast')
from quizzes q
join json_each(attempts_of(
    q.id,
    q.body,
    (select json_group_array(json(g.body)) from quiz_answers g where g.quiz_id = q.id),
    q.submitted_at
)) a
where q.submitted_at is not null and q.analysis is not null and q.id not in (select quiz_id from attempts);
