"""What a learner or an instructor can do: one door, `service.py`, and a file for each use case."""
