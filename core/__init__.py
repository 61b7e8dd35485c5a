"""ExamMentor's core: the study journey, its state, its agents and where they are kept. No Streamlit in here."""

from pathlib import Path

ROOT = Path(__file__).parents[1]
"""The folder that the app stands in, with `migrations` beside `core`."""
