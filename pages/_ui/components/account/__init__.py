"""The parts of the account and data pages."""
