"""Odette runs a live performance from its music."""

__version__ = "0.2.0"
