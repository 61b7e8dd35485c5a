"""Everything of a learner's as one file, and that file into a store again."""
