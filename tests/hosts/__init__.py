"""Sillon on several machines."""
