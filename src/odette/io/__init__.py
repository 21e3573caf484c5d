"""The edge: sound devices, MIDI ports, sockets, disk and clock."""
