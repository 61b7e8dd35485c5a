"""What is understood of a free text."""

from __future__ import annotations

ROUTING = {
    "intent.autopilot": "autopilot",
    "intent.explain": "explain",
    "intent.plan": "plan",
    "intent.quiz": "quiz",
    "intent.unknown": "unknown",
    "route.asked": "Asked: {question}",
    "route.date_not_soon": "{phrase} does not come in the next 365 days.",
    "route.days_away": "{phrase} is more than {most} days away.",
    "route.every_day_off": "Every day off leaves no day to study on.",
    "route.hours_a_week": "{phrase} a week is not taken: give the hours a day.",
    "route.less_than_a_day": "{phrase} is less than the one day that a plan needs.",
    "route.more_days": "{phrase} is more than the {most} that a plan runs over.",
    "route.more_than_days": "{phrase} is more than the {most} days that a plan runs over.",
    "route.no_date": "{phrase} is no date.",
    "route.no_exam": "No exam is filled in: {exams:all_and} {count:number has|have} this topic. For which exam is it?",
    "route.not_after_today": "{phrase} is not after today.",
    "route.not_here": "{exam} has no {names:and_no}. Its subjects are {subjects:and}.",
    "route.nothing_left": "Without all that nothing of {exam} is left.",
    "route.over_a_day": "{phrase} a day is more than the 24 hours that a day has.",
    "route.taken_for": "Taken for: {intent}, {sure:.0%} sure.",
    "route.taken_for_about": "Taken for: {intent}, about {named:joined}, {sure:.0%} sure.",
    "route.under_a_quarter": "{phrase} a day is less than a quarter of an hour.",
    "route.what": "What would you like: a plan, an explanation, or a quiz?",
    "route.which": "What do you want to study? Name an exam such as NEET, or a subject of your own.",
    "route.which_days_off": "{phrase} a week leaves open which: pick the days off.",
    "route.which_exam": "Which exam is it: {exams:or}?",
}
