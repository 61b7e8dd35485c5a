"""What is asked, what an answer is worth, and what it shows."""
