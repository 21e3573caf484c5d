"""The web desk: shows every state, sends commands as events."""
