"""What an intake lacks before a plan can be made of it."""

from __future__ import annotations

INTAKE = {
    "intake.all_left_out": "Every topic is left out. Keep at least one.",
    "intake.date_outside": "The exam is on a day from tomorrow to a year from now.",
    "intake.days_outside": "A plan runs over 1 to 365 days.",
    "intake.hours_outside": "A study day has between a quarter of an hour and 24 hours.",
    "intake.name_exam": "Name the exam, or pick one from the list.",
    "intake.no_date": "Pick the date of the exam, or give the number of days.",
    "intake.no_day": "Leave at least one day before the exam for studying.",
    "intake.no_syllabus": "This exam has no built-in syllabus. Upload a file or paste one.",
}
