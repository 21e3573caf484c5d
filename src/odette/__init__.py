"""Odette runs a live performance from its music."""

__version__ = "0.3.0"
