"""What happened, kept: log, replay, report."""
