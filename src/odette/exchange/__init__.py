"""Shows from other programs, and paper for people: what comes in is checked, what cannot come in is told."""
