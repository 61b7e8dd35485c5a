"""The parts of the lesson page."""
