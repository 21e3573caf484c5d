"""Where in the score are the players? Audio or MIDI frames in, estimates out."""
