"""The parts of the quiz page."""
