"""Show and venue folders: text in, a checked show out, or every mistake with its line."""
