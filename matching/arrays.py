"""Short names for the arrays of numbers that run through the package.

Where an array is kept, its shape is written beside it: ``(n_pairs,)`` is one entry a pair. Where
nothing else is said, whole numbers are int64, others float64.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Reals = NDArray[np.float64]
Flags = NDArray[np.bool_]
