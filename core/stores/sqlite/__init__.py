"""Study kept in one SQLite file on this machine."""
