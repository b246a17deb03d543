"""Immersions (PMSMP): the agreement, the limits that are known, who signs."""
