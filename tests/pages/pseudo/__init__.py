"""A pseudo-locale: every word of ours in letters that English does not have, so that what is plain was left behind."""
