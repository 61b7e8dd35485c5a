"""On Supabase: a learner disputes a mark, their instructor sees it, and it counts for nobody else."""

from __future__ import annotations

from contextlib import ExitStack, closing

from core.study.classes import NoPeople
from tests.contract.test_void_in_a_class import quizzed
from tests.core.study.test_quizzes import state
from tests.doubles import EVE, MIRA, NOOR, service
from tests.journey import quiz_of
from tests.people import TEACHER, make_cohort, store_of
from tests.stack import Stack


def test_the_own_instructor_decides_and_nothing_of_others_moves(supabase: Stack) -> None:
    make_cohort(supabase, TEACHER, MIRA, NOOR)
    with ExitStack() as closed:
        studies = {
            who: service(closed.enter_context(closing(store_of(supabase, who))), user_id=who, people=NoPeople())
            for who in (MIRA, NOOR, EVE, TEACHER)
        }
        sessions = {who: quizzed(studies[who]) for who in (MIRA, NOOR)}
        before = {who: state(studies[who], sessions[who]) for who in sessions}
        mira, record = studies[MIRA], quiz_of(studies[MIRA], sessions[MIRA])
        noted = next(noted for noted in mira.read.misconceptions(sessions[MIRA].id) if noted.evidence)
        name = noted.evidence[0].question_id

        session = mira.disputes.dispute(sessions[MIRA], record.id, name)

        assert session.context.last_quiz_score == sessions[MIRA].context.last_quiz_score
        (after,) = [now for now in mira.read.misconceptions(session.id) if now.id == noted.id]
        assert (after.evidence[0].is_disputed, after.stage(mira.clock.now())) == (True, "withdrawn")
        assert noted.confusion not in mira.open(session.id).context.misconceptions
        (report,) = studies[TEACHER].corrections.reports()
        assert (report.question_id, report.is_dispute, report.is_void) == (name, True, False)
        assert studies[EVE].corrections.reports() == ()
        assert state(studies[NOOR], sessions[NOOR]) == before[NOOR]
        assert mira.replay(session.id).is_same

        # What is judged out and in again keeps what the learner said.
        studies[TEACHER].corrections.void(name, "The learner is right.")
        studies[TEACHER].corrections.unvoid(name, "After all not.")
        session = mira.disputes.take_back(mira.open(session.id), record.id, name)
        assert state(mira, session) == before[MIRA]
        assert studies[TEACHER].corrections.reports() == ()
