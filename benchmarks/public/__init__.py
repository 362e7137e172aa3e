"""Readers of public instance sets, one set per file."""
