"""One run as it happens: its music, its ears, the one writer of its state, and what its desk shows."""
