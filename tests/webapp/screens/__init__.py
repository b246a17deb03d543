"""A picture of every page in each state that can be shown: `python3 run.py screens`."""
