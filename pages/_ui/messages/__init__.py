"""The pages' own words, in one place, ready to be translated. What agents and errors say is written in the core."""

from __future__ import annotations

from datetime import date

from core.models import Lesson, QuestionType, Quiz, StudyPhase

APP = "ExamMentor"

PAGES = {
    "home": "Home",
    "intake": "Set up",
    "plan": "Plan",
    "learn": "Lesson",
    "quiz": "Quiz",
    "analysis": "Analysis",
    "progress": "Progress",
    "misconceptions": "Mix-ups",
    "history": "History",
    "data": "Your data",
    "account": "Account",
}

PHASES = {phase: phase.name.title() for phase in StudyPhase}
STEPS = {
    StudyPhase.INTAKE: "Set up",
    StudyPhase.PLANNING: "Plan",
    StudyPhase.LEARNING: "Learn",
    StudyPhase.QUIZZING: "Quiz",
    StudyPhase.ANALYZING: "Review",
    StudyPhase.COMPLETED: "Done",
}
STEPPER_LABEL = "Where this session is"
STEP_DONE = "done"

ACTIONS = {
    "generate_plan": "Make my plan",
    "start_topic": "Start this topic",
    "take_quiz": "Take the quiz",
    "submit_answers": "Hand in my answers",
    "next_topic": "Go on to the next topic",
    "complete": "Finish this session",
}
WORKING = {
    "generate_plan": "Making your plan: draft, check, revise",
    "start_topic": "Writing your lesson from the material",
    "take_quiz": "Choosing questions and checking each one",
    "submit_answers": "Looking at your answers",
    "next_topic": "Choosing what comes next",
    "complete": "Closing the session",
}
CONFLICT = "This session was changed in another tab or on another device. Here is how it stands now."
TRY_AGAIN = "Try again"
MEMORY_ONLY = (
    "Your study file cannot be opened, so nothing is kept when the app stops. The log says why. "
    "`python -m core doctor` shows what is wrong."
)
SUPABASE_PROBLEM = (
    "Supabase is set but cannot be used, so study is kept on this computer alone. {problem} Set it right and start "
    "the app again."
)
ANYBODY = (
    "This app is open to other machines without sign-in: whoever reaches this address can read and change everything."
)
ONLY_THIS_MACHINE = (
    "This ExamMentor has no sign-in and answers only the machine that it runs on. To open it to others set up "
    "Supabase, or set EXAMMENTOR_ALLOW_REMOTE=1 if you know who can reach it."
)
SIGN_IN_FIRST = "Sign in to go on."
NOT_YOURS = "This session is another learner's. As their instructor you can follow it on the history page."
AWAY = (
    "The study database cannot be reached just now. Go on studying: what you do is kept here and sent when it is back."
)
KEPT_SEE = "See what it was"
OLDER_SESSIONS = "Show older sessions"

NO_SESSION_TITLE = "No session is open here"
NO_SESSION = "Pick one of your sessions on the home page, or start a new one."
UNKNOWN_SESSION = "There is no session under this address. It may have been mistyped."
GO_HOME = "Go to the home page"
NOT_IN_TURN = {
    StudyPhase.INTAKE: "This session is still being set up.",
    StudyPhase.PLANNING: "This session is at its plan. Pick a topic there.",
    StudyPhase.LEARNING: "You are in the middle of a lesson.",
    StudyPhase.QUIZZING: "A quiz is open and waits for your answers.",
    StudyPhase.ANALYZING: "Your last quiz has been looked at. See what it showed.",
    StudyPhase.COMPLETED: "This session is finished. Its results are kept.",
}
GO_ON = {
    StudyPhase.INTAKE: "Go on setting up",
    StudyPhase.PLANNING: "Go to the plan",
    StudyPhase.LEARNING: "Go to the lesson",
    StudyPhase.QUIZZING: "Go to the quiz",
    StudyPhase.ANALYZING: "Go to the analysis",
    StudyPhase.COMPLETED: "See the results",
}

# --- home
HOME_TITLE = "Your study desk"
HOME_EMPTY = (
    "Bring an exam, a date and something to read. You get a day plan, a lesson and a quiz for each topic, and a "
    "plain account of what went wrong. Everything is saved as you go."
)
HOME_START = "Start a new session"
HOME_SESSIONS = "Your sessions"
HOME_NO_EXAM = "Exam not named yet"

# --- learn
LEARN_NONE_TITLE = "No lesson yet"
LEARN_NONE = "A lesson begins when you start a topic from the plan."
LEARN_PICK = "Lesson"
LEARN_THIN = "This lesson is short. Add more to read from the plan page, and the topic will get a fuller one."
LEARN_WEAK = (
    "This document explains little: it is mostly commands, labels or asides. The lesson quotes its best sentences. "
    "Read the pages themselves too."
)
LEARN_INTUITION = "The idea"
LEARN_STEPS = "Step by step"
LEARN_TERMS = "Terms"
LEARN_EXAMPLE = "An example"
LEARN_PITFALL = "Easily mixed up"
LEARN_PRACTICE = "Ask yourself"
LEARN_ANALOGY = "Think of it as"

# --- quiz
QUIZ_NONE_TITLE = "No quiz yet"
QUIZ_NONE = "A quiz opens when you have read a lesson."
QUIZ_WEAK = "This document explains little; questions from it are weaker."
QUIZ_FEW = 5
MOST_NAMED = 3
QUIZ_NEXT = "Next question"
QUIZ_BACK = "Back"
QUIZ_SAVED = "Answers are saved as you give them."
QUIZ_LAST = "You can hand in once you have been through all the questions."
QUIZ_ELSEWHERE = "This question was answered in another tab. Here is that answer; you can change it."
QUIZ_HINT = "Hint"
QUIZ_TYPED = "Your answer"
QUIZ_SUBMITTED = "This quiz was handed in. Your answers are kept below."
QUESTION_TYPES: dict[QuestionType, str] = {
    "multiple_choice": "Choose one",
    "true_false": "True or false",
    "fill_blank": "Type the missing words",
    "multi_select": "Choose all that apply",
}

# --- analysis
ANALYSIS_NONE_TITLE = "Nothing to look at yet"
ANALYSIS_NONE = "After a quiz this page shows what went well and what to look at again."
ANALYSIS_SCORE = "Score"
ANALYSIS_RIGHT = "Right answers"
ANALYSIS_CONCEPTS = "By concept"
ANALYSIS_CHART = "Share of right answers for each concept of the quiz"
ANALYSIS_TABLE = "The same as a table"
ANALYSIS_WRONG = "What went wrong"
ANALYSIS_ALL_RIGHT = "Nothing went wrong. Every answer was right."
ANALYSIS_YOURS = "Your answer"
ANALYSIS_BLANK = "No answer"
ANALYSIS_KEY = "Right answer"
ANALYSIS_MIXUP = "What may lie behind it"
ANALYSIS_COUNTER = "What speaks against it"
ANALYSIS_NEXT = "What to do now"
ANALYSIS_DONE = "This session is finished. Its results are kept."
CONCEPT_COLUMNS = {"concept": "Concept", "right": "Right", "asked": "Asked", "share": "Share right"}


def count(number: int, noun: str) -> str:
    """A number with its noun: 1 topic, 3 topics."""
    return f"{number} {noun if number == 1 else noun + 's'}"


def day(when: date) -> str:
    """A date as people say it: Mon 23 Nov."""
    return f"{when:%a} {when.day} {when:%b}"


def pages(first: int | None, last: int | None) -> str:
    """Where something stands: page 3, pages 3 to 5, or nothing where there are no pages."""
    if first is None:
        return ""
    return f"page {first}" if last in (None, first) else f"pages {first} to {last}"


def source(document: str, page: int | None) -> str:
    """The line under a quotation."""
    return document if page is None else f"{document}, page {page}"


def progress(done: int, total: int) -> str:
    """How far a session is."""
    return "Not planned yet" if total == 0 else f"{done} of {count(total, 'topic')} done"


def lesson_notes(lesson: Lesson) -> list[str]:
    """What a learner should know of a lesson before reading it."""
    return [note for note, applies in ((LEARN_THIN, lesson.is_thin), (LEARN_WEAK, lesson.is_weak)) if applies]


def quiz_notes(quiz: Quiz) -> list[str]:
    """What a learner should know of a quiz before answering: weak, borrowed or few questions, and what to do."""
    notes = [QUIZ_WEAK] if quiz.is_weak else []
    if neighbours := quiz.neighbours:
        named = [f"“{title}”" for title in [*neighbours][:MOST_NAMED]]
        rest = len(neighbours) - len(named)
        *first, last = [*named, f"{count(rest, 'other topic')} near it"] if rest else named
        listed = f"{', '.join(first)} and {last}" if first else last
        number, total = sum(neighbours.values()), len(quiz.questions)
        some = f"{number} of {total} {'is' if number == 1 else 'are'}"
        how_many = some if number < total else "all of them are" if total > 1 else "it is"
        notes.append(f"This topic's own text gives too few questions: {how_many} from {listed}.")
    if len(quiz.questions) < QUIZ_FEW:
        notes.append(
            f"The material carries only {count(len(quiz.questions), 'question')} here, so the score says little. "
            "Go over the lesson again afterwards, or add more to read from the plan page."
        )
    return notes


def question_of(number: int, total: int, answered: int) -> str:
    """Where the learner is in a quiz."""
    return f"Question {number} of {total} · {answered} answered"


def material_line(name: str, pages_count: int | None, units: int) -> str:
    """A file that was added."""
    length = f"{count(pages_count, 'page')}, " if pages_count else ""
    return f"{name} · {length}{count(units, 'topic')}"


def more(number: int) -> str:
    """How many lines a shortened list leaves out."""
    return f"and {number} more"


def try_course(exam: str) -> str:
    """The way into a bundled course."""
    return f"Try the course: {exam}"


def right_of(right: int, asked: int) -> str:
    """A score in questions."""
    return f"{right} of {asked}"


def waiting(number: int) -> str:
    """How many changes wait for the database."""
    return f"{count(number, 'change')} {'waits' if number == 1 else 'wait'} to be sent."


def kept_apart(number: int) -> str:
    """How many changes the database refused."""
    return f"{count(number, 'change')} could not be added: the session had moved on elsewhere."
