"""Measurements; never part of the suite."""
