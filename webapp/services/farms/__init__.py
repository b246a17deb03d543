"""Farms: what they tell, how they are vetted, their offers, rooms and seasons."""
