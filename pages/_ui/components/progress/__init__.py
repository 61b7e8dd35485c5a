"""The parts of the progress and mix-up pages."""
