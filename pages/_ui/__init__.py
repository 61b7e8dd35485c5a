"""What pages share: the gate, the words, the components."""
