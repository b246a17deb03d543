"""Committees: an agenda by rules, decisions on its lines."""
