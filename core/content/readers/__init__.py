"""Files made into blocks, in a process of their own."""
