"""What is happening in the room? Applause, silence, murmur, music."""
