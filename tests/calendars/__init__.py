"""Calendar programs that people have, given our files one after the other.

Each returns what stands in its calendar after each file: of every event when it begins (a day, or
an hour of world time), and whether it is struck through.
"""
