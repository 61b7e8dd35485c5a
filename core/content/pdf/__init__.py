"""Pages of a PDF made into blocks, and drawn."""
