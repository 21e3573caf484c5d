"""Odette runs a live performance from its music."""
