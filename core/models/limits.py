"""The limits of what can be asked for, typed and answered, where the widgets and the rules need the same number."""

DAYS = range(1, 366)
"""How many days a plan may run over."""
HOURS = (0.25, 24.0)
"""The least and the most hours that a study day may have."""
GOAL = (5, 960)
"""The least and the most minutes that a daily goal may have."""
PLACEMENT_QUESTIONS = 8
"""At most so many questions are asked in a placement."""
LONGEST_ANSWER = 500
LONGEST_QUESTION = 500
"""A question to the tutor."""
LONGEST_NOTE = 2000
"""What a learner writes at one step of a lesson."""
LONGEST_REASON = 500
"""Why a question is reported, or taken out."""
MOST_NESTED = 64
"""How deep JSON that somebody else wrote may be nested: readers give up at some depth."""
LONGEST_NAME = 200
"""What an event calls its action or its agent."""
LONGEST_REASONING = 20_000
LONGEST_CHOSEN = 20_000
"""An answer in words, as the log keeps it: several options may be long."""
LONGEST_SAID = 500
"""A learner's own sentence at intake."""
LONGEST_TOPIC = 120
"""A learner's own name for a topic."""
LONGEST_TITLE = 120
"""A learner's own name for a session."""
