"""What is kept and for how long, as a page that nobody must sign in for."""
