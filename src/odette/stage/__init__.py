"""The output process: holds the look, runs the fades, keeps the stream alive."""
