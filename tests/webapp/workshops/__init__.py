"""Workshops: dates, seats, who was there."""
