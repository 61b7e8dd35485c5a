"""What leaves the app as files."""
