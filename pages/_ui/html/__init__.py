"""Pages that need no script: sign-in and print."""
