"""The show itself: pure functions of state and event. No clock, no socket, no thread, no numpy."""
