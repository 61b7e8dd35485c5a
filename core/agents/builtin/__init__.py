"""The agents that need no model: planner, tutor, quiz, evaluator."""

from core.agents.builtin.team import BuiltinAgents

__all__ = ["BuiltinAgents"]
