"""Edits of a show's text files: what the desk writes, a hand could have written, and nothing else is touched."""
