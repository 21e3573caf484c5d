"""Bytes: sans-I/O encoders and decoders of show-control protocols."""
