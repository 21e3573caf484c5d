"""No. 10, Scène, of Swan Lake: our own engraving of it, from a small text to a full score."""
