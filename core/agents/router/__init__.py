"""The built-in router: what a learner's free text asks for, by rules."""

from core.agents.router.route import route, weak_in
from core.agents.router.subjects import named_topics

__all__ = ["named_topics", "route", "weak_in"]
