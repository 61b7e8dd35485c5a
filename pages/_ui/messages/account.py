"""The words of the account page."""

from __future__ import annotations

from pages._ui.messages import count

TITLE = "Your account"
EMBEDDED = "On this computer there are no accounts: whoever uses it studies as the same learner."
ROLES = {"learner": "You study here as a learner.", "instructor": "You are an instructor here."}
AWAY = "Classes are shown when the study database is back."
SIGN_OUT = "Sign out"
SIGN_OUT_HELP = "This signs you out in every tab of this browser."
SIGN_OUT_WAITING = "What waits to be sent stays on this server and is sent when you sign in here again."

REJECTED = "What could not be added"
REJECTED_LEAD = (
    "You did this, and the study database did not take it: each change says why. It is all kept here until you discard "
    "it. Trying again helps where the reason has passed."
)
REJECTED_FILE = "Download all as a file"
DISMISS = "Discard"
DISMISS_ALL = "Discard all of it"
RETRY = "Try again"
REJECTED_SESSION = "Open the session"
REJECTED_QUESTION = "Question"
REJECTED_ANSWER = "Your answer"
FIELDS = {
    "intake_exam": "Exam",
    "intake_goal": "Goal",
    "intake_days": "Days until the exam",
    "intake_hours": "Hours a day",
    "intake_syllabus": "Syllabus",
    "name": "File",
    "current_topic": "Topic",
}

CLASSES = "Your classes"
CLASSES_LEAD = "An instructor sees the plan, lessons, quizzes and history of the learners in their own classes."
NO_CLASSES = "You are in no class. If your instructor gave you a code, join with it."
CODE = "Class code"
JOIN = "Join the class"
JOIN_ASKS = "The instructor of that class will see what you study here, until you leave."
LEAVE = "Leave"

LED = "Classes that you lead"
LED_LEAD = (
    "Give learners the code. You can follow those who join on the history page. A new code ends the old one; those who "
    "have joined stay."
)
NO_LED = "No class yet. Make one, and give its code to your learners."
NEW_NAME = "Name of the new class"
CREATE = "Make the class"
NOBODY = "Nobody has joined yet."
RENEW = "New code"
LEARNERS = "Learners in this class"
TAKE_OUT = "Take out"
TAKE_OUT_HELP = "You no longer see a learner whom you take out. The code lets them in again only after you do."
LET_IN = "Let in again"


def code_of(code: str, members: int) -> str:
    """A class's code and how many joined."""
    return f"Code {code} · {count(members, 'learner')}"


def taken_out(email: str) -> str:
    """A learner whom the instructor took out of a class."""
    return f"{email} · taken out"
