"""Closing the gap: duals prove a bound, near pairs make an incumbent, fixing leaves few."""
