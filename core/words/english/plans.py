"""Plans and syllabi."""

from __future__ import annotations

PLANS = {
    "plan.all_left_out": "Every topic is left out. Keep at least one.",
    "plan.circle": "These topics need each other in a circle: {topics}. Take one prerequisite out.",
    "plan.day_outside": "Choose a day from {first:weekday} to {last:weekday}.",
    "plan.does_not_hold": "This plan does not hold. {critique}",
    "plan.does_not_hold_yet": (
        "This plan does not hold yet. Leave topics out of it, or give it more time, on the plan page."
    ),
    "plan.exam_over": "The exam was on {exam_on:long}: no day is left to plan. Give the plan another date.",
    "plan.full": "A plan holds {most} topics, and this one is full.",
    "plan.goal_outside": "A daily goal is from {least} to {most} minutes.",
    "plan.last_topic": "{topic} is the last topic of this plan. Keep it, or add another one first.",
    "plan.limit_days": "A plan runs over 1 to 365 days. Change the number of days, or the date of the exam.",
    "plan.limit_days_off": "Every day up to the exam is a day off. Take at least one of them for studying.",
    "plan.limit_hours": "A study day has between a quarter of an hour and 24 hours. Change the hours a day.",
    "plan.limit_weekday": "A weekday off is one of seven, counted from 0, a Monday. Change the days off.",
    "plan.many_topics": "{topics} topics are more than the {most} that a plan can hold. Choose a part.",
    "plan.no_change": "There is no change to take. The plan holds as it is.",
    "plan.no_change_to_decline": "There is no change to turn down.",
    "plan.no_other_fits": "No other plan fits into this time. {critique}",
    "plan.no_topic": "This plan has no topic “{topic}”. Pick one from the list.",
    "plan.no_version": "This plan has no version {number}. Pick one from the list.",
    "plan.none_to_export": "No plan holds yet, so there is none to take along.",
    "plan.none_yet": "There is no plan yet. It is made from what you say and add at the start.",
    "plan.not_on_day": "{topic} is not planned for {day:weekday}. Pick one of its days.",
    "plan.nothing_to_plan": "There is nothing to plan yet. Add a file, paste a syllabus or pick an exam.",
    "plan.nothing_to_plan_from": (
        "There is nothing to plan from yet. Add a file, paste a syllabus, or pick an exam of the list."
    ),
    "plan.own_word_has_quiz": "How well you know {topic} is for its quiz to say: take its lesson and its quiz.",
    "plan.same_name": "Two topics have the same name. Give each topic a name of its own.",
    "plan.split_other_day": "To split a topic choose another day for its second half.",
    "plan.split_short": "{topic} has a quarter of an hour on that day, too little to split.",
    "plan.still_holds": "Nothing needs to change: the plan still holds as it is.",
    "plan.syllabus_empty": "There is no topic in this syllabus. Write one topic a line, or part them by commas.",
    "plan.syllabus_long": (
        "This syllabus has {topics:,} topics; at most {most} can be planned. Leave out what you do not study, or "
        "paste one part at a time."
    ),
    "plan.too_large": "These topics take more time than a plan can give. Choose a part of them.",
    "plan.topic_done": "{topic} is done already. Its reviews come by themselves.",
    "plan.topic_left_out": "{topic} is left out of the plan. Take it back first.",
    "plan.topic_name_missing": "Give the new topic a name.",
    "plan.topic_name_taken": "There is a topic “{topic}” already. Give the new one another name.",
    "plan.topic_there": "{topic} is in the plan already.",
    "plan.version_holds": "Version {number} holds already.",
}
