"""Reading time and notes from scores: one unfolded timeline, positions both ways, engraving."""
