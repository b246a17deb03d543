"""Pricing: the group of largest reduced cost in each slot, found exactly."""
