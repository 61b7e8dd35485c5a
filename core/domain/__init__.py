"""What is true of studying, whoever asks and whenever: no clock, no disk, and no chance without a seed."""
