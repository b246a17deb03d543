"""Workshops: planned, signed up for, and noted who came."""
