"""Questions made from text, and what keeps them fit to ask."""
