"""What the core says: a code with fields, and by each code the words for it in a language."""

from __future__ import annotations

from core.words.english import ENGLISH
from core.words.said import Field, Said, in_turn
from core.words.telling import told

__all__ = ["ENGLISH", "Field", "Said", "in_turn", "told"]
