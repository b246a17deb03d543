"""Whether a run tries everything, or of what one door or one kind of field guards, a few of each.

`SILLON_EVERYTHING=1 python3 run.py test --all` takes every row of the form table and every kind of
person, draws every page with hostile text, and asks for every commune, for whoever changes what all
of them share.
"""

import os

EVERYTHING = bool(os.environ.get("SILLON_EVERYTHING"))
