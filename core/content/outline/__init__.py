"""Blocks made into units of study."""
