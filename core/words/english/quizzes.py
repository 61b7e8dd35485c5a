"""Quizzes, placement and what is corrected about questions."""

from __future__ import annotations

QUIZZES = {
    "quiz.all_out": "Every question on this topic was taken out or is disputed. Choose another topic, or add a file.",
    "quiz.answer_locked": "This answer was checked, so it stays as it is. Go on to the next question.",
    "quiz.answered_elsewhere": "This question was answered in another tab. The newest answer is shown.",
    "quiz.closed": "This quiz is no longer open. The page shows where the session is now.",
    "quiz.deck_empty": (
        "A deck is made of questions that you have answered and notes that you took. Take a quiz first."
    ),
    "quiz.few_sentences": (
        "There are too few full sentences about “{topic}” to teach it and ask about it. Add a file or notes that "
        "cover it, or choose another topic."
    ),
    "quiz.long_answer": "That answer is longer than {most} characters. Shorten it to the words that matter.",
    "quiz.minutes": "The time for a quiz is from 1 to {most} minutes.",
    "quiz.no_answer": "Choose or type an answer first.",
    "quiz.no_option": "That option is not on this question.",
    "quiz.no_question": "That question is not in this quiz.",
    "quiz.not_marked": "This answer is not marked yet. Check it first.",
    "quiz.placement_answered": "This question was answered already, and the next ones follow from that answer.",
    "quiz.placement_closed": "This placement quiz is no longer open. The page shows where the session is now.",
    "quiz.placement_few_sentences": (
        "The text has too few full sentences to ask you about. Add another file, or go on without the placement quiz."
    ),
    "quiz.placement_no_text": (
        "There is nothing to ask you about yet: these topics come without a text. Add a file that covers them, or "
        "go on without the placement quiz."
    ),
    "quiz.placement_not_next": "That question is not the one that is next. The page shows the one that is.",
    "quiz.placement_nothing": (
        "There is nothing to ask you about yet. Add a file, or pick an exam that comes with a course."
    ),
    "quiz.placement_open": "A placement quiz is open already. Go on with it, or leave it first.",
    "quiz.reason_long": "That is longer than {most} characters. Give the reason in a sentence or two.",
    "quiz.reason_missing": "Give the reason: the learners whose scores change will read it.",
    "quiz.report_long": "That is longer than {most} characters. Say the most important thing.",
    "quiz.report_missing": "Say in a few words what is wrong with the question.",
    "quiz.review_mix_up_gone": "The question behind that mix-up is no longer here, so it cannot be asked.",
    "quiz.review_no_questions": (
        "There is no question left on what is due: its text or its questions were taken out. Nothing is lost."
    ),
    "quiz.review_nothing_due": "Nothing is due for review now.",
    "quiz.review_over": "This review was handed in meanwhile. The page shows how it went.",
    "quiz.unanswered": "Nobody has answered this question yet, so there is nothing to correct.",
}
