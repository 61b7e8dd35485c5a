"""Study kept for as long as the process runs."""
