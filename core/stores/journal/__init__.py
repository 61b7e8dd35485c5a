"""Study that goes on while its database is away, and is sent when it is back."""
