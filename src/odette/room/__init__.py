"""What is happening in the room? Silence, murmur, speech, laughter, music, applause; and the conductor's hands."""
