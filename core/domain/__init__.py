"""What is true of studying, without a clock, a disk or chance."""
