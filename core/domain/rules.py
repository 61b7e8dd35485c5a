"""The version of the rules that the built-in agents decide by."""

from __future__ import annotations

RULES = 4
"""Raised whenever the same inputs and seed come out differently than before. What recorded none is of version 1."""
