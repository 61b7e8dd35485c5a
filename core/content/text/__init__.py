"""What stands in a text: sentences, words, terms, definitions."""
